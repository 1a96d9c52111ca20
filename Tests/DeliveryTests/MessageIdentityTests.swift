import Delivery
import Mail
import SMSGate
import Testing

/// Which mails are the same SMS, and which are different ones.
@Suite("The message id")
struct MessageIdentityTests {
    /// A mail from the queue to which the client gave neither a Message-ID nor a date.
    private static let plain = mail("", "")
    /// A mail with both.
    private static let identified = mail("", "Message-ID: <1@client>\nDate: Thu, 1 Jan 2026 11:59:58 +0000\n")

    private static let received =
        "Received: from client (unknown [192.0.2.1])\n\tby mx.example (Postfix) with ESMTPSA id 4bXyZ1z234\n\t"
        + "for <+12025550123@smtp.sms-gate.app>; Thu,  1 Jan 2026 12:00:00 +0000 (UTC)\n"

    private static func mail(
        _ first: String, _ last: String, received: String = received, text: String = "Full\n"
    )
        -> String
    {
        first + received + "Subject: Alarm\n\(last)\n\(text)"
    }

    private static func id(
        _ mail: String, user: String = "alice", number: String = "+12025550123",
        queueID: String = "4bXyZ1z234"
    ) -> String {
        let raw = RawMessage(Array(mail.utf8))
        return MessageID(
            user: user, phoneNumber: number, mail: raw, acceptance: Acceptance(of: raw, queueID: queueID)
        ).description
    }

    // Changes by relays, milters and pipe(8)'s flags to a mail in the queue.
    @Test(arguments: [
        mail("Return-Path: <a@b.example>\n", ""), mail("", "").replacing("\n", with: "\r\n"),
        mail("From a@b.example Thu Jan  1 12:00:00 2026\nX-Original-To: x\nDelivered-To: y\n", ""),
        mail("", "X-Spam-Status: No,\n\tscore=0.1\nDKIM-Signature: v=1\n"), mail("", "", text: "Full"),
        mail("", "", text: "Full\n\n\n"), mail("", "", text: "F\rull\r\n"),
        mail("", "Message-Id: <4bXyZ1z234@mx.example>\n"),
        mail("", "Message-Id: <20260101120000.4bXyZ1z234@mx.example>\n"),
        mail("", "").replacing("Subject: Alarm", with: "SUBJECT  : \t Alarm "),
        mail("", "").replacing("Subject: Alarm", with: "Subject:\n Alarm\u{0}hidden"),
        mail("X-Mailer: x\n", "From: a@b.example\nTo: c@d.example\nReply-To: e@f.example\n"),
    ])
    func staysWhateverIsAddedOnTheWay(mail: String) {
        #expect(Self.id(mail) == Self.id(Self.plain))
    }

    @Test(arguments: [" ", "  \t"])
    func staysHoweverAFieldIsFolded(fold: String) {
        let one = Self.mail("", "Content-Type: text/plain; charset=utf-8\n")
        #expect(Self.id(one.replacing("; charset", with: ";\n\(fold)charset")) == Self.id(one))
    }

    @Test(arguments: ["ALICE", "Alice  ", "alice "])
    func staysHoweverTheUserIsSpelled(user: String) {
        #expect(Self.id(Self.plain, user: user) == Self.id(Self.plain))
    }

    /// The queue file's name changes, but `Received:` does not.
    @Test func staysWhenTheQueueIsMoved() {
        #expect(Self.id(Self.plain, queueID: "4bXyZ9z999") == Self.id(Self.plain))
        let short = Self.plain.replacing("4bXyZ1z234", with: "4F1A2B")
        #expect(Self.id(short, queueID: "7C1") == Self.id(short, queueID: "4F1A2B"))
    }

