import Nettle

/// A user's name and password at SMSGate. The password may contain any byte.
///
/// Not part of any description, so that logs and errors cannot show a secret by accident.
package struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package let user: String
    private let password: [UInt8]

    package init(user: String, password: [UInt8]) {
        self.user = user
        self.password = password
    }

    /// The value of the Authorization header field, RFC 7617. Built here because libcurl takes C strings, and
    /// a password may contain a NUL.
    var basicAuthorization: String { "Basic " + token }

    /// The texts that no log may show: the password in plain and encoded form.
    var secrets: [[UInt8]] { [password, Array(token.utf8)] }

    private var token: String { Base64.encode(Array(user.utf8) + Array(":".utf8) + password) }

    package var description: String { "Credentials(user: \(user))" }
    package var debugDescription: String { description }
}
