import Foundation
import Testing

/// A program that submits one mail and shows the server's reply to it.
enum ReplyClient: String, CaseIterable {
    case curl, smtplib, swaks

    /// The reply to the mail, as it came.
    ///
    /// - Parameter login: `user:password`; nil: none
    func submit(_ mail: String, to recipient: String, login: String?, _ gateway: Gateway, tls: Bool)
        async throws -> String
    {
        switch self {
        case .curl:
            let result = try await gateway.curl(mail, to: [recipient], login: login, tls: tls)
            return Self.lastReply(in: result.errors, after: /<[ ]/)
        case .smtplib:
            let mail = Submission.Mail(mail, to: [recipient])
            return try #require(try await gateway.submit([mail], login: login, tls: tls).first)
        case .swaks:
            let port = tls ? gateway.submissionsPort : gateway.submissionPort
            var arguments = [
                "--server", "127.0.0.1:\(port)", "--from", "sender@example.com",
                // An argument that begins with + is an option to swaks.
                "--to", String(recipient.trimmingPrefix("+")), "--data",
                mail,
            ]
            if tls { arguments.append("--tls-on-connect") }
            if let login {
                let words = login.split(separator: ":", maxSplits: 1).map(String.init)
                arguments += ["--auth", "PLAIN", "--auth-user", words[0], "--auth-password", words[1]]
            }
            let result = try await command("swaks", arguments)
            return Self.lastReply(in: result.output, after: /<[-~*]*[ ]+/)
        }
    }

    /// The last one before the reply to QUIT.
    private static func lastReply(in text: String, after mark: Regex<Substring>) -> String {
        text.split(separator: "\n").filter { $0.starts(with: mark) }.map { String($0.trimmingPrefix(mark)) }
            .last { !$0.hasPrefix("221 ") } ?? text
    }
}

/// A row of the reply table, and how it comes about.
struct ReplyRow {
    /// As the client hears it. `*` at its end stands for any text, `$D` for the gateway's folder.
    let reply: String
    var mail = "Subject: Test\n\nHello\n"
    var recipient = Gateway.recipient
    var login: String? = "alice:correct horse"
    /// Of SMSGate.
    var answer = "ok"
    var timeout = "30s"
    var configuration = ""
    /// For main.cf.
    var settings: [String] = []
    /// The shell breaks something, in the gateway's folder.
    var command = ":"
    var isSent = false

    static let table = [
        ReplyRow(reply: "250 2.0.0 Ok: queued as *", isSent: true),
        ReplyRow(reply: "550 5.6.0 Message body is empty", mail: "Subject: Test\n\n \n"),
        ReplyRow(
            reply: "550 5.6.0 Message is encrypted",
            mail: """
                Subject: ...
                MIME-Version: 1.0
                Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b

                --b
                Content-Type: application/pgp-encrypted

                Version: 1
                --b
                Content-Type: application/octet-stream

                -----BEGIN PGP MESSAGE-----

                hQEMA1
                -----END PGP MESSAGE-----
                --b--

                """),
        ReplyRow(
            reply: "550 5.3.4 Message too long", mail: "\n" + String(repeating: "Hello\n", count: 60),
            configuration: "long_message = reject\nmax_segments = 2"),
        ReplyRow(reply: "535 5.7.8 Authentication failed", login: "mallory:old password"),
        ReplyRow(
            reply: "451 4.3.0 Temporary failure, try again later", login: "mallory:old password",
            answer: "status=503,on=health"),
        ReplyRow(reply: "450 4.3.0 Temporary failure, try again later", answer: "status=429"),
        ReplyRow(reply: "450 4.3.0 Temporary failure, try again later", login: "carol:no device"),
        ReplyRow(reply: "550 5.3.0 Message delivery failed", answer: "status=500"),
        ReplyRow(
            reply: "451 4.3.0 Temporary failure, try again later", answer: "status=503",
            configuration: "status_policy = precise"),
        ReplyRow(reply: "451 4.4.2 Timeout", answer: "hang", timeout: "1s"),
        ReplyRow(
            reply: "451 4.4.1 Cannot reach SMSGate: *",
            command: "sed -i 's|^smsgate_url.*|smsgate_url = http://127.0.0.1:1|' etc/postsms.cf"),
        ReplyRow(
            reply: "451 4.3.5 Local configuration error: $D/etc/postsms.cf:*",
            command: "echo 'smsgate_urk = x' >> etc/postsms.cf"),
        ReplyRow(
            reply: "451 4.3.5 Local configuration error: $D/credentials:*",
            command: "echo 'no colon in this line' >> credentials"),
        ReplyRow(
            reply: "451 4.3.5 Local configuration error: $D/credentials*", command: "chmod o+r credentials"),
        ReplyRow(
            reply: "451 4.3.5 Local configuration error: $D/credentials*",
            command: "mv credentials away"),
        ReplyRow(
            reply: "451 4.3.5 Local configuration error: smsgate_url: unexpected answer",
            answer: "redirect=http://127.0.0.1:1/"),
        ReplyRow(reply: "535 5.7.8 Authentication failed", command: "sed -i /^alice/d credentials"),
        ReplyRow(
            reply: "530 5.7.0 Authentication required", login: nil,
            settings: ["postsms_client_restrictions=permit"]),
        ReplyRow(
            reply: "550 5.1.2 Invalid recipient domain", recipient: "somebody@example.com",
            settings: ["postsms_recipient_restrictions=check_recipient_access static:OK, reject"]),
        ReplyRow(
            reply: "550 5.1.3 Invalid phone number format", recipient: "bob@smtp.sms-gate.app",
            settings: ["postsms_recipient_restrictions=check_recipient_access static:OK, reject"]),
        ReplyRow(
            reply: "550 5.1.3 Invalid recipient format", recipient: "@smtp.sms-gate.app",
            settings: ["postsms_recipient_restrictions=check_recipient_access static:OK, reject"]),
    ]
}