    @Test(arguments: [
        mail("", "", text: "Full!\n"), mail("", "").replacing("Alarm", with: "Alert"),
        mail("", "", received: received.replacing("4bXyZ1z234", with: "4bXyZ1z235")),
        mail("", "Content-Type: text/html\n"), mail("", "MIME-Version: 1.0\n"),
        mail("", "Message-ID: <1@client>\n"), mail("", "Date: Thu, 1 Jan 2026 11:59:58 +0000\n"),
    ])
    func isAnotherForAnotherMessage(mail: String) {
        #expect(Self.id(mail) != Self.id(Self.plain))
    }

    @Test func isAnotherForAnotherUserOrNumber() {
        #expect(Self.id(Self.plain, user: "bob") != Self.id(Self.plain))
        #expect(Self.id(Self.plain, number: "+12025550124") != Self.id(Self.plain))
        #expect(Self.id(Self.plain, user: " alice") != Self.id(Self.plain))
    }

    /// The client lost the reply and sends the mail again, to this host or another one.
    @Test(arguments: [
        ("4bXyZ1z999", "Thu, 1 Jan 2026 12:05:00 +0000"), ("5C1", "Fri, 2 Jan 2026 11:59:58 +0000"),
        ("4bXyZ1z999", "Thu, 1 Jan 2026 11:49:58 +0000"),
    ])
    func staysForAMailThatTheClientIdentifies(queueID: String, arrival: String) {
        let again = Self.identified.replacing("4bXyZ1z234", with: queueID)
            .replacing("Thu,  1 Jan 2026 12:00:00 +0000 (UTC)", with: arrival)
        #expect(Self.id(again) == Self.id(Self.identified))
    }

    /// The queue ids differ.
    @Test(arguments: [
        // A script sends the same file on another day, or with a date from the future.
        ("Message-ID: <1@client>\nDate: Wed, 31 Dec 2025 11:59:59 +0000\n", "Thu, 1 Jan 2026 12:00:00 +0000"),
        ("Message-ID: <1@client>\nDate: Thu, 1 Jan 2026 12:10:01 +0000\n", "Thu, 1 Jan 2026 12:00:00 +0000"),
        // One of the two is missing, empty, not a date, or added by cleanup(8).
        ("Message-ID: <1@client>\n", "Thu, 1 Jan 2026 12:00:00 +0000"),
        ("Date: Thu, 1 Jan 2026 11:59:58 +0000\n", "Thu, 1 Jan 2026 12:00:00 +0000"),
        ("Message-ID:\nDate: Thu, 1 Jan 2026 11:59:58 +0000\n", "Thu, 1 Jan 2026 12:00:00 +0000"),
        ("Message-ID: <1@client>\nDate: now\n", "Thu, 1 Jan 2026 12:00:00 +0000"),
        (
            "Message-ID: <1@client>\nDate: Thu,  1 Jan 2026 12:00:00 +0000 (UTC)\n",
            "Thu,  1 Jan 2026 12:00:00 +0000 (UTC)"
        ),
        // The arrival time is unknown.
        ("Message-ID: <1@client>\nDate: Thu, 1 Jan 2026 11:59:58 +0000\n", "some day"),
        // Resent, but by a program that adds no fields for it.
        (
            "Message-ID: <1@client>\nDate: Thu, 1 Jan 2026 11:59:58 +0000\nResent-From: a@b.example\n",
            "Thu, 1 Jan 2026 12:00:00 +0000"
        ),
    ])
    func isAnotherForTheSameMailAgainIfTheClientDoesNotIdentifyIt(fields: String, arrival: String) {
        func id(_ queueID: String) -> String {
            let received = "Received: by mx.example (Postfix) id \(queueID); \(arrival)\n"
            return Self.id(Self.mail("", fields, received: received), queueID: queueID)
        }
        #expect(id("4bXyZ1z234") != id("4bXyZ1z235"))
    }

