import Foundation
import Testing

/// Messages that Postfix has accepted: log line, notice to the sender, queue.
@Suite(.serialized) struct DeliveryTests {
    private static let mail = "Subject: Test\n\nHello\n"

    /// The log of a delivery, without parts that differ from run to run.
    private func outcome(_ line: Substring) -> String {
        line.firstMatch(of: /dsn=.*/).map { String($0.output) } ?? ""
    }

    @Test(arguments: [
        (
            "mallory:old password", "ok", "5.7.8",
            "535 Authentication failed SMSGate answered 401: Unauthorized"
        ),
        (
            "alice:correct horse", "status=500", "5.3.0",
            "550 Message delivery failed SMSGate answered 500: the stand-in was told to answer 500"
        ),
    ])
    func aFinalAnswerOfSMSGateIsOneNotice(login: String, answer: String, status: String, words: String)
        async throws
    {
        try await withGateway { gateway in
            try await gateway.gate.answer(answer)
            _ = try await gateway.curl(Self.mail, login: login)
            let line = try await gateway.status(after: 1)[0]
            #expect(outcome(line) == "dsn=\(status), status=bounced (\(words))")
            try await expectNotice(gateway, status, words)
            #expect(try gateway.gate.messages().isEmpty)
        }
    }

    @Test func anEmptyMessageIsOneNotice() async throws {
        try await withGateway { gateway in
            _ = try await gateway.curl("Subject: Test\n\n\n")
            let line = try await gateway.status(after: 1)[0]
            #expect(outcome(line) == "dsn=5.6.0, status=bounced (550 Message body is empty)")
            try await expectNotice(gateway, "5.6.0", "550 Message body is empty")
        }
    }

    /// Mail from the machine itself, which did not authenticate and bypassed the recipient map.
    @Test(arguments: [
        ("+12025550123@smtp.sms-gate.app", "", "5.7.0", "530 Authentication required"),
        ("+12025550123@smtp.sms-gate.app", "default_user = ghost", "5.7.8", "535 Authentication failed"),
        ("bob@smtp.sms-gate.app", "default_user = alice", "5.1.3", "550 Invalid phone number format"),
        (
            "+12025550123@smtp.sms-gate.app", "default_user = alice\nrecipient_domain = sms.example", "5.1.2",
            "550 Invalid recipient domain"
        ),
    ])
    func aLocalMailThatMayNotGoIsOneNotice(
        recipient: String, configuration: String, status: String, words: String
    ) async throws {
        try await withGateway(configuration: configuration) { gateway in
            try await gateway.sendmail(Self.mail, to: recipient)
            let line = try await gateway.status(after: 1)[0]
            #expect(outcome(line) == "dsn=\(status), status=bounced (\(words))")
            try await expectNotice(gateway, status, words)
        }
    }

    @Test func localMailGoesThroughTheDefaultUsersAccount() async throws {
        try await withGateway(configuration: "default_user = alice") { gateway in
            try await gateway.sendmail(Self.mail)
            #expect(try await gateway.status(after: 1)[0].contains("dsn=2.0.0, status=sent"))
            #expect(try gateway.gate.messages().map(\.user) == ["alice"])
        }
    }

    /// Postfix notifies the sender of a mail, and anyone can write a number there.
    @Test func aNoticeToANumberIsNotTheDefaultUsers() async throws {
        try await withGateway(configuration: "default_user = alice") { gateway in
            try await gateway.sendmail(
                Self.mail, to: "somebody@a.example", from: Gateway.recipient, options: ["-N", "success"])
            let line = try await gateway.status(after: 1)[0]
            #expect(outcome(line) == "dsn=5.7.0, status=bounced (530 Authentication required)")
            try await gateway.waitUntilEmpty()
            #expect(try gateway.gate.messages().isEmpty)
        }
    }

