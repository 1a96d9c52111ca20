/// A SASL mechanism that is built in.
package enum SASLMechanism: String, CaseIterable, Sendable {
    /// RFC 4616.
    case plain = "PLAIN"
    /// draft-murchison-sasl-login. Some printers, .NET and Outlook know no other.
    case login = "LOGIN"
}

/// The server's side of one exchange of a mechanism, until there is a user name and password to check.
struct SASLExchange {
    enum Step: Equatable {
        /// The client is sent this text and answers.
        case challenge(String)
        /// The password may hold any byte: the check is by byte, without normalization.
        case check(user: String, password: [UInt8])
        /// Not a message of the mechanism.
        case malformed
    }

    private enum State {
        case plain
        case loginName
        case loginPassword(user: String)
    }

    private var state: State

    init(_ mechanism: SASLMechanism) {
        state =
            switch mechanism {
            case .plain: .plain
            case .login: .loginName
            }
    }

    /// - Parameter response: what the client said, without base64; nil: nothing yet
    mutating func step(_ response: [UInt8]?) -> Step {
        switch state {
        case .plain:
            return response.map(Self.plainStep) ?? .challenge("")
        case .loginName:
            guard let response else { return .challenge("Username:") }
            guard let user = Self.userName(response[...]) else { return .malformed }
            state = .loginPassword(user: user)
            return .challenge("Password:")
        case .loginPassword(let user):
            return .check(user: user, password: response ?? [])
        }
    }

    /// `[authzid] NUL authcid NUL passwd`. Nobody can act for somebody else: the first is empty or the same as the second.
    private static func plainStep(_ message: [UInt8]) -> Step {
        // The password is the rest: RFC 4616 forbids a NUL in it, but a password map may hold any byte.
        let parts = message.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let user = userName(parts[1]),
            parts[0].isEmpty || parts[0].elementsEqual(parts[1])
        else { return .malformed }
        return .check(user: user, password: Array(parts[2]))
    }

    /// nil if the name is empty or could not be sent back on a line of the Dovecot protocol, which knows no escapes.
    private static func userName(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return name
    }
}
