import Foundation
import Testing

/// The same message id in both roles: a message whose end the milter does not know goes on to the queue, and pipe(8) must
/// not make a second SMS of it.
@Suite struct MilterMessageIDTests {
    /// A mail as it is on the wire: LF stands for CRLF, `<CR>` for a bare CR, `<LF>` for a bare LF.
    struct Kind {
        let name: String
        let mail: String
        var to = "+1202555%@\(Gateway.domain)"
        var login = "alice:correct horse"

        var wire: String {
            let text = mail.replacing("\n", with: "\r\n").replacing("<LF>", with: "\n")
                .replacing("<CR>", with: "\r")
            return latin1(text) + (text.hasSuffix("\r\n") || text.isEmpty ? "" : "\r\n") + ".\r\n"
        }
    }

    private static func date(_ age: TimeInterval = 0, comment: Bool = false) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = comment ? "EEE, d MMM yyyy HH:mm:ss Z '(UTC)'" : "EEE, d MMM yyyy HH:mm:ss Z"
        formatter.timeZone = TimeZone(identifier: "UTC")
        return formatter.string(from: Date().addingTimeInterval(-age))
    }

    private static let identified = "Message-ID: <%@client.example>\nDate: \(date(60))\n"

    static let kinds: [Kind] = fields + bodies

    private static let fields: [Kind] = [
        Kind(name: "neither", mail: "Subject: Test\n\nHello"),
        Kind(name: "both", mail: identified + "Subject: Test\n\nHello"),
        Kind(name: "both at the end", mail: "Subject: Test\n" + identified + "\nHello"),
        Kind(name: "a Message-ID alone", mail: "Message-ID: <%@client.example>\n\nHello"),
        Kind(name: "a Date alone", mail: "Date: \(date(60))\n\nHello"),
        Kind(name: "an old Date", mail: "Message-ID: <%@client.example>\nDate: \(date(200_000))\n\nHello"),
        Kind(name: "a Date to come", mail: "Message-ID: <%@client.example>\nDate: \(date(-5_000))\n\nHello"),
        Kind(name: "no date", mail: "Message-ID: <%@client.example>\nDate: soon\n\nHello"),
        Kind(
            name: "a Date of this moment with a comment",
            mail:
                "Date: \(date(comment: true))\nFrom: a@b.example\nMessage-ID: <%@client.example>\nSubject: x\n\nHello"
        ),
        Kind(
            name: "two dates",
            mail: "Date: \(date(60))\nDate: \(date(90_000))\nMessage-ID: <%@c.example>\n\nHello"),
        Kind(name: "empty fields", mail: "Message-ID:\nDate: \nSubject:\n\nHello"),
        Kind(
            name: "capitals",
            mail: "MESSAGE-ID: <%@client.example>\nDATE: \(date(60))\nSUBJECT: Test\n\nHello"),
        Kind(
            name: "resent",
            mail: "Resent-Message-ID: <r%@client.example>\nResent-Date: \(date(60))\n" + identified
                + "\nHello"),
        Kind(name: "resent without an id", mail: "Resent-From: a@b.example\n" + identified + "\nHello"),
        Kind(
            name: "resent without a date",
            mail: "Resent-Message-ID: <r%@client.example>\nResent-From: a@b.example\n" + identified
                + "\nHello"),
        Kind(
            name: "resent with a date only",
            mail: "Resent-Date: \(date(60))\nResent-To: a@b.example\n" + identified + "\nHello"),
        Kind(
            name: "dropped fields",
            mail: "Bcc: x@y.example\nContent-Length: 5\nReturn-Path: <a@b>\nResent-Bcc: z\n\nHello"),
        Kind(
            name: "folded fields",
            mail:
                "Subject: one\n two\n\tthree\nContent-Type: text/plain;\n\tcharset=utf-8\nDate:\n \(date(60))\n\nHello"
        ),
        Kind(name: "a field of white space", mail: "Subject: \n \n\t \nContent-Type: text/plain\n\nHello"),
        Kind(
            name: "spaces before the colon",
            mail: "Subject : Test\nContent-Type \t: text/plain\nDate  :\(date(60))\n\nHello"),
        Kind(name: "no space behind the colon", mail: "Subject:Test\nMIME-Version:1.0\n\nHello"),
        Kind(name: "odd names", mail: "Content-\u{e9}: x\nSubject: Test\n\nHello"),
        Kind(name: "more odd names", mail: "Content-!#$%&'*: x\nContent-: y\n: z\n\nHello"),
        Kind(
            name: "8-bit in a field",
            mail: "Subject: K\u{fc}hlraum \u{1F321}\nContent-Description: \u{fc}\n\nHello"),
        Kind(name: "NUL in a field", mail: "Subject: a\0b\n c\nContent-Description: \0\n\nHello"),
        Kind(name: "NUL in a name", mail: "Sub\0ject: a\n\nHello"),
        Kind(name: "CR in a field", mail: "Subject: a<CR>b<CR>\nContent-Description: <CR>\n\nHello"),
        Kind(name: "CR in a name", mail: "Sub<CR>ject: a\n\nHello"),
        Kind(name: "CR before a field", mail: "<CR>Subject: a\nContent-Type: text/plain\n\nHello"),
        Kind(name: "CR before the empty line", mail: "Subject: a\n<CR>\nHello"),
        Kind(name: "LF only", mail: "Subject: Test<LF>Content-Type: text/plain<LF><LF>Hello<LF>there<LF>"),
        Kind(name: "bare LF in a field", mail: "Subject: Test<LF>Content-Description: x\n y<LF> z\n\nHello"),
        Kind(name: "no header", mail: "\nHello"),
        Kind(name: "nothing but a text", mail: "Hello, you\nSubject: no\n\nbye"),
        Kind(name: "header without an empty line", mail: "Subject: Test\nHello, you\n"),
        Kind(name: "a continuation first", mail: " Hello\nSubject: Test\n\nbye"),
        Kind(name: "an mbox line", mail: "From a@b.example Thu Jan  1 00:00:00 2026\nSubject: Test\n\nHello"),
        Kind(
            name: "a quoted mbox line",
            mail: ">From a@b.example Thu Jan  1 00:00:00 2026\nSubject: Test\n\nHello"),
        Kind(
            name: "a long field",
            mail: "Subject: \(String(repeating: "long ", count: 30_000))\nContent-Type: text/plain\n\nHello"),
        Kind(
            name: "a long folded field",
            mail:
                "Subject: x\n\(String(repeating: " \(String(repeating: "y", count: 900))\n", count: 200))\nHello"
        ),
        Kind(
            name: "a field above the limit by one",
            mail: "Content-Description: \(String(repeating: "z", count: 102_400))\n\nHello"),
        Kind(
            name: "more fields than are kept",
            mail: String(repeating: "Content-X : a \n", count: 10_100) + "Subject : Test\n\nHello"),
        Kind(
            name: "as many fields as are kept",
            mail: String(repeating: "Content-X: a\n", count: 9_999) + "Subject: Test\n\nHello"),
        Kind(
            name: "fields of relays",
            mail: "Received: from a by b id 4abcz1; \(date(120))\nReceived: by c; \(date(130))\nX-Spam: no\n"
                + identified
                + "\nHello"),
        Kind(
            name: "a field of a relay of this moment",
            mail:
                "Received: by b id 4abcz1; \(date(comment: true))\nMessage-ID: <%@c.example>\nDate: \(date(comment: true))\n\nHello"
        ),
        Kind(name: "a Received without anything", mail: "Received:\nReceived: ;\n\nHello"),
    ]

    private static let bodies: [Kind] = [
        Kind(name: "line ends at the end", mail: "\nHello\n\n\n\n"),
        Kind(name: "CR at the end", mail: "\nHello<CR>\n<CR><CR>\n"),
        Kind(name: "line ends at the begin", mail: "Subject: Test\n\n\n\nHello"),
        Kind(name: "a body like a header", mail: "Subject: Test\n\nSubject: Other\nDate: \(date())\n\nHello"),
        Kind(name: "a body like a continuation", mail: "Subject: Test\n\n Hello\n\tyou"),
        Kind(name: "no header, and a body like one", mail: "\nSubject: Hello\n"),
        Kind(name: "8-bit", mail: "\nK\u{fc}hlraum \u{1F321}\n"),
        Kind(name: "NUL", mail: "\nHello\0there\n\0\nbye\n"),
        Kind(name: "bare CR", mail: "\nHello<CR>there<CR><CR>bye<CR>\n<CR>\nx<CR><CR>\n"),
        Kind(name: "bare LF", mail: "\nHello<LF>there<LF><LF>bye\n"),
        Kind(name: "dots", mail: "\n..\n..Hello\n...\n....\nbye"),
        Kind(name: "a dot behind a bare LF", mail: "\nx<LF>.5 V<LF>..<LF>bye"),
        Kind(name: "a long line", mail: "\n\(String(repeating: "long ", count: 3_000))\nHello"),
        Kind(name: "a very long line", mail: "\n\(String(repeating: "long ", count: 60_000))"),
        Kind(
            name: "lines of the limit",
            mail: "\n"
                + [2046, 2047, 2048, 2049, 4096].map { String(repeating: "x", count: $0) + "\n" }.joined()),
        Kind(
            name: "lines of 64 KiB",
            mail: "\n" + String(repeating: String(repeating: "w", count: 65_533) + "\n", count: 4)),
        Kind(name: "a quoted recipient", mail: "\nHello", to: #""+1 (202) 555-%"@\#(Gateway.domain)"#),
        Kind(name: "a recipient in capitals", mail: "\nHello", to: "+1202555%@SMTP.SMS-GATE.APP."),
        Kind(name: "a user in capitals", mail: "\nHello", login: "ALICE:correct horse"),
        Kind(name: "a user in other capitals", mail: identified + "\nHello", login: "Alice:correct horse"),
    ]

    /// Postfix adds a Date and more to the mail of clients on its own addresses, and nothing to that of others.
    @Test(arguments: ["permit_inet_interfaces", ""])
    func aMessageThatGoesOnToTheQueueMakesNoSecondSMS(ownClients: String) async throws {
        try await withGateway(
            settings: ["local_header_rewrite_clients=\(ownClients)"],
            configuration: "when_unavailable = queue\nmax_segments = 1", milter: true
        ) { gateway in
            // SMSGate takes each message, and nobody hears of it.
            try await gateway.gate.answer("cut,accept")
            for (login, kinds) in Dictionary(grouping: Self.kinds.indices, by: { Self.kinds[$0].login }) {
                let replies = try await gateway.submit(
                    kinds.map { index in
                        let number = Self.number(index)
                        return Submission.Mail(
                            wire: Self.kinds[index].wire.replacing("%", with: number),
                            to: [Self.kinds[index].to.replacing("%", with: number)])
                    }, login: login)
                for (index, reply) in zip(kinds, replies) {
                    #expect(reply.hasPrefix("250 2.0.0 Ok: queued"), "\(Self.kinds[index].name): \(reply)")
                }
            }
            _ = try await gateway.status(after: Self.kinds.count)
            try await gateway.gate.answer("ok")
            try await gateway.flush()
            try await gateway.waitUntilEmpty()
            let sent = try Dictionary(grouping: gateway.gate.messages()) { $0.phoneNumbers.first }
            for (index, kind) in Self.kinds.enumerated() {
                #expect(sent["+1202555\(Self.number(index))"]?.count == 1, "\(kind.name)")
            }
            let settled = gateway.statusLines.filter { $0.contains("status=sent") }
            #expect(settled.allSatisfy { $0.contains("SMSGate had it already") })
            #expect(gateway.notices.isEmpty)
        }
    }

    private static func number(_ index: Int) -> String { "\(1000 + index)" }

    @Test func aClientThatSendsAgainAfterALostReplyMakesNoSecondSMS() async throws {
        try await withGateway(milter: true) { gateway in
            try await gateway.gate.answer("cut,accept")
            let mail = Self.identified + "\nHello"
            for _ in 1...2 { #expect(try await gateway.submit(mail).hasPrefix("451 4.4.1 ")) }
            try await gateway.gate.answer("ok")
            #expect(try await gateway.submit(mail).hasPrefix("250 "))
            #expect(try gateway.gate.texts() == ["Hello"])
            #expect(try #require(gateway.milterStatusLines.last).contains("SMSGate had it already"))
            #expect(try await gateway.submit("\nHello").hasPrefix("250 "))
            #expect(try gateway.gate.texts() == ["Hello", "Hello"])
        }
    }
}
