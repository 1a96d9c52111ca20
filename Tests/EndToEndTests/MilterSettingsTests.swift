import Foundation
import Testing

/// A milter that runs on: files that change, metrics, and the log.
@Suite struct MilterSettingsTests {
    private static let mail = "Subject: Test\n\nHello\n"

    /// One client, and so one connection to the milter, all the time.
    @Test func eachMessageMeetsTheFilesAsTheyAreThen() async throws {
        try await withGateway(milter: true) { gateway in
            let configuration = try gateway.configuration
            let steps: [(change: () throws -> Void, reply: String)] = [
                ({}, "250 "),
                ({ try gateway.setCredentials("bob:battery") }, "535 5.7.8 Authentication failed"),
                (
                    { try gateway.setCredentials("alice") },
                    "451 4.3.5 Local configuration error: \(gateway.folder)/credentials: line 1: "
                ),
                ({ try gateway.setCredentials(Gateway.credentials) }, "250 "),
                ({ try gateway.setConfiguration(configuration + "subject = prefix\n") }, "250 "),
                (
                    { try gateway.setConfiguration(configuration + "subject = perhaps\n") },
                    "451 4.3.5 Local configuration error: \(gateway.folder)/etc/postsms.cf:"
                ),
                (
                    { try FileManager.default.removeItem(atPath: gateway.folder + "/etc/postsms.cf") },
                    "451 4.3.5 Local configuration error: \(gateway.folder)/etc/postsms.cf"
                ),
                (
                    {
                        try gateway.setConfiguration(
                            configuration + "max_segments = 1\nlong_message = reject\n")
                    }, "250 "
                ),
                (
                    { try gateway.setConfiguration(configuration + "recipient_domain = sms.example\n") },
                    "550 5.1.2 Invalid recipient domain"
                ),
                ({ try gateway.setConfiguration(configuration) }, "250 "),
            ]
            func file(_ index: Int) -> String { "\(gateway.folder)/step-\(index)" }
            let mails = steps.indices.map { Submission.Mail(Self.mail, after: file($0)) }
            async let sent = gateway.submit(mails)
            for (index, step) in steps.enumerated() {
                try await gateway.waitUntilReached(file(index))
                try step.change()
                gateway.release(file(index))
            }
            let replies = try await sent
            try #require(replies.count == steps.count)
            for (reply, step) in zip(replies, steps) { #expect(reply.hasPrefix(step.reply), "\(reply)") }
            #expect(try gateway.gate.texts() == ["Hello", "Hello", "Test: Hello", "Hello", "Hello"])
            #expect(gateway.statusLines.isEmpty)
        }
    }

    // MARK: Metrics

    private static let names = [
        "email2sms_bridge_emails_received_total", "email2sms_bridge_sms_sent_total",
        "email2sms_bridge_sms_failed_total", "email2sms_smsgate_sms_sent_total",
        "email2sms_smsgate_sms_failed_total", "email2sms_smsgate_auth_failures_total",
    ]

    private func counts(_ path: String) -> [Int]? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        return Self.names.map { name in
            lines.first { $0.count == 2 && $0[0] == name }.flatMap { Int($0[1]) } ?? -1
        }
    }

    /// The counts are those of pipe for the same messages: see MetricsTests.
    @Test func whatBecameOfMessagesIsInTheFileAtTheEnd() async throws {
        try await withGateway(milter: true) { gateway in
            let path = try await gateway.makeMetricsFolder()
            let empty = "Subject: empty\n\n\n"
            for (login, mail, answer, reply) in [
                ("alice:correct horse", Self.mail, "ok", "250"),
                ("alice:correct horse", Self.mail, "ok", "250"),
                ("carol:no device", Self.mail, "ok", "450"), ("mallory:old password", Self.mail, "ok", "535"),
                ("alice:correct horse", empty, "ok", "550"),
                ("alice:correct horse", Self.mail, "status=503", "550"),
            ] {
                try await gateway.gate.answer(answer)
                #expect(try await gateway.submit(mail, login: login).hasPrefix(reply))
            }
            try gateway.signalMilter(SIGTERM)
            try await gateway.waitForEndOfMilter()
            #expect(counts(path) == [6, 2, 4, 2, 2, 2])
        }
    }

