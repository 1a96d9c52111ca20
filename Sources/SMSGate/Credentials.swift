import Crypto

/// A user's name and password at SMSGate. The password may hold any byte.
///
/// Neither is ever part of a description: what a log or an error text prints cannot hold a secret by accident.
package struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package let user: String
    let password: [UInt8]

    package init(user: String, password: [UInt8]) {
        self.user = user
        self.password = password
    }

    /// Whether `candidate` is the password, in a time that depends neither on where the two differ nor on the
    /// password's length: digests are compared, and swift-crypto compares digests in constant time.
    package func hasPassword(_ candidate: [UInt8]) -> Bool {
        SHA256.hash(data: password) == SHA256.hash(data: candidate)
    }

    package var description: String { "Credentials(user: \(user))" }
    package var debugDescription: String { description }
}
