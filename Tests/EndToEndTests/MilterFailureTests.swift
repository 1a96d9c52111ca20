import Foundation
import Testing

/// The milter is not there, or goes, hangs and ends while clients wait. Each mail becomes one SMS.
@Suite struct MilterFailureTests {
    private static let mail = "Subject: Test\n\nHello\n"
    /// As milter.cf has it, with little patience.
    private static func impatient(_ folder: String) -> String {
        """
        postsms_milters={ unix:\(folder)/postsms/milter.sock, protocol=6, default_action=accept, connect_timeout=1s, \
        command_timeout=1s, content_timeout=10s }
        """
    }

    /// SMSGate takes the message at once, and answers when nobody waits any more.
    private static let late = "delay=600,accept"

    private func waitForSMS(_ count: Int, _ gateway: Gateway) async throws {
        _ = try await eventually("SMSGate has \(count) messages") {
            try gateway.gate.messages().count == count ? true : nil
        }
    }

    @Test func withoutTheMilterMailGoesToTheQueue() async throws {
        try await withGateway(milter: true) { gateway in
            try gateway.signalMilter(SIGKILL)
            try await gateway.waitForEndOfMilter()
            #expect(try await gateway.submit(Self.mail).hasPrefix("250 "))
            #expect(try await gateway.status(after: 1)[0].contains("status=sent"))
            // It takes the place of its own socket, which was left behind.
            try await gateway.startMilter()
            #expect(try await gateway.submit(Self.mail).hasPrefix("250 "))
            #expect(gateway.statusLines.count == 1)
            #expect(gateway.milterStatusLines.count == 1)
            #expect(try gateway.gate.texts() == ["Hello", "Hello"])
        }
    }

    /// SMSGate has the request of the one, and not yet that of the other.
    @Test(arguments: [late, "delay=600"]) func whatItWasKilledOverBecomesOneSMS(answer: String) async throws {
        try await withGateway(timeout: "240s", milter: true) { gateway in
            try await gateway.gate.answer(answer)
            async let reply = gateway.submit(Self.mail)
            if answer == Self.late {
                try await waitForSMS(1, gateway)
            } else {
                try await gateway.waitUntilSMSGateIsAsked()
            }
            try await gateway.gate.answer("ok")
            try gateway.signalMilter(SIGKILL)
            #expect(try await reply.hasPrefix("250 "))
            let status = try await gateway.status(after: 1)[0]
            #expect(status.contains("status=sent"))
            #expect(status.contains("SMSGate had it already") == (answer == Self.late))
            #expect(try gateway.gate.texts() == ["Hello"])
        }
    }

    /// Each stage at which it may stand still, up to the moment at which SMSGate has the message.
    @Test(arguments: ["connect", "answer"]) func whatItHangsOverBecomesOneSMS(stage: String) async throws {
        try await withGateway(timeout: "240s", milter: true) { gateway in
            let result = try await command(
                "postconf", ["-c", gateway.folder + "/etc", "-e", Self.impatient(gateway.folder)])
            try #require(result.status == 0, "\(result.errors)")
            try await gateway.reload()
            if stage == "connect" { try gateway.signalMilter(SIGSTOP) }
            if stage == "answer" { try await gateway.gate.answer(Self.late) }
            async let reply = gateway.submit(Self.mail)
            if stage == "answer" {
                try await waitForSMS(1, gateway)
                try await gateway.gate.answer("ok")
                try gateway.signalMilter(SIGSTOP)
            }
            #expect(try await reply.hasPrefix("250 "))
            #expect(try await gateway.status(after: 1)[0].contains("status=sent"))
            try gateway.signalMilter(SIGCONT)
            #expect(try await gateway.submit(Self.mail).hasPrefix("250 "))
            #expect(gateway.statusLines.count == 1)
            #expect(try gateway.gate.texts() == ["Hello", "Hello"])
            if stage == "answer" { try gateway.signalMilter(SIGKILL) }
        }
    }

