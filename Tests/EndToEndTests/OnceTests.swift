import Foundation
import Testing

/// Ways in which a message was lost, doubled, or reported as sent without an SMS. alice has two devices and
/// names no device.
@Suite struct OnceTests {
    private static let mail = "Subject: Test\n\nHello\n"
    /// A mail as a client that may retry writes it.
    private static func identified(_ number: Int, age: Int = 0) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        let date = formatter.string(from: Date().addingTimeInterval(TimeInterval(-age)))
        return "Message-ID: <\(number)@client.example>\nDate: \(date)\n" + mail
    }

    /// Repeated every few seconds: mail that arrives during a reload may wait for the queue manager's next
    /// scan, which each flush restarts.
    private func sendWhatWaits(_ gateway: Gateway) async throws {
        var looks = 0
        _ = try await eventually("the queue is empty: \(gateway.log)") {
            if looks % 60 == 0 { try await gateway.flush() }
            looks += 1
            return try await gateway.queue.contains("Mail queue is empty") ? true : nil
        }
    }

    @Test(arguments: [
        "empty=200", "empty=204", "empty=202", #"json={"ok":false}"#, "other-id", "page=409", "page=202",
        "status=302", "half",
    ])
    func whatDoesNotProveThatSMSGateTookTheMessageIsNoSuccess(answer: String) async throws {
        try await withGateway { gateway in
            try await gateway.gate.answer(answer)
            _ = try await gateway.curl(Self.mail)
            #expect(try await gateway.status(after: 1)[0].contains("status=deferred"))
            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == ["Hello"])
            #expect(gateway.notices.isEmpty)
        }
    }

    /// SMSGate accepted the message, the proxy in front of it says 502, and the question for the message is
    /// answered by something else.
    @Test(arguments: ["status=302", "page=403", "page", "page=404", "empty=200", "empty=404", "cut"])
    func aQuestionThatIsNotAnsweredByTheAPIMakesNothingFinal(answer: String) async throws {
        try await withGateway { gateway in
            try await gateway.gate.answer("page=502,accept;\(answer),on=state")
            _ = try await gateway.curl(Self.mail)
            #expect(try await gateway.status(after: 1)[0].contains("status=deferred"))
            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == ["Hello"])
            #expect(try #require(gateway.statusLines.last).contains("SMSGate had it already"))
            #expect(gateway.notices.isEmpty)
        }
    }

    /// A firewall in front of SMSGate passes the message, but not the answer.
    @Test(arguments: ["bridge", "precise"])
    func aRefusalThatIsNotSMSGatesBouncesNothing(policy: String) async throws {
        try await withGateway(configuration: "status_policy = \(policy)") { gateway in
            try await gateway.gate.answer("page=403,accept")
            _ = try await gateway.curl(Self.mail)
            #expect(try await gateway.status(after: 1)[0].contains("SMSGate had it already"))
            try await gateway.gate.answer("page=403,accept; page=403,on=state; page=403,on=devices")
            _ = try await gateway.curl(Self.mail)
            #expect(try await gateway.status(after: 2)[1].contains("status=deferred"))
            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == ["Hello", "Hello"])
            #expect(gateway.notices.isEmpty)
        }
    }

    @Test func aFlushInTheSecondOfArrivalDoublesNothing() async throws {
        try await withGateway(settings: ["minimal_backoff_time=1s", "queue_run_delay=1s"]) { gateway in
            try await gateway.gate.answer("cut,accept")
            for _ in 1...10 {
                _ = try await gateway.curl(Self.mail)
                try await gateway.flush()
                try await command("postfix", ["-c", gateway.folder + "/etc", "reload"])
            }
            _ = try await gateway.status(after: 10)
            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts().count == 10)
        }
    }

    /// Files of a copied queue have other inodes. With short queue ids in main.cf Postfix renames them:
    /// postsuper(1) does it as the mail owner, who must be able to write to the log.
    @Test(arguments: ["yes", "no"])
    func aQueueThatIsMovedDoublesNothing(longIDs: String) async throws {
        try await withGateway(settings: ["enable_long_queue_ids=\(longIDs)"]) { gateway in
            try await gateway.gate.answer("cut,accept")
            for _ in 1...4 { _ = try await gateway.curl(Self.mail) }
            _ = try await gateway.status(after: 4)
            try await command("postfix", ["-c", gateway.folder + "/etc", "stop"])
            try await command(
                "sh",
                ["-ec", "cd \(gateway.folder) && mv queue old && cp -a old queue && chown postfix maillog"])
            try await command("postfix", ["-c", gateway.folder + "/etc", "start"])
            let old = try await command(
                "find",
                [gateway.folder + "/old/active", gateway.folder + "/old/deferred", "-type", "f"])
            let ids = old.output.split(separator: "\n").compactMap { $0.split(separator: "/").last }
            #expect(ids.count == 4)
            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            let sent = gateway.log.split(separator: "\n").filter { $0.contains(" status=sent ") }
            #expect(sent.count == 4)
            // A short id is the number of the file's inode, which is another one now.
            let areOld = sent.allSatisfy { line in ids.contains { line.contains(": \($0): ") } }
            #expect(areOld == (longIDs == "yes"))
            #expect(try gateway.gate.texts().count == 4)
        }
    }

    @Test func allSpellingsOfANumberInOneMailAreOneSMS() async throws {
        try await withGateway { gateway in
            let spellings = [
                "+12025550123", "12025550123", "0012025550123", "1-202-555-0123", #""+1 (202) 555-0123""#,
            ]
            _ = try await gateway.curl(Self.mail, to: spellings.map { "\($0)@\(Gateway.domain)" })
            let lines = try await gateway.status(after: spellings.count)
            #expect(lines.allSatisfy { $0.contains("status=sent") })
            #expect(lines.count { $0.contains("SMSGate had it already") } == spellings.count - 1)
            #expect(try gateway.gate.texts() == ["Hello"])
        }
    }

    @Test func aClientThatSendsTheSameMailAgainMakesNoSecondSMS() async throws {
        try await withGateway { gateway in
            let mail = Self.identified(1, age: 3600)
            for _ in 1...3 { _ = try await gateway.curl(mail) }
            _ = try await gateway.curl(Self.identified(2))
            let lines = try await gateway.status(after: 4)
            #expect(lines.count { $0.contains("SMSGate had it already") } == 2)
            #expect(try gateway.gate.texts().count == 2)
        }
    }

    /// The queue ids differ. Postfix adds missing fields to mail from its own machine.
    @Test(arguments: ["", "Message-ID: <1@client.example>\n", "old"])
    func aScriptThatSendsTheSameFileAgainMakesAnSMSEachTime(fields: String) async throws {
        try await withGateway { gateway in
            let file = fields == "old" ? Self.identified(1, age: 100_000) : fields + Self.mail
            for _ in 1...3 { _ = try await gateway.curl(file) }
            _ = try await gateway.status(after: 3)
            #expect(try gateway.gate.texts().count == 3)
        }
    }

    @Test func flagsThatAreChangedWhileMailWaitsDoubleNothing() async throws {
        try await withGateway { gateway in
            try await gateway.gate.answer("cut,accept")
            for number in 1...4 { _ = try await gateway.curl(Self.identified(number)) }
            _ = try await gateway.curl(Self.mail)
            _ = try await gateway.status(after: 5)
            try await command("sed", ["-i", "s/flags=Rq/flags=ODFq/", gateway.folder + "/etc/master.cf"])
            try await gateway.reload()
            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts().count == 5)
        }
    }

    /// With both, Postfix once stated a wrong message size, so that a complete message was considered cut
    /// short.
    @Test(arguments: ["line_length_limit=512", "message_drop_headers=subject,x-first,x-second"])
    func aMessageThatPostfixChangesIsSent(setting: String) async throws {
        try await withGateway(settings: [setting]) { gateway in
            let padding = String(repeating: "x", count: 3000)
            _ = try await gateway.curl(
                "X-First: \(padding)\nX-Second: \(padding)\nSubject: Test\n\n\(String(repeating: "Hello ", count: 60))\n"
            )
            #expect(try await gateway.status(after: 1)[0].contains("status=sent"))
        }
    }
}
