import Foundation
import Testing

/// What a client may write into MAIL and RCPT, and the notices it gets.
@Suite(.serialized) struct EnvelopeTests {
    /// smtpd(8) removes comments: `(1)2025550123` would become the number +2025550123.
    private static let comments = [
        "<(1)2025550123@smtp.sms-gate.app>", "<2025550123(1)@smtp.sms-gate.app>",
        "<(1(2)3)2025550123@smtp.sms-gate.app>", #"<(1\\)2)2025550123@smtp.sms-gate.app>"#,
        "<+1(202)5550123@smtp.sms-gate.app>", "<2025550123@(1)smtp.sms-gate.app>",
        "<2025550123@smtp.sms-gate.app(1)>", "<2025550123@smtp.(1)sms-gate.app>",
        "(1)2025550123@smtp.sms-gate.app",
        "<2025550123@smtp.sms-gate.app> (1)", "<1(>)2025550123@smtp.sms-gate.app>",
        #"<1(\")2025550123@smtp.sms-gate.app>"#, #"<(1)\"2025550123\"@smtp.sms-gate.app>"#,
        #"<\"1\"2025550123@smtp.sms-gate.app>"#,
        "<@[(1)]:2025550123@smtp.sms-gate.app>", "<(1>2025550123@smtp.sms-gate.app",
        #"<2025550123@smtp.sms-gate.app (\\>)1>"#, #"<2025550123@smtp.sms-gate.app (\">\")1>"#,
    ]

    /// Restrictions do not apply to it (RFC 5321, section 4.5.1), and nobody here reads its mail.
    private static let postmasters = [
        "<postmaster>", "<PostMaster>", "postmaster", "< postmaster >", #"<\"postmaster\">"#,
        #"\"postmaster\""#,
        "<(x)postmaster>", #"<post\\master>"#, "<@a.example:postmaster>", "<<postmaster>>", "<postmaster",
        "postmaster>", #"\x0b<postmaster>"#, #"<\tpostmaster>"#, "<postmaster> NOTIFY=NEVER",
        #"<\"\"postmaster>"#,
        "<postmaster@>", "<postmaster@.>", "<postmaster.>",
    ]

    @Test func aCommentInARecipientMakesNoOtherNumber() async throws {
        try await refuses(Self.comments)
    }

    @Test func nobodyReachesThePostmaster() async throws {
        try await refuses(Self.postmasters)
    }

    /// Refused next to a valid recipient, and no mail is accepted for them, with and without login.
    private func refuses(_ recipients: [String]) async throws {
        try await withGateway(settings: ["smtpd_soft_error_limit=1000", "smtpd_hard_error_limit=1000"]) {
            gateway in
            for login in [Gateway.login(), Array(Gateway.login().prefix(1))] {
                let chunks = recipients.flatMap {
                    [#"MAIL FROM:<>\r\n"#, #"RCPT TO:\#($0)\r\n"#, #"BDAT 6 LAST\r\nhello\n"#, #"RSET\r\n"#]
                }
                let replies = try await gateway.dialogue(login + chunks).dropFirst(login.count)
                try #require(replies.count == chunks.count)
                for (number, recipient) in recipients.enumerated() {
                    let (rcpt, bdat) = (
                        replies[login.count + 4 * number + 1], replies[login.count + 4 * number + 2]
                    )
                    #expect(rcpt.hasPrefix("5"), "\(recipient): \(rcpt)")
                    #expect(
                        bdat.hasPrefix("554 5.5.1 ") || bdat.hasPrefix("503 5.5.1 "), "\(recipient): \(bdat)")
                }
            }
            try await gateway.waitUntilEmpty()
            #expect(gateway.notices.isEmpty)
            #expect(try gateway.gate.messages().isEmpty)
        }
    }