    @Test(arguments: [
        (
            "status=429", "4.3.0",
            "450 Temporary failure, try again later SMSGate answered 429: the stand-in was told to answer 429"
        ),
        ("hang", "4.4.2", "451 Timeout"),
        ("cut", "4.4.1", "451 Cannot reach SMSGate: Server returned nothing (no headers, no data)"),
    ])
    func aTemporaryFailureWaitsInTheQueueAndIsSentLater(
        answer: String, status: String, words: String
    ) async throws {
        try await withGateway(timeout: answer == "hang" ? "2s" : "30s") { gateway in
            try await gateway.gate.answer(answer)
            _ = try await gateway.curl(Self.mail)
            let line = try await gateway.status(after: 1)[0]
            #expect(outcome(line) == "dsn=\(status), status=deferred (\(words))")
            #expect(try await gateway.queue.contains(Gateway.recipient))

            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == ["Hello"])
            #expect(gateway.notices.isEmpty)
        }
    }

    @Test func aBrokenConfigurationWaitsInTheQueueUntilItIsMended() async throws {
        try await withGateway(configuration: "default_user = alice") { gateway in
            let good = try gateway.configuration
            try gateway.setConfiguration(good + "\nsmsgate_uri = x\n")
            try await gateway.sendmail(Self.mail)
            let line = try await gateway.status(after: 1)[0]
            let number = good.split(separator: "\n", omittingEmptySubsequences: false).count + 1
            #expect(
                outcome(line) == """
                    dsn=4.3.5, status=deferred (451 Local configuration error: \(gateway.folder)/etc/postsms.cf: \
                    line \(number): unknown parameter: smsgate_uri)
                    """)
            try gateway.setConfiguration(good)
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == ["Hello"])
        }
    }

    @Test func anSMSGateThatIsDownWaitsInTheQueue() async throws {
        try await withGateway { gateway in
            let good = try gateway.configuration
            try gateway.setConfiguration(
                good.replacing(gateway.gate.url, with: "http://127.0.0.1:1/3rdparty/v1"))
            _ = try await gateway.curl(Self.mail)
            let line = try await gateway.status(after: 1)[0]
            #expect(
                outcome(line).replacing("Could not", with: "Couldn't")
                    == "dsn=4.4.1, status=deferred (451 Cannot reach SMSGate: Couldn't connect to server)")
            try gateway.setConfiguration(good)
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == ["Hello"])
        }
    }

    /// alice has two devices: with a random device for each try, every other retry would send a second SMS.
    @Test(arguments: [
        "cut,accept", "status=500,accept", "status=503,accept", "garbage,accept", "hang,accept",
    ])
    func aMessageWhoseAnswerWasLostIsOneSMSAndNoNotice(answer: String) async throws {
        try await withGateway(timeout: answer.hasPrefix("hang") ? "5s" : "30s") { gateway in
            try await gateway.gate.answer(answer)
            for _ in 1...4 { _ = try await gateway.curl(Self.mail) }
            _ = try await gateway.status(after: 4)
            try await gateway.gate.answer("ok")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == Array(repeating: "Hello", count: 4))
            #expect(gateway.notices.isEmpty)
        }
    }

    /// A server with a full queue answers 503 before it checks the id, even for a message that it has.
    @Test func aFullQueueOfSMSGateBouncesNothingThatItHas() async throws {
        try await withGateway(timeout: "5s") { gateway in
            try await gateway.gate.answer("hang,accept")
            _ = try await gateway.curl(Self.mail)
            #expect(try await gateway.status(after: 1)[0].contains("status=deferred"))
            try await gateway.gate.answer("status=503")
            try await sendWhatWaits(gateway)
            #expect(try gateway.gate.texts() == ["Hello"])
            #expect(gateway.notices.isEmpty)
        }
    }

    /// If the user that parses hostile mails could change a file, an attacker could use it. The notices are
    /// the test's.
    @Test func theUserPostsmsCanChangeNothing() async throws {
        try await withGateway { gateway in
            _ = try await gateway.curl(Self.mail)
            _ = try await gateway.status(after: 1)
            let asPostsms = ["--reuid=postsms", "--regid=postsms", "--clear-groups"]
            let writable = try await command(
                "setpriv",
                asPostsms + [
                    "find", gateway.folder, "-path", gateway.folder + "/mail", "-prune", "-o",
                    "-path", gateway.folder + "/new", "-prune", "-o",
                    // Kept accounts are its own.
                    "-path", gateway.folder + "/accounts", "-prune", "-o", "-writable",
                    "!", "-type", "l", "!", "-type", "s", "-print",
                ])
            #expect(writable.output.isEmpty, "\(writable.output)")
            let readable = try await command(
                "setpriv", asPostsms + ["grep", "-c", "alice:", gateway.folder + "/credentials"])
            #expect(readable.output == "1\n")
            let others = try await command(
                "setpriv",
                [
                    "--reuid=nobody", "--regid=nogroup", "--clear-groups", "cat",
                    gateway.folder + "/credentials",
                ])
            #expect(others.status != 0 && others.output.isEmpty)
        }
    }

    @Test func eachRecipientHasItsOwnSMS() async throws {
        try await withGateway { gateway in
            let other = "+12025550199"
            _ = try await gateway.curl(Self.mail, to: [Gateway.recipient, "\(other)@\(Gateway.domain)"])
            _ = try await gateway.status(after: 2)
            #expect(Set(try gateway.gate.messages().map(\.phoneNumbers)) == [[Gateway.phone], [other]])
        }
    }

    /// +4930... is a fixed line in Berlin, which SMSGate refuses.
    @Test func eachRecipientHasItsOwnOutcome() async throws {
        try await withGateway(configuration: "status_policy = precise") { gateway in
            let fixedLine = "+49301234567@\(Gateway.domain)"
            _ = try await gateway.curl(Self.mail, to: [Gateway.recipient, fixedLine])
            let lines = try await gateway.status(after: 2)
            let sent = try #require(lines.first { $0.contains(Gateway.recipient) })
            let bounced = try #require(lines.first { $0.contains(fixedLine) })
            #expect(sent.contains("dsn=2.0.0, status=sent"))
            #expect(
                outcome(bounced) == """
                    dsn=5.3.0, status=bounced (550 Message delivery failed SMSGate answered 400: not mobile phone number)
                    """)
            #expect(try gateway.gate.messages().map(\.phoneNumbers) == [[Gateway.phone]])
            try await expectNotice(gateway, "5.3.0", "550 Message delivery failed")
        }
    }

    @Test func aMessageOfAnyLineLengthIsSent() async throws {
        try await withGateway(configuration: "max_segments = 1") { gateway in
            let lengths = [1, 126, 127, 128, 129, 998, 2047, 2048, 2049, 40_000]
            for length in lengths {
                let lines = String(repeating: String(repeating: "x", count: length) + "\n", count: 20)
                _ = try await gateway.curl("Subject: Test\n\n\(lines)")
            }
            let outcomes = try await gateway.status(after: lengths.count)
            #expect(outcomes.allSatisfy { $0.contains("status=sent") }, "\(outcomes)")
        }
    }

    /// Runs a bit of everything and searches all output and the list of processes for the passwords.
    @Test func noSecretIsEverShown() async throws {
        try await withGateway { gateway in
            try await gateway.gate.answer("delay=1")
            for login in [
                "alice:correct horse", "mallory:old password", "alice:wrong password", "carol:no device",
            ] {
                _ = try await gateway.curl(Self.mail, login: login)
            }
            let processes = try await eventually("a delivery runs") {
                let list = try await command("ps", ["axww", "-o", "args"]).output
                // Other tests run at the same time.
                let own = list.split(separator: "\n").filter { $0.contains(gateway.folder) }
                return own.contains { $0.contains("postsms pipe") } ? own.joined(separator: "\n") : nil
            }
            _ = try await gateway.status(after: 3)
            _ = try await gateway.queue
            try gateway.setCredentials("a line without its colon: correct horse\nalice=correct horse")
            _ = try await gateway.curl(Self.mail)
            let written = try await command(
                "grep", ["-rha", ".", gateway.folder, "--exclude=credentials", "--exclude-dir=bin"]
            ).output
            for secret in ["correct horse", "old password", "wrong password", "no device"] {
                for form in [secret, Data(secret.utf8).base64EncodedString()] {
                    #expect(!processes.contains(form))
                    #expect(!written.contains(form))
                }
            }
            for pair in ["alice:correct horse", "\0alice\0correct horse", "mallory:old password"] {
                #expect(!written.contains(Data(pair.utf8).base64EncodedString()))
            }
        }
    }

    private func expectNotice(_ gateway: Gateway, _ status: String, _ words: String) async throws {
        // Complete once nothing waits any more.
        let notice = try await eventually("a notice to the sender: \(gateway.log)") {
            try await gateway.queue.contains("Mail queue is empty") ? gateway.notices.first : nil
        }
        #expect(notice.contains("Status: \(status)\n"))
        let unfolded = notice.replacing(/\n\s+/, with: " ")
        #expect(unfolded.contains("Diagnostic-Code: x-unix; \(words)"), "\(notice)")
        #expect(gateway.notices.count == 1)
    }

    private func sendWhatWaits(_ gateway: Gateway) async throws {
        try await gateway.flush()
        try await gateway.waitUntilEmpty()
    }
}
