import Foundation
import Testing

/// Mails with bare LF line ends: where the mail ends, and what happens to its lines.
@Suite(.serialized) struct BareNewlineTests {
    /// Text that a web form passes on unchanged. It would be commands if the mail ended before it.
    @Test(arguments: [#"\n.\r\n"#, #"\n.\n"#, #"\r\n.\n"#, #"\r.\r\n"#, #"\n.\r"#, #"\r\n.\r"#])
    func endNoMailSoThatItsTextIsNoCommand(end: String) async throws {
        try await withGateway { gateway in
            for tls in [false, true] {
                let mail =
                    #"Subject: contact form\r\n\r\nhello"# + end
                    + #"MAIL FROM:<x@example.com>\r\nRCPT TO:<+12025550999@smtp.sms-gate.app>\r\nDATA\r\n"#
                    + #"Subject: y\r\n\r\nsmuggled\r\n.\r\n"#
                let replies = try await gateway.dialogue(
                    Gateway.login() + Gateway.transaction(mail: mail) + [#"QUIT\r\n"#], tls: tls)
                #expect(replies.count == 7)
                #expect(replies[5].hasPrefix("250 2.0.0 Ok"), "\(replies)")
                #expect(replies[6].hasPrefix("221 "), "\(replies)")
            }
            try await gateway.waitUntilEmpty()
            let messages = try gateway.gate.messages()
            #expect(messages.map(\.phoneNumbers) == [[Gateway.phone], [Gateway.phone]])
            #expect(messages.allSatisfy { $0.textMessage.text.hasPrefix("hello") })
            #expect(messages.allSatisfy { $0.textMessage.text.contains("smuggled") })
        }
    }

    /// From clients that send LF instead of CRLF, text after a line `.` arrives, but the line itself does
    /// not.
    @Test(arguments: [
        (#"\n"#, "Backup report srv1\nTAPE 4 FAILED, 5 V"),
        (#"\r\n"#, "Backup report srv1\n.\nTAPE 4 FAILED, 5 V"),
    ])
    func aLineOfOneDotEndsNoMail(lineEnd: String, text: String) async throws {
        try await withGateway { gateway in
            // A client that sends CRLF doubles the dot.
            let dot = lineEnd == #"\n"# ? "." : ".."
            let mail =
                ["Subject: nightly", "", "Backup report srv1", dot, "TAPE 4 FAILED, 5 V"].map { $0 + lineEnd }
                .joined()
            for tls in [false, true] {
                let replies = try await gateway.dialogue(
                    Gateway.login() + Gateway.transaction(mail: mail + #"\r\n.\r\n"#), tls: tls)
                #expect(replies.last?.hasPrefix("250 2.0.0 Ok") == true, "\(replies)")
            }
            _ = try await gateway.status(after: 2)
            #expect(try gateway.gate.texts() == [text, text])
        }
    }

    /// curl sends the lines of its file unchanged, and doubles only dots after CRLF.
    @Test func aMailFromCurlArrivesWhole() async throws {
        try await withGateway { gateway in
            let mail = "Subject: nightly\n\nBackup report srv1\n.\nTAPE 4 FAILED, change it today\n"
            for tls in [false, true] {
                #expect(try await gateway.curl(mail, tls: tls).status == 0)
            }
            _ = try await gateway.status(after: 2)
            #expect(
                try gateway.gate.texts()
                    == Array(repeating: "Backup report srv1\nTAPE 4 FAILED, change it today", count: 2))
        }
    }

    /// Next to a bare LF smtpd(8) takes an unstuffed leading dot for a stuffed one, as the manual says. BDAT
    /// does not use dots and keeps everything.
    @Test(
        arguments: [
            (#"Subject: x\r\n\r\nNow\r\n..5 V\r\n.\r\n"#, nil, "Now\n.5 V"),
            (#"Subject: x\n\nNow\n..5 V\r\n.\r\n"#, nil, "Now\n.5 V"),
            (#"Subject: x\n\nNow\n.5 V\r\n.\r\n"#, nil, "Now\n5 V"),
            (#"Subject: x\n\nNow\n.\n.5 V\n"#, 23, "Now\n.\n.5 V"),
            (#"Subject: x\r\n\r\nNow\r\n.\n.5 V\n"#, 26, "Now\n.\n.5 V"),
        ] as [(String, Int?, String)])
    func aLeadingDotIsKeptWhereItIsDoubledAndWithBDAT(mail: String, bdat: Int?, text: String) async throws {
        try await withGateway { gateway in
            let replies = try await gateway.dialogue(
                Gateway.login() + Gateway.transaction(mail: mail, bdat: bdat))
            #expect(replies.last?.hasPrefix("250 2.0.0 Ok") == true, "\(replies)")
            _ = try await gateway.status(after: 1)
            #expect(try gateway.gate.texts() == [text])
        }
    }
}