    /// Clients connect all the time, and the milter lives on.
    @Test func aBusyMilterWritesTheFile() async throws {
        try await withGateway(milter: true) { gateway in
            let path = try await gateway.makeMetricsFolder()
            _ = try await eventually("messages are in the file") {
                let reply = try await gateway.submit(Self.mail)
                #expect(reply.hasPrefix("250 "))
                return counts(path).flatMap { $0[0] > 0 ? true : nil }
            }
        }
    }

    // MARK: The log

    @Test func eachRecipientHasALineOfPostfixsForm() async throws {
        try await withGateway(milter: true) { gateway in
            let replies = try await gateway.submit([
                Submission.Mail(
                    Self.mail,
                    to: [#""+1 (202) 555-0101"@\#(Gateway.domain)"#, "+12025550102@\(Gateway.domain)"]),
                Submission.Mail("\n \n"),
            ])
            let queueID = try #require(replies[0].firstMatch(of: /queued as (\S+)/)).1
            let lines = gateway.milterStatusLines.map { String($0.drop { $0 != "]" }.dropFirst(3)) }
            try #require(lines.count == 3, "\(gateway.milterLog)")
            for (line, recipient) in zip(lines, [#""+1 (202) 555-0101""#, "+12025550102"]) {
                let start = "\(queueID): to=<\(recipient)@\(Gateway.domain)>, relay=postsms, delay="
                #expect(line.hasPrefix(start), "\(line)")
                let rest =
                    /\d+\.\d\d, dsn=2\.0\.0, status=sent \(2\.0\.0 250 Message accepted id=[0-9a-f]{32} segments=1 encoding=GSM-7\)/
                #expect(line.dropFirst(start.count).wholeMatch(of: rest) != nil, "\(line)")
            }
            #expect(lines[2].contains(/^[0-9A-Za-z]+: to=<\+12025550123@/))
            #expect(lines[2].hasSuffix(", dsn=5.6.0, status=bounced (5.6.0 550 Message body is empty)"))
        }
    }

    /// In smtpd's place, since smtpd lets none of this through.
    @Test func nothingForgesALineAndNoPasswordIsLogged() async throws {
        try await withGateway(milter: true) { gateway in
            let forged =
                "\nJan  1 00:00:00 mx postsms/milter[1]: forged: to=<a@b>, relay=postsms, status=sent (x)"
            let recipient = "+12025550123\(forged)@\(Gateway.domain)"
            let answers = try await MilterConversation(
                socket: gateway.milterSocket,
                connections: [
                    [MilterConversation.offer] + MilterConversation.message(to: [recipient]),
                    [MilterConversation.offer] + MilterConversation.message(user: "alice\(forged)"),
                    [MilterConversation.offer] + MilterConversation.message(queueID: "4TESTz1\(forged)"),
                    [MilterConversation.offer] + MilterConversation.message(to: ["\r\u{1b}[31m\u{85}\0@x"]),
                    [MilterConversation.offer] + MilterConversation.message(user: "mallory"),
                    [MilterConversation.offer, ["L", "a\(forged)\0 b\0"], ["E", ""]],
                ]
            ).answers()
            #expect(
                answers == [
                    ["O", "y"], ["O", "y"], ["O", "d"], ["O", "y"], ["O", "y"], ["O", "closed"],
                ])
            #expect(gateway.milterStatusLines.count == 5)
            let lines = gateway.milterLog.split(separator: "\n")
            #expect(!lines.contains { $0.hasPrefix("Jan  1") })
            #expect(
                lines.allSatisfy { $0.contains("postsms/milter[\((try? gateway.milterProcess) ?? 0)]: ") })
            #expect(
                !gateway.milterLog.unicodeScalars.contains {
                    $0.value < 0x20 && $0 != "\n" || $0.value == 0x85
                })

            try await gateway.gate.answer(
                #"json={"message":"alice correct horse YWxpY2U6Y29ycmVjdCBob3JzZQ=="}"#)
            _ = try await gateway.submit(Self.mail)
            for secret in ["correct horse", "YWxpY2U6Y29ycmVjdCBob3JzZQ", "old password"] {
                #expect(!gateway.milterLog.contains(secret))
            }
        }
    }
}
