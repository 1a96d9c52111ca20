import Glibc
import Mail

/// A mail as a milter gets it, in pieces, while its client waits.
package struct SubmittedMail: Sendable {
    /// With LF line ends, as in the queue.
    private var header: [UInt8] = []
    private var body: [UInt8] = []
    /// Whether the body so far ends with a CR, which may be half of a line end.
    private var endsInCarriageReturn = false
    /// The value of the last `Date:` or `Resent-Date:`.
    private var date: [UInt8]?
    /// When the client started it, in seconds since 1970-01-01 00:00 UTC.
    private let arrival: Int

    package init(arrival: Int) {
        self.arrival = arrival
    }

    /// Bytes in memory.
    package var count: Int { header.count + body.count }

    /// - Parameter value: the text after the colon, with its white space, folded or not
    package mutating func addField(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        // A milter's value ends at a NUL. RawMessage cuts the values of pipe(8) there too.
        let value = value.prefix { $0 != 0 }
        header += name
        header.append(UInt8(ascii: ":"))
        header += value
        header.append(UInt8(ascii: "\n"))
        if Self.dates.contains(where: { name.elementsEqual($0.utf8) }) { date = Array(value) }
    }

    /// - Parameter bytes: with CRLF line ends, cut anywhere
    package mutating func addBody(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while let first = rest.first {
            if endsInCarriageReturn, first != UInt8(ascii: "\n") { body.append(UInt8(ascii: "\r")) }
            let end = rest.firstIndex(of: UInt8(ascii: "\r"))
            body += rest[..<(end ?? rest.endIndex)]
            endsInCarriageReturn = end != nil
            rest = end.map { rest[($0 + 1)...] } ?? []
        }
    }

    /// The whole mail as pipe(8) gets it from the queue, with the `Received:` that Postfix does not show to
    /// milters.
    ///
    /// - Parameter queueID: its queue id
    package func message(queueID: String) -> [UInt8] {
        let received = "Received: by postsms id \(queueID); \(addedDate ?? Self.dateText(arrival))\n"
        var message = Array(received.utf8)
        message.reserveCapacity(message.count + count + 2)
        message += header
        message.append(UInt8(ascii: "\n"))
        message += body
        if endsInCarriageReturn { message.append(UInt8(ascii: "\r")) }
        return message
    }

    /// The date that cleanup(8) added, which it also writes into `Received:`.
    ///
    /// It has the form `Thu, 1 Jan 2026 12:00:00 +0000 (UTC)`, and is the time at which smtpd(8) got MAIL, a
    /// moment before the milter did.
    private var addedDate: String? {
        guard let date, date.last == UInt8(ascii: ")"), let seconds = Received.seconds(ofDate: date),
            (arrival - Self.longestMoment...arrival + Self.clockLag).contains(seconds)
        else { return nil }
        return String(decoding: date.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
    }

    private static let dates = ["Date", "Resent-Date"]
    /// Seconds, on a busy machine.
    private static let longestMoment = 5
    /// Seconds. time(2), which sets `arrival`, is some milliseconds behind the clock that smtpd(8) reads.
    private static let clockLag = 1

    /// Ends in a comment: `date -R` writes the form without, and that date of a client is not an added one.
    private static func dateText(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        unsafe gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 64)
        // postsms sets no locale, so the names are English.
        let length = unsafe strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S +0000 (UTC)", &parts)
        return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