    @Test(arguments: [
        "<+12025550123@smtp.sms-gate.app>", "+12025550123@smtp.sms-gate.app",
        " <12025550123@smtp.sms-gate.app>",
        "< +12025550123@smtp.sms-gate.app >", #"<\"+1 (202) 555-0123\"@smtp.sms-gate.app>"#,
        "<+1-202-555-0123@SMTP.SMS-GATE.APP>", #"<\"+1(202)5550123\"@smtp.sms-gate.app>"#,
        #"<+1\\(202\\)5550123@smtp.sms-gate.app>"#, #"<+1\\2025550123@smtp.sms-gate.app>"#,
        "<+12025550123@smtp.sms-gate.app> NOTIFY=FAILURE,DELAY ORCPT=rfc822;(1)@a.example",
        // As another Postfix passes on its original recipient.
        #"<\"+1 (202) 555-0123\"@smtp.sms-gate.app> ORCPT=rfc822;\"+2B1+20(202)+20555-0123\"@smtp.sms-gate.app"#,
        #"<+12025550123@smtp.sms-gate.app> ORCPT=rfc822;+2B1\\(202\\)5550123@a.example NOTIFY=NEVER"#,
        #"<+12025550123@smtp.sms-gate.app> ORCPT=rfc822;\"a\\\"b\"@a.example"#,
    ])
    func aRecipientMayBeWrittenAsDevicesDo(recipient: String) async throws {
        try await withGateway { gateway in
            let replies = try await gateway.dialogue(
                Gateway.login() + Gateway.transaction(mail: #"\r\nHello\r\n.\r\n"#, to: recipient))
            #expect(replies.last?.hasPrefix("250 2.0.0 Ok") == true, "\(replies)")
            _ = try await gateway.status(after: 1)
            #expect(try gateway.gate.messages().map(\.phoneNumbers) == [[Gateway.phone]])
        }
    }

    /// The table's text at DATA and BDAT as well, if nothing refuses the recipient before.
    @Test func withoutALoginNoMailIsTaken() async throws {
        try await withGateway { gateway in
            try await gateway.change("smtpd_command_filter=", "smtpd_client_restrictions=")
            for tls in [false, true] {
                let replies = try await gateway.dialogue(
                    [
                        #"EHLO client.example\r\n"#, #"MAIL FROM:<a@example.com>\r\n"#,
                        #"RCPT TO:<postmaster>\r\n"#,
                        #"DATA\r\n"#, #"BDAT 6 LAST\r\nhello\n"#,
                    ], tls: tls)
                #expect(replies[2].hasPrefix("250 2.1.5 Ok"), "\(replies)")
                for reply in replies[3...] {
                    #expect(
                        reply.hasPrefix("530 5.7.0 ") && reply.hasSuffix("Authentication required"),
                        "\(replies)")
                }
            }
            try await gateway.waitUntilEmpty()
            #expect(gateway.notices.isEmpty)
        }
    }

    /// An account must not be able to mail arbitrary text to strangers as a bounce.
    @Test func aBounceCarriesTheHeaderOnly() async throws {
        try await withGateway { gateway in
            // Refused at delivery, because there is no text.
            let mail =
                "Subject: x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nU0VDUkVUQ09OVEVOVA==\n"
            let senders = [
                "<a@b.example>", "<a@b.example> RET=FULL", "<a@b.example> ret=full SIZE=100",
                "<a@b.example> RET=HDRS",
                #"<a@b.example>\tSIZE=100  RET=FULL BODY=8BITMIME AUTH=<>\t"#, "a@b.example RET=FULL",
                #"<\"a RET=HDRS \"@b.example> RET=FULL"#, #"<\"a RET=HDRS\"@b.example>"#,
                "< a@b.example > RET=FULL",
                #"<\"a> RET=HDRS <\"@b.example> RET=FULL"#,
                "<a@b.example> AUTH=<x@RET=HDRS> RET=FULL ENVID=RET=HDRS",
                #"<\"a\\\" RET=HDRS\"@b.example>"#,
                #"<a@b.example> ENVID=\"RET=HDRS\" RET=FULL AUTH=\"a\"@b.example"#,
            ]
            for sender in senders {
                let replies = try await gateway.dialogue(
                    Gateway.login() + Gateway.transaction(mail: escaped(mail) + #".\r\n"#, from: sender))
                #expect(replies.last?.hasPrefix("250 2.0.0 Ok") == true, "\(sender): \(replies)")
            }
            let bdat = try await gateway.dialogue(
                Gateway.login()
                    + Gateway.transaction(
                        mail: escaped(mail, lineEnd: #"\n"#), from: "<a@b.example> RET=FULL",
                        bdat: mail.utf8.count))
            #expect(bdat.last?.hasPrefix("250 2.0.0 Ok") == true, "\(bdat)")
            try await gateway.waitUntilEmpty()
            #expect(gateway.notices.count == senders.count + 1)
            for notice in gateway.notices {
                #expect(notice.contains("Content-Type: text/rfc822-headers\n"))
                #expect(!notice.contains("U0VDUkVUQ09OVEVOVA"), "\(notice)")
            }
            #expect(try gateway.gate.messages().isEmpty)
        }
    }

    /// If the table of commands is uncertain, smtpd(8) refuses: RET is never passed on.
    @Test(arguments: [
        "<a@b.example> RET=FULL RET=HDRS", "<a@b.example> RET=HDRS RET=FULL", "<a@b.example> RET=",
        "<a@b.example>RET=FULL",
        #"<a@b.example> ENVID=\"x RET=FULL"#, #"<a@b.example> ENVID=<x RET=FULL"#,
        #"<a@b.example> X\\ RET=FULL"#,
        #"<\"a@b.example> RET=FULL"#, "<<a@b.example> RET=FULL", "to:RET=FULL", "<a@b.example> to:RET=FULL",
        "<a@b.example> RET=NONE", #"\"a RET=FULL"#, #"<a@b.example> RET=\"FULL\""#,
        #"<a@b.example> ENVID=\" RET=HDRS \" RET=FULL"#, #"<a@b.example> ENVID=\"\\\" RET=HDRS \"x RET=FULL"#,
    ])
    func aSenderThatCanBeReadInTwoWaysIsRefused(sender: String) async throws {
        try await withGateway { gateway in
            let replies = try await gateway.dialogue(
                Gateway.login() + [#"MAIL FROM:\#(sender)\r\n"#])
            #expect(replies.last?.hasPrefix("5") == true, "\(replies)")
        }
    }
}

extension Gateway {
    /// Gives options of both submission services other values.
    func change(_ options: String...) async throws {
        let settings = options.flatMap { option in
            [submissionPort, submissionsPort].map { "127.0.0.1:\($0)/inet/\(option)" }
        }
        let changed = try await command("postconf", ["-c", folder + "/etc", "-P"] + settings)
        try #require(changed.status == 0, "\(changed.errors)")
        try await reload()
    }
}
