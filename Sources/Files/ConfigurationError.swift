/// A problem in our own setup: a file, a parameter, the machine. Says what is wrong and where, never a
/// secret.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let description: String
    /// The number of the wrong line, from 1; nil if the error has no line.
    package let line: Int?

    package init(_ description: String) {
        self.description = description
        line = nil
    }

    package init(file: String, line: Int, _ what: String) {
        description = "\(file): line \(line): \(what)"
        self.line = line
    }

    /// Errors with the same text are equal.
    package static func == (one: ConfigurationError, other: ConfigurationError) -> Bool {
        one.description == other.description
    }
}
