import ArgumentParser
import Bridge

/// The options that choose the configuration, for every role.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "Configuration file (default: \(Configuration.defaultFile), if it exists).", valueName: "file"))
    var file: String?

    @Option(
        name: .customShort("o"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Override one configuration parameter. May be repeated.", valueName: "name=value"))
    var overrides: [String] = []

    func load() throws(ConfigurationError) -> Configuration {
        try Configuration.load(file: file, overrides: overrides)
    }
}
