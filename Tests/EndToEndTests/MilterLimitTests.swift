import Foundation
import Testing

/// What is above a limit goes on to the queue or ends a connection, never the milter.
@Suite struct MilterLimitTests {
    private static let mail = "Subject: Test\n\nHello\n"
    private static let offer = MilterConversation.offer

    private func answers(_ gateway: Gateway, _ connections: [[[String]]]) async throws -> [[String]] {
        try await MilterConversation(socket: gateway.milterSocket, connections: connections).answers()
    }

    /// What Postfix itself never sends.
    private static let hostile: [[[String]]] = [
        [["raw", "GET / HTTP/1.1\r\n\r\n"]], [["raw", "\0\0\0\0"]], [["raw", "\u{ff}\u{ff}\u{ff}\u{ff}O"]],
        [["raw", "\u{7f}\u{ff}\u{ff}\u{ff}B"]], [["O", ""]], [["O", "\0\0\0\u{2}\0\0\0\0\0\0\0\0"]],
        [["Z", ""]],
        [["M", "<a@b>\0"]], [offer, offer], [offer, ["E", ""]], [offer, ["R", "<a@b>\0"]],
        [offer, ["M", "<a@b>"]], [offer, ["M", ""]], [offer, ["D", ""]], [offer, ["D", "Mname\0"]],
        [offer, ["D", "Mname\0value"]], [offer, ["M", "<a@b>\0"], ["E", ""]],
        [offer] + MilterConversation.message().dropLast(2) + [["E", ""]],
        [offer] + MilterConversation.message().dropLast(2) + [["L", "a\0b\0"]],
        [offer, ["M", "<\(String(repeating: "a", count: 20_000))>\0"]],
        [offer, ["M", "<a@b>\0"], ["R", "<a@b>\0"], ["B", String(repeating: "b", count: 300_000)]],
        [offer, ["C", "localhost\0"]], [offer, ["H", "localhost\0"]], [offer, ["N", ""]],
    ]

    @Test func aViolationEndsItsConnectionAlone() async throws {
        try await withGateway(milter: true) { gateway in
            let process = try gateway.milterProcess
            // One that has begun before, and ends behind all of them.
            let message = [Self.offer] + MilterConversation.message()
            let answers = try await answers(gateway, Self.hostile + [message])
            for (packets, answer) in zip(Self.hostile, answers) {
                #expect(answer.last == "closed", "\(packets)")
            }
            #expect(answers.last == ["O", "d"])
            #expect(try await gateway.submit(Self.mail).hasPrefix("250 "))
            #expect(try gateway.milterProcess == process && !gateway.milterHasEnded)
            #expect(
                gateway.milterLog.split(separator: "\n").count { $0.contains("the connection is closed: ") }
                    == Self.hostile.count)
        }
    }

    /// As many as smtpd(8) takes by default, and more.
    @Test func aMailToTooManyIsLeftToTheQueue() async throws {
        try await withGateway(milter: true) { gateway in
            // They are refused without a request to SMSGate.
            let recipients = Array(repeating: "bob@\(Gateway.domain)", count: 1_000)
            let answers = try await answers(
                gateway,
                [
                    [Self.offer] + MilterConversation.message(to: recipients + [Gateway.recipient]),
                    [Self.offer] + MilterConversation.message(to: recipients),
                ])
            #expect(answers == [["O", "a"], ["O", "y"]])
            #expect(gateway.milterLog.contains("4TESTz1: left to the queue: too many recipients\n"))
            #expect(gateway.milterStatusLines.count == 1_000)
            #expect(try gateway.gate.messages().isEmpty)
        }
    }

    /// 30 mails of 10 MB each are open at a time, of which 25 are held. They are refused unread.
    @Test(.disabled(if: Project.sanitizer != nil)) func moreMailThanFitsIsLeftToTheQueue() async throws {
        try await withGateway(milter: true) { gateway in
            let message =
                [Self.offer]
                + MilterConversation.message(
                    to: ["bob@\(Gateway.domain)"], body: String(repeating: "x", count: 65_000), times: 160)
            let abandoned = Array(message.dropLast(2)) + [["raw", "\u{ff}\u{ff}\u{ff}\u{ff}"]]
            let answers = try await answers(
                gateway, Array(repeating: abandoned, count: 15) + Array(repeating: message, count: 15))
            let ends = Dictionary(grouping: answers.compactMap(\.last)) { $0 }.mapValues(\.count)
            #expect(ends == ["closed": 15, "y": 10, "a": 5])
            #expect(gateway.milterLog.contains("left to the queue: too much mail at a time\n"))
            // All that was held is given back, by those that were given up as well.
            let again = try await self.answers(gateway, Array(repeating: message, count: 25))
            #expect(again.allSatisfy { $0.last == "y" }, "\(again)")
        }
    }

    @Test func noDescriptorIsLeftOpen() async throws {
        try await withGateway(milter: true) { gateway in
            let process = try gateway.milterProcess
            func use() async throws {
                let mails = Array(repeating: Submission.Mail(Self.mail), count: 10)
                try await withThrowingTaskGroup(of: [String].self) { group in
                    for tls in [false, true, false, true] {
                        group.addTask { try await gateway.submit(mails, tls: tls) }
                    }
                    for try await replies in group { #expect(replies.allSatisfy { $0.hasPrefix("250 ") }) }
                }
                _ = try await answers(gateway, Self.hostile)
                // Gone in the middle of a message, and of a packet.
                let script = """
                    import socket, sys
                    for data in (b"", b"\\0", b"\\0\\0\\0\\x0dO\\0\\0\\0\\6\\0\\0\\1\\xff\\0\\x1f\\xff\\xff\\0\\0\\0\\7M<a@b>\\0"):
                        with socket.socket(socket.AF_UNIX) as client:
                            client.connect(sys.argv[1])
                            client.sendall(data)
                    """
                let result = try await command("python3", ["-c", script, gateway.milterSocket])
                #expect(result.status == 0, "\(result.errors)")
            }
            try await use()
            // A client of SMSGate is kept for each of the connections that were busy at a time.
            let idle = try await settledDescriptors(of: process)
            for _ in 1...3 { try await use() }
            let after = try await settledDescriptors(of: process)
            #expect(after <= idle + 4, "\(descriptors(of: process))")
        }
    }

    /// Open descriptors once all connections of clients have ended: what is left are two sockets for each kept client at most.
    private func settledDescriptors(of process: Int32) async throws -> Int {
        var last = -1
        return try await eventually("connections end") {
            let count = descriptors(of: process).count
            defer { last = count }
            return count == last ? count : nil
        }
    }
}
