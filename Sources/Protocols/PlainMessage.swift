import Nettle

/// The client's message of SASL PLAIN, RFC 4616: `[authzid] NUL authcid NUL passwd`.
struct PlainMessage: Equatable {
    /// The authentication identity.
    let user: String
    /// Any bytes: the check is by byte, without normalization.
    let password: [UInt8]

    /// nil if `text` is not base64 of such a message, if the name could not be sent back on a line of the Dovecot
    /// protocol, which knows no escapes, or if the client asks to act for somebody else.
    init?(base64 text: ArraySlice<UInt8>) {
        guard let message = Base64.decode(text) else { return nil }
        // The password is the rest: RFC 4616 forbids a NUL in it, but a password map may hold any byte.
        let parts = message.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let user = String(validating: parts[1], as: UTF8.self),
            !user.isEmpty,
            !user.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }),
            parts[0].isEmpty || parts[0].elementsEqual(parts[1])
        else { return nil }
        self.user = user
        password = Array(parts[2])
    }
}
