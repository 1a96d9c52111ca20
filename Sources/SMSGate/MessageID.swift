import Nettle

/// The `id` that a request carries, so that SMSGate can tell a second try from a second message.
///
/// pipe(8) delivers at least once. A hash over what makes a queued message that message gives each of its tries
/// the same id, and no other message that id.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// Digits kept of the hash: 128 bits. SMSGate takes up to 36 characters of `[A-Za-z0-9_-]` and may compare
    /// them without regard to case, which hexadecimal digits stand.
    static let digits = 32

    package let description: String

    /// - Parameters:
    ///   - user: the SASL user whose account sends the SMS
    ///   - queueID: Postfix's queue id, empty when the program is run by hand
    ///   - recipient: the envelope recipient as Postfix gave it
    ///   - message: the whole message as read
    package init(user: String, queueID: String, recipient: String, message: [UInt8]) {
        var hash = SHA256()
        for field in [Array(user.utf8), Array(queueID.utf8), Array(recipient.utf8), message] {
            hash.update(field: field)
        }
        let hex = Array("0123456789abcdef".utf8)
        var digits: [UInt8] = []
        for byte in hash.digest().prefix(Self.digits / 2) {
            digits.append(hex[Int(byte >> 4)])
            digits.append(hex[Int(byte & 15)])
        }
        description = String(decoding: digits, as: UTF8.self)
    }
}

extension SHA256 {
    /// Adds one field with its length before it: two lists of fields that differ never hash the same bytes.
    fileprivate mutating func update(field: [UInt8]) {
        let length = UInt64(field.count)
        update((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
        update(field)
    }
}