    @Test func aHangingSMSGateStopsThoseAloneWhoWaitForIt() async throws {
        try await withGateway(timeout: "240s", milter: true) { gateway in
            try await gateway.gate.answer(Self.late)
            let waiting = Task { try await gateway.submit(Self.mail) }
            try await waitForSMS(1, gateway)
            try await gateway.gate.answer("ok")
            #expect(
                try await gateway.submit(Self.mail, login: "username:password").hasPrefix("250 "))
            #expect(try await gateway.submit("Subject: Test\n\n\n") == "550 5.6.0 Message body is empty")
            #expect(gateway.milterStatusLines.count == 2)
            try gateway.signalMilter(SIGKILL)
            #expect(try await waiting.value.hasPrefix("250 "))
            _ = try await gateway.status(after: 1)
            #expect(try gateway.gate.texts() == ["Hello", "Hello"])
        }
    }

    // MARK: Signals

    /// SMSGate answers in time, or it does not.
    @Test(arguments: [
        (SIGTERM, "delay=3,accept", "250 "), (SIGINT, "delay=3,accept", "250 "),
        (SIGTERM, "hang", "451 4.4.2 Timeout"),
    ])
    func whatHasBegunIsFinished(signal: Int32, answer: String, reply expected: String) async throws {
        try await withGateway(timeout: answer == "hang" ? "5s" : "30s", milter: true) { gateway in
            try await gateway.restartMilter()
            try await gateway.gate.answer(answer)
            let waiting = Task { try await gateway.submit(Self.mail) }
            try await gateway.waitUntilSMSGateIsAsked()
            if answer != "hang" { try await waitForSMS(1, gateway) }
            try gateway.signalMilter(signal)
            _ = try await eventually("nobody can connect") {
                FileManager.default.fileExists(atPath: gateway.milterSocket) ? nil : true
            }
            try await gateway.gate.answer("ok")
            #expect(try await gateway.submit(Self.mail).hasPrefix("250 "))
            #expect(try await gateway.status(after: 1)[0].contains("status=sent"))
            #expect(try await waiting.value.hasPrefix(expected))
            #expect(try await gateway.milterExitStatus() == "0")
            #expect(try gateway.gate.texts().count == (answer == "hang" ? 1 : 2))
            #expect(try await gateway.queue.contains("Mail queue is empty"))
        }
    }

    /// A client with a connection that it keeps.
    @Test func itDoesNotWaitForClientsWithoutAMail() async throws {
        try await withGateway(timeout: "240s", milter: true) { gateway in
            try await gateway.restartMilter()
            let next = gateway.folder + "/next"
            async let replies = gateway.submit([
                Submission.Mail(Self.mail), Submission.Mail(Self.mail, after: next),
            ])
            try await gateway.waitUntilReached(next)
            try gateway.signalMilter(SIGTERM)
            #expect(try await gateway.milterExitStatus() == "0")
            gateway.release(next)
            #expect(try await replies.allSatisfy { $0.hasPrefix("250 ") })
            #expect(try await gateway.status(after: 1)[0].contains("status=sent"))
            #expect(try gateway.gate.texts() == ["Hello", "Hello"])
        }
    }

    @Test func aHangupChangesNothing() async throws {
        try await withGateway(milter: true) { gateway in
            for _ in 1...3 {
                try gateway.signalMilter(SIGHUP)
                #expect(try await gateway.submit(Self.mail).hasPrefix("250 "))
            }
            #expect(try !gateway.milterHasEnded)
            #expect(gateway.milterStatusLines.count == 3)
            #expect(gateway.statusLines.isEmpty)
        }
    }

    /// Proxies, certificates and debugging aids of libraries are none of the caller's.
    @Test func nothingInTheEnvironmentCounts() async throws {
        try await withGateway(milter: true) { gateway in
            try gateway.signalMilter(SIGTERM)
            try await gateway.waitForEndOfMilter()
            let trace = gateway.folder + "/trace"
            try await gateway.startMilter(environment: [
                "http_proxy=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1",
                "ALL_PROXY=http://127.0.0.1:1",
                "SSL_CERT_FILE=/nonexistent", "SSLKEYLOGFILE=\(trace)", "TZ=Pacific/Auckland",
                "LC_ALL=de_DE.UTF-8",
                "MALLOC_TRACE=\(trace)", "HOME=\(gateway.folder)", "LISTEN_FDS=1", "LISTEN_PID=1",
            ])
            #expect(try await gateway.submit(Self.mail).hasPrefix("250 "))
            #expect(gateway.milterStatusLines.count == 1)
            let environment = try String(
                contentsOfFile: "/proc/\(gateway.milterProcess)/environ", encoding: .utf8)
            #expect(environment.contains("http_proxy"))
            #expect(!FileManager.default.fileExists(atPath: trace))
        }
    }
}
