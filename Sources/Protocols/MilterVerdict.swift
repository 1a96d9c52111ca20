/// An envelope recipient of a message.
package struct MilterRecipient: Equatable, Sendable {
    /// As the client gave it, without angle brackets, e.g. `"+1 202"@example.com`.
    package let address: [UInt8]
    /// As smtpd(8) resolved it, in the form that pipe(8) with `flags=q` gets: the macro `{rcpt_addr}`. Equals
    /// `address` without that macro.
    package let resolved: [UInt8]
}

/// The reply at the end of a message.
package enum MilterVerdict: Equatable, Sendable {
    /// The message goes to the queue, without these recipients.
    case accept(deleting: [MilterRecipient] = [])
    /// The client gets a 250, and the message never reaches the queue.
    case discard
    /// The client gets this reply.
    case refuse(MilterRefusal)

    /// The packets to send.
    var packets: [UInt8] {
        switch self {
        case .accept(let recipients): recipients.flatMap(Self.deletion) + milterPacket("a")
        case .discard: milterPacket("d")
        case .refuse(let refusal): milterPacket("y", refusal.bytes)
        }
    }

    /// Postfix compares the address with its own reading of the client's: often the address as given, but the
    /// resolved one if that lacks a source route or a final dot. An address without a match deletes nothing.
    private static func deletion(of recipient: MilterRecipient) -> [UInt8] {
        let addresses =
            recipient.address == recipient.resolved
            ? [recipient.address] : [recipient.address, recipient.resolved]
        return addresses.flatMap { milterPacket("-", [UInt8(ascii: "<")] + $0 + [UInt8(ascii: ">"), 0]) }
    }
}

/// An SMTP reply of one line that refuses a message, e.g. `550 5.6.0 Message body is empty`.
package struct MilterRefusal: Equatable, Sendable {
    /// Bytes of a reply line without its CRLF, RFC 5321 section 4.5.3.1.5.
    package static let lineLimit = 510

    /// As sent to the client.
    package let line: String

    /// Characters of `text` that are not printable ASCII become question marks, since a reply allows no
    /// others (RFC 5321 section 4.2). Text beyond the length of a reply line is cut off.
    ///
    /// - Parameters:
    ///   - code: 400 to 599
    ///   - enhancedStatusCode: RFC 3463, of the same class
    /// - Returns: nil if the codes are not those of a refusal; Postfix would answer 451 4.3.5 instead
    package init?(code: Int, enhancedStatusCode: String, text: String) {
        let numbers = enhancedStatusCode.split(separator: ".", omittingEmptySubsequences: false)
        guard 400...599 ~= code, numbers.count == 3, numbers.first == "\(code / 100)",
            numbers.allSatisfy({ 1...3 ~= $0.utf8.count && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } })
        else { return nil }
        let reply = "\(code) \(enhancedStatusCode) \(text)".unicodeScalars.prefix(Self.lineLimit)
        line = String(String.UnicodeScalarView(reply.map { " "..."~" ~= $0 ? $0 : "?" }))
    }

    /// The data of SMFIR_REPLYCODE. Percent signs are doubled because Sendmail and Postfix take the reply as
    /// a format string. Older versions of Postfix need the NUL.
    var bytes: [UInt8] {
        line.utf8.flatMap { $0 == UInt8(ascii: "%") ? [$0, $0] : [$0] } + [0]
    }
}
