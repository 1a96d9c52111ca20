import Delivery
import Mail
import SMSGate
import Testing

/// The milter and pipe make the same id for a mail, though a milter sees other header fields and line ends.
@Suite("A mail that a milter gets")
struct SubmittedMailTests {
    /// 2026-01-01 12:00:00 UTC, in Received fields and dates as cleanup(8) writes them.
    private static let arrival = 1_767_268_800
    private static let queueID = "4bXyZ1z234"

    private static func submitted(
        _ fields: [(String, String)], _ body: [String], arrival: Int = arrival
    ) -> [UInt8] {
        var mail = SubmittedMail(arrival: arrival)
        for (name, value) in fields {
            mail.addField(name: Array(name.utf8)[...], value: Array(value.utf8)[...])
        }
        for piece in body { mail.addBody(Array(piece.utf8)[...]) }
        return mail.message(queueID: queueID)
    }

    private static func queued(_ fields: [(String, String)], _ body: String) -> [UInt8] {
        let received =
            "Received: from client (unknown [192.0.2.1])\n\tby mx.example (Postfix) with ESMTPSA id \(queueID)\n"
            + "\tfor <+12025550123@smtp.sms-gate.app>; Thu, 01 Jan 2026 12:00:00 +0000 (UTC)\n"
        return Array((received + fields.map { "\($0):\($1)\n" }.joined() + "\n" + body).utf8)
    }

    private static func id(_ message: [UInt8], queueID: String = queueID) -> MessageID {
        let raw = RawMessage(message)
        return MessageID(
            user: "alice", phoneNumber: "+12025550123", mail: raw,
            acceptance: Acceptance(of: raw, queueID: queueID))
    }

    @Test(
        arguments: [
            [], [("Subject", " Alarm")], [("Subject", "  Alarm\n\tof today")],
            [("Message-ID", " <1@client>"), ("Date", " Thu, 1 Jan 2026 11:59:00 +0000"), ("Subject", " x")],
            [("Message-ID", " <1@client>")],
            [("Received", " from a by b id 4cX; Thu, 1 Jan 2026 11:00:00 +0000"), ("Subject", " x")],
            // Fields that cleanup(8) adds for clients on the host's own addresses.
            [
                ("Subject", " x"), ("Message-Id", " <4bXyZ1z234@mx>"),
                ("Date", " Thu, 01 Jan 2026 12:00:00 +0000 (UTC)"),
            ],
            [("Message-ID", " <1@client>"), ("Date", " Thu, 01 Jan 2026 12:00:00 +0000 (UTC)")],
            [
                ("Date", " Thu, 1 Jan 2026 11:59:00 +0000"), ("Resent-Message-ID", " <1@client>"),
                ("Resent-Date", " Thu, 01 Jan 2026 12:00:00 +0000 (UTC)"),
            ],
            // The client's own date, of the second in which the mail arrives, as date -R writes it.
            [("Message-ID", " <1@client>"), ("Date", " Thu, 01 Jan 2026 12:00:00 +0000")],
            [("Message-ID", " <1@client>"), ("Date", " Thu, 01 Jan 2026 12:00:01 +0000")],
            [("Resent-Message-ID", " <1@client>"), ("Resent-Date", " Thu, 01 Jan 2026 12:00:00 +0000")],
        ] as [[(String, String)]])
    func hasTheIDThatItGetsInTheQueue(fields: [(String, String)]) {
        let queued = Self.id(Self.queued(fields, "The disk\nis full.\n"))
        // The milter's clock may be slightly behind that of smtpd(8).
        for arrival in [Self.arrival - 1, Self.arrival, Self.arrival + 1] {
            let message = Self.submitted(fields, ["The disk\r\nis full.\r\n"], arrival: arrival)
            #expect(Self.id(message) == queued)
        }
    }

    /// The date is the client's, so the mail is the same when it comes again.
    @Test(arguments: [
        "Thu, 1 Jan 2026 11:00:00 +0000 (UTC)", "Thu, 1 Jan 2026 12:00:00 +0000",
        "Thu, 01 Jan 2026 12:00:00 +0000",
    ])
    func isTheSameAgainWithADateOfItsClient(date: String) {
        let fields = [("Message-ID", " <1@client>"), ("Date", " " + date)]
        let message = Self.submitted(fields, ["x\r\n"])
        let again = String(decoding: message, as: UTF8.self).replacing(Self.queueID, with: "4bXyZ9z999")
        #expect(Self.id(message) == Self.id(Array(again.utf8)))
    }

    @Test(arguments: [
        (["a\r\nb\r\n"], "a\nb\n"), (["a\r", "\nb"], "a\nb"), (["a\r", "b"], "a\rb"), (["a\r\r\n"], "a\r\n"),
        (["a\r", "\r", "\n"], "a\r\n"), (["a\r"], "a\r"), (["\r", "\n", "\r\n"], "\n\n"), (["a\nb"], "a\nb"),
        ([""], ""),
        ([], ""),
    ])
    func hasTheLineEndsOfTheQueue(pieces: [String], body: String) {
        let message = String(decoding: Self.submitted([("Subject", " x")], pieces), as: UTF8.self)
        #expect(message.hasSuffix("\nSubject: x\n\n" + body))
    }

    @Test func hasFieldsThatEndAtANUL() {
        let message = String(decoding: Self.submitted([("Subject", " x\u{0}y")], []), as: UTF8.self)
        #expect(message.hasSuffix("\nSubject: x\n\n"))
    }
}
