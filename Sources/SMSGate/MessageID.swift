import Nettle

/// The `id` that a request carries. SMSGate keeps it unique for each device: a repetition is refused with a 409.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// Digits kept of the hash: 128 bits. SMSGate takes up to 36 characters of `[A-Za-z0-9_-]` and compares them without
    /// regard to case, which does no harm to hexadecimal digits.
    private static let digits = 32

    package let description: String

    /// - Parameter fields: what makes a message that message. Two lists that differ get different ids.
    package init(hashing fields: [[UInt8]]) {
        var hash = SHA256()
        for field in fields {
            // With its length before it, so that no two lists give the same bytes.
            let length = UInt64(field.count)
            hash.update((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
            hash.update(field)
        }
        let hex = Array("0123456789abcdef".utf8)
        let digits = hash.digest().flatMap { [hex[Int($0 >> 4)], hex[Int($0 & 15)]] }
        self.init(description: String(decoding: digits.prefix(Self.digits), as: UTF8.self))
    }

    private init(description: String) {
        self.description = description
    }

    /// The same id for a server that ignores case, in a spelling that was hardly used before: each letter is capital or
    /// small at random.
    package func inAnotherCase() -> MessageID {
        MessageID(
            description: String(
                description.map { Bool.random() ? Character($0.uppercased()) : Character($0.lowercased()) }))
    }
}
