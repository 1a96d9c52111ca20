import Configuration
import Files

/// The options of every role that choose the configuration.
struct ConfigurationOptions {
    static let usage = [
        Usage.Option(
            name: "config", value: "file",
            help: "Configuration file (default: \(Configuration.defaultFile), if it exists)."),
        Usage.Option(
            name: "o", value: "name=value", isRepeated: true,
            help: "Override one configuration parameter. May be repeated."),
    ]

    var file: String?
    var overrides: [String]

    init(_ arguments: Arguments) {
        file = arguments.value("config")
        overrides = arguments.all("o")
    }

    func load() throws(ConfigurationError) -> Configuration {
        try Configuration.load(file: file, overrides: overrides)
    }
}