/// What clients hear of a mail while they wait.
@Suite struct MilterReplyTests {
    /// Each row through each client on both ports. What was taken or refused never reaches the queue.
    @Test(arguments: Set(ReplyRow.table.map(\.settings)).sorted { $0.count < $1.count })
    func clientsHearWhatBecameOfTheirMail(settings: [String]) async throws {
        try await withGateway(settings: settings, milter: true) { gateway in
            try await gateway.giveLoginsFilesOfTheirOwn()
            try await shell("mkdir saved; cp -p etc/postsms.cf credentials saved", gateway)
            for row in ReplyRow.table where row.settings == settings {
                try await shell("cp -p saved/postsms.cf etc; cp -p saved/credentials .", gateway)
                try gateway.setConfiguration(
                    gateway.configuration.replacing(
                        "smsgate_timeout = 30s", with: "smsgate_timeout = \(row.timeout)")
                        + row.configuration + "\n")
                try await gateway.gate.answer(row.answer)
                try await shell(row.command, gateway)
                try await check(row, gateway)
            }
        }
    }

    private func check(_ row: ReplyRow, _ gateway: Gateway) async throws {
        let expected = row.reply.replacing("$D", with: gateway.folder)
        let sent = try gateway.gate.messages().count
        let lines = gateway.milterStatusLines.count
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in ReplyClient.allCases {
                for tls in [false, true] {
                    group.addTask {
                        let reply = try await client.submit(
                            row.mail, to: row.recipient, login: row.login, gateway, tls: tls)
                        let isRight =
                            expected.hasSuffix("*")
                            ? reply.hasPrefix(expected.dropLast()) : reply == expected
                        #expect(isRight, "\(client), TLS \(tls), \(row.reply): \(reply)")
                    }
                }
            }
            try await group.waitForAll()
        }
        let count = ReplyClient.allCases.count * 2
        #expect(gateway.milterStatusLines.count - lines == count, "\(row.reply): \(gateway.milterLog)")
        #expect(try gateway.gate.messages().count - sent == (row.isSent ? count : 0), "\(row.reply)")
        #expect(try await gateway.queue.contains("Mail queue is empty"), "\(row.reply)")
        #expect(gateway.statusLines.isEmpty && gateway.notices.isEmpty, "\(row.reply): \(gateway.log)")
    }

    private func shell(_ script: String, _ gateway: Gateway) async throws {
        let result = try await command("sh", ["-ec", "cd \(gateway.folder); \(script)"])
        try #require(result.status == 0, "\(result.errors)")
    }
}
