/// Something in our own set-up is broken: a file, a parameter, the machine. Says what and where, never a secret.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let description: String
    /// Number of the line that is to be fixed, from 1; nil: it is no line.
    package let line: Int?

    package init(_ description: String) {
        self.description = description
        line = nil
    }

    package init(file: String, line: Int, _ what: String) {
        description = "\(file): line \(line): \(what)"
        self.line = line
    }

    /// The words are the error.
    package static func == (one: ConfigurationError, other: ConfigurationError) -> Bool {
        one.description == other.description
    }
}
