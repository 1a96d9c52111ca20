package import Files
import Glibc

extension Configuration {
    /// A configuration file has a page or two; this limits the reading of a wrong file.
    private static let fileLimit = 1 << 20

    /// The configuration for a role.
    ///
    /// - Parameters:
    ///   - file: path of the configuration file; nil: `defaultFile`, which may be missing
    ///   - overrides: `name=value` from the command line; they override the file, and the last of a name wins
    package static func load(file: String?, overrides: [String]) throws(ConfigurationError) -> Configuration {
        var configuration = Configuration()
        if let path = file ?? existingDefaultFile() {
            try configuration.apply(fileAt: path)
        }
        for override in overrides {
            guard let entry = ConfigurationFile.Entry(assignment: override, line: 0) else {
                throw ConfigurationError("-o \(override): expected \"name=value\"")
            }
            try configuration.set(entry) { ConfigurationError("-o: \($0)") }
        }
        // Names would be of two kinds: a user of SMSGate could take the name of one who logs in elsewhere and get that
        // one's messages, and one who was removed would send with the shared account.
        if configuration.smsgateLogin, configuration.sharedUser != nil {
            throw ConfigurationError("shared_user: cannot be set together with smsgate_login = yes")
        }
        return configuration
    }

    private static func existingDefaultFile() -> String? {
        fileExists(defaultFile) ? defaultFile : nil
    }

    private mutating func apply(fileAt path: String) throws(ConfigurationError) {
        let bytes = try OpenFile(path).content(limit: Self.fileLimit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError("\(path): is not valid UTF-8")
        }
        let entries = try ConfigurationFile(text, path: path).entries
        for (index, entry) in entries.enumerated() {
            if let first = entries[..<index].first(where: { $0.name == entry.name }) {
                throw ConfigurationError(
                    file: path, line: entry.line, "\(entry.name): is set in line \(first.line) already")
            }
            try set(entry) { ConfigurationError(file: path, line: entry.line, $0) }
        }
    }

    /// - Parameter error: makes an error from the text, adding the place of the entry
    private mutating func set(
        _ entry: ConfigurationFile.Entry, error: (String) -> ConfigurationError
    ) throws(ConfigurationError) {
        guard let parameter = Parameter.named(entry.name) else {
            throw error("unknown parameter: \(entry.name)")
        }
        do {
            try parameter.set(&self, entry.value)
        } catch let bad {
            let quotation = bad.mayHoldSecret ? "" : " \"\(entry.value)\""
            throw error("\(entry.name): bad value\(quotation): expected \(bad.expected)")
        }
    }
}

/// The configuration in a long-lived process. A change of the file takes effect with the next call, and
/// errors last only as long as the file is broken.
package struct CurrentConfiguration {
    private let file: String?
    private let overrides: [String]
    private var cache = FileCache<Configuration>()

    /// - Parameters: see Configuration.load
    package init(file: String?, overrides: [String]) {
        self.file = file
        self.overrides = overrides
    }

    /// - Parameter now: seconds since 1970
    package mutating func value(now: Int = time(nil)) throws(ConfigurationError) -> Configuration {
        let (file, overrides) = (file, overrides)
        return try cache.value(of: file ?? Configuration.defaultFile, now: now) {
            () throws(ConfigurationError) in try Configuration.load(file: file, overrides: overrides)
        }
    }
}
