import Nettle

/// A user's name and password at SMSGate. The password may hold any byte.
///
/// Neither is ever part of a description: what a log or an error text prints cannot hold a secret by accident.
package struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package let user: String
    private let password: [UInt8]

    package init(user: String, password: [UInt8]) {
        self.user = user
        self.password = password
    }

    /// The value of the Authorization header field, RFC 7617. Built here and not by libcurl, whose options take C
    /// strings: a password may hold a NUL.
    var basicAuthorization: String { "Basic " + token }

    /// What no log may show: the password, and how it goes to SMSGate.
    var secrets: [[UInt8]] { [password, Array(token.utf8)] }

    private var token: String { Base64.encode(Array(user.utf8) + Array(":".utf8) + password) }

    package var description: String { "Credentials(user: \(user))" }
    package var debugDescription: String { description }
}