    @Test func aResentMailIsIdentifiedByItsResending() {
        let resent = Self.mail(
            "",
            "Message-ID: <1@client>\nDate: Thu, 1 Jan 2020 11:59:58 +0000\nResent-Message-ID: <2@client>\n"
                + "Resent-Date: Thu, 1 Jan 2026 11:59:58 +0000\n")
        #expect(Self.id(resent) == Self.id(resent.replacing("4bXyZ1z234", with: "4bXyZ1z235")))
        #expect(Self.id(resent) != Self.id(resent.replacing("<2@client>", with: "<3@client>")))
    }

    /// If a relay added the date in the second in which we got the mail, the relay is the client.
    @Test func aRelaysDateIsTheClients() {
        let date = "Thu,  1 Jan 2026 12:00:00 +0000 (UTC)"
        let relayed = Self.mail(
            "", "Message-Id: <20260101120000.7C1@relay>\nDate: \(date)\n",
            received: Self.received + "Received: by relay (Postfix, from userid 0) id 7C1; \(date)\n")
        #expect(Self.id(relayed) == Self.id(relayed.replacing("4bXyZ1z234", with: "4bXyZ1z235")))
    }

    /// Jakarta Mail writes the date in Postfix's form, and within the second of arrival it is the same text.
    @Test func aDateInPostfixsFormMayBeTheClients() {
        let date = "Date: Thu, 1 Jan 2026 12:00:00 +0000 (UTC)\n"
        for fields in [
            date + "Message-ID: <1.2.3@client>\n", "Message-ID: <1.2.3@client>\n\(date)MIME-Version: 1.0\n",
            "Message-ID: <1.2.3@client>\n\(date)Content-Type: text/plain\n",
        ] {
            let mail = Self.mail("", fields)
            let again = mail.replacing("4bXyZ1z234", with: "4bXyZ1z235")
                .replacing("Thu,  1 Jan 2026 12:00:00", with: "Thu,  1 Jan 2026 12:00:07")
            #expect(Self.id(mail) == Self.id(again))
        }
    }

    /// Milters and relays may add any number of fields.
    @Test func staysHoweverManyOtherFieldsThereAre() {
        let others = String(repeating: "X-Other: x\n\ty\n", count: 20_000)
        #expect(Self.id(Self.mail(others, "")) == Self.id(Self.plain))
        let identified = Self.mail(others, "Message-ID: <1@client>\nDate: Thu, 1 Jan 2026 11:59:58 +0000\n")
        #expect(Self.id(identified) == Self.id(Self.identified))
        #expect(Self.id(identified) == Self.id(identified.replacing("4bXyZ1z234", with: "4bXyZ1z235")))
    }

    /// Short queue ids repeat: they consist of microseconds and an inode.
    @Test func aShortQueueIDCountsWithItsTime() {
        let short = Self.plain.replacing("4bXyZ1z234", with: "4F1A2B")
        let later = short.replacing("12:00:00", with: "12:00:01")
        #expect(Self.id(short) != Self.id(later))
        #expect(Self.id(Self.plain) == Self.id(Self.plain.replacing("12:00:00", with: "12:00:01")))
    }

    @Test func withoutReceivedTheQueueIDIsTheCommandLines() {
        let bare = Self.mail("", "", received: "")
        #expect(Self.id(bare, queueID: "4bXyZ1z234") != Self.id(bare, queueID: "4bXyZ1z235"))
        #expect(Self.id(bare, queueID: "") == Self.id(bare, queueID: ""))
    }

    /// A milter gets CRLF, and no `Received:` of this host.
    @Test func isTheSameForAMilter() {
        let mail =
            "Subject: Alarm\r\nContent-Type: text/plain;\r\n\tcharset=utf-8\r\nX-Added: yes\r\n\r\nFull\r\n"
        let seen = RawMessage(Array(mail.utf8))
        let id = MessageID(
            user: "alice", phoneNumber: "+12025550123", mail: seen,
            acceptance: Acceptance(queueID: "4bXyZ1z234"))
        #expect(id.description == Self.id(Self.mail("", "Content-Type: text/plain; charset=utf-8\n")))
    }
}
