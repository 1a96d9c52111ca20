import Foundation
import Testing

/// A mail to several recipients, some of whom may be refused.
struct RecipientCase {
    let name: String
    var recipients = ["+12025550101", "+12025550102", "+12025550103"].map { "\($0)@\(Gateway.domain)" }
    var login = "alice:correct horse"
    /// Of SMSGate, while the client waits.
    var answer = "ok"
    var timeout = "30s"
    var configuration = ""
    let reply: String
    /// Those that go on to the queue, as pipe(8) has them.
    var queued: [String] = []
    /// Phone numbers that have an SMS once all is settled, each of them one.
    var sent = ["+12025550101", "+12025550102", "+12025550103"]
    /// Notices to the sender.
    var notices = 0

    private static func address(_ localPart: String, _ domain: String = Gateway.domain) -> String {
        "\(localPart)@\(domain)"
    }

    static let all = [
        RecipientCase(name: "all are taken", reply: "250 "),
        RecipientCase(
            name: "all are taken, however they are written",
            recipients: [
                address(#""+1 (202) 555-0101""#), address("0012025550102"), address(#"\+1202555-01-03"#),
                address("+1.202.555.0103", "SMTP.SMS-GATE.APP"),
                address("+12025550101", "smtp.sms-gate.app."),
            ], reply: "250 "),
        RecipientCase(
            name: "all are refused", answer: "status=500", reply: "550 5.3.0 Message delivery failed",
            sent: []),
        RecipientCase(
            name: "all are refused, for several reasons",
            recipients: ["+49301234567", "+12025550101"].map { address($0) },
            answer: "status=501,on=send", configuration: "status_policy = precise",
            reply: "550 5.3.0 Message delivery failed", sent: []),
        RecipientCase(
            name: "all but the first are taken", answer: "status=429,times=1", reply: "250 ",
            queued: [address("+12025550101")]),
        RecipientCase(
            name: "only the first is taken", answer: "delay=0,times=1; status=429", reply: "250 ",
            queued: [address("+12025550102"), address("+12025550103")]),
        RecipientCase(
            name: "one is refused for good",
            recipients: ["+12025550101", "+49301234567", "+12025550103"].map { address($0) },
            configuration: "status_policy = precise", reply: "250 ", queued: [address("+49301234567")],
            sent: ["+12025550101", "+12025550103"], notices: 1),
        RecipientCase(
            name: "for some there is no time left", answer: "delay=0,times=1; hang",
            timeout: "5s", reply: "250 ",
            queued: [address("+12025550102"), address("+12025550103")]),
        RecipientCase(
            name: "of one the end is open", answer: "delay=0,times=1; cut,accept,times=2", reply: "250 ",
            queued: [address("+12025550102")]),
        RecipientCase(
            name: "taken ones with quotes, backslashes, capitals and a dot",
            recipients: [
                address("+12025550100"), address(#""+1 (202) 555-0101""#), address(#"\+12025550102"#),
                address("+12025550103", "SMTP.SMS-GATE.APP"), address("+12025550104", "smtp.sms-gate.app."),
                address(#""+12025550105""#), address(#""+1202555\0106""#),
            ],
            answer: "status=429,times=1", reply: "250 ", queued: [address("+12025550100")],
            sent: (0...6).map { "+1202555010\($0)" }),
        // To Postfix they are one recipient, and so is the SMS.
        RecipientCase(
            name: "two spellings of a number, of which one is taken",
            recipients: [address("+12025550101"), address("0012025550101"), address(#""+12025550101""#)],
            answer: "status=429,times=1", reply: "250 ", sent: ["+12025550101"]),
        RecipientCase(
            name: "the same recipient twice", recipients: [address("+12025550101"), address("+12025550101")],
            reply: "250 ", sent: ["+12025550101"]),
        RecipientCase(
            name: "the same recipient twice, in capitals and refused once",
            recipients: [address("+12025550101"), address("+12025550101", "SMTP.sms-gate.app")],
            answer: "status=429,times=1", reply: "250 ", sent: ["+12025550101"]),
        RecipientCase(
            name: "none is taken, reply", answer: "status=429",
            reply: "450 4.3.0 Temporary failure, try again later", sent: []),
        RecipientCase(
            name: "none is taken, one with an open end, reply",
            answer: "page=502,times=2; page=403,on=state; status=429",
            reply: "451 4.3.0 Temporary failure, try again later", sent: []),
        RecipientCase(
            name: "none is taken, one temporarily",
            recipients: ["+49301234567", "+12025550101"].map { address($0) },
            answer: "status=400,times=1; status=429", configuration: "status_policy = precise",
            reply: "450 4.3.0 Temporary failure, try again later", sent: []),
        RecipientCase(
            name: "none is taken, queue", answer: "status=429", configuration: "when_unavailable = queue",
            reply: "250 ", queued: ["+12025550101", "+12025550102", "+12025550103"].map { address($0) }),
        RecipientCase(
            name: "all are refused, queue", answer: "status=500", configuration: "when_unavailable = queue",
            reply: "550 5.3.0 Message delivery failed", sent: []),
        RecipientCase(
            name: "a number that nobody has, queue",
            recipients: ["+49301234567", "+12025550101"].map { address($0) },
            answer: "status=400,times=1; status=429",
            configuration: "when_unavailable = queue\nstatus_policy = precise", reply: "250 ",
            queued: ["+49301234567", "+12025550101"].map { address($0) }, sent: ["+12025550101"], notices: 1),
    ]
}

@Suite struct MilterRecipientTests {
    @Test func eachRecipientGetsOneSMSOrOneNotice() async throws {
        try await withGateway(milter: true) { gateway in
            let configuration = try gateway.configuration
            for row in RecipientCase.all {
                try gateway.setConfiguration(
                    configuration.replacing("smsgate_timeout = 30s", with: "smsgate_timeout = \(row.timeout)")
                        + row.configuration + "\n")
                try await check(row, gateway)
            }
        }
    }

    private func check(_ row: RecipientCase, _ gateway: Gateway) async throws {
        let (heard, settled) = (gateway.milterStatusLines.count, gateway.statusLines.count)
        let (sent, notices) = (try gateway.gate.messages().count, gateway.notices.count)
        try await gateway.gate.answer(row.answer)
        let reply = try await gateway.submit("Subject: Test\n\nHello\n", to: row.recipients, login: row.login)
        #expect(row.reply.hasSuffix(" ") ? reply.hasPrefix(row.reply) : reply == row.reply, "\(row.name)")
        #expect(
            gateway.milterStatusLines.count - heard == row.recipients.count,
            "\(row.name): \(gateway.milterLog)")
        if !row.queued.isEmpty { _ = try await gateway.status(after: settled + row.queued.count) }
        try await gateway.gate.answer("ok")
        try await gateway.flush()
        try await gateway.waitUntilEmpty()
        let recipients = gateway.statusLines.dropFirst(settled).compactMap { line in
            line.firstMatch(of: /to=<([^>]*)>/).map { String($0.1) }
        }
        #expect(Set(recipients) == Set(row.queued), "\(row.name): \(gateway.log)")
        let numbers = try gateway.gate.messages().dropFirst(sent).flatMap(\.phoneNumbers).sorted()
        #expect(numbers == row.sent, "\(row.name): \(gateway.milterLog)")
        let count = gateway.notices.count - notices
        #expect(count == row.notices, "\(row.name): \(gateway.notices)")
    }
}
