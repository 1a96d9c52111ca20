import Nettle

/// The `id` of a request. SMSGate keeps it unique for each device: it refuses a repetition with 409.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of the hash, in hexadecimal digits. SMSGate accepts up to 36 characters of `[A-Za-z0-9_-]` and
    /// compares them case-insensitively.
    private static let bytes = 16

    package let description: String

    /// - Parameter fields: the fields that identify the message. Different lists get different ids.
    package init(hashing fields: [[UInt8]]) {
        var hash = SHA256()
        for field in fields {
            // The length comes first, so that different lists give different bytes.
            let length = UInt64(field.count)
            hash.update((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
            hash.update(field)
        }
        self.init(description: Base16.encode(Array(hash.digest().prefix(Self.bytes))))
    }

    private init(description: String) {
        self.description = description
    }

    /// The same id for a server that ignores case, in a new spelling: each letter is randomly upper or lower
    /// case.
    package func inAnotherCase() -> MessageID {
        MessageID(
            description: String(
                description.map { Bool.random() ? Character($0.uppercased()) : Character($0.lowercased()) }))
    }
}
