/// A supported SASL mechanism.
package enum SASLMechanism: String, CaseIterable, Sendable {
    /// RFC 4616.
    case plain = "PLAIN"
    /// draft-murchison-sasl-login. The only mechanism of some printers, .NET and Outlook.
    case login = "LOGIN"
}

/// The server's side of one exchange, until user name and password are known.
struct SASLExchange {
    enum Step: Equatable {
        /// Sent to the client, which answers.
        case challenge(String)
        /// The password may contain any byte; it is compared bytewise, without normalization.
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

    /// - Parameter response: the client's response, decoded; nil: there is no response yet
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

    /// `[authzid] NUL authcid NUL passwd`. Acting for another user is not allowed: authzid is empty or equals
    /// authcid.
    private static func plainStep(_ message: [UInt8]) -> Step {
        // The password is the rest: RFC 4616 forbids NUL in it, but a password map may contain any byte.
        let parts = message.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let user = userName(parts[1]),
            parts[0].isEmpty || parts[0].elementsEqual(parts[1])
        else { return .malformed }
        return .check(user: user, password: Array(parts[2]))
    }

    /// nil if the name is empty or cannot be sent in a line of the Dovecot protocol, which has no escapes.
    private static func userName(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return name
    }
}
