/// Something in our own set-up is broken: a file, a parameter, the machine. Says what and where, never a secret.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    package init(file: String, line: Int, _ what: String) {
        description = "\(file): line \(line): \(what)"
    }
}
