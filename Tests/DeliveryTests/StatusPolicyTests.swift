import Configuration
import Delivery
import SMSGate
import Testing

@Suite("SMSGate's HTTP status")
struct StatusPolicyTests {
    static let accepted = "2.0.0 250 Message accepted id="
    static let authentication = "5.7.8 535 Authentication failed"
    static let temporary = "4.3.0 450 Temporary failure, try again later"
    static let server = "4.3.0 451 Temporary failure, try again later"
    static let final = "5.3.0 550 Message delivery failed"
    static let setup = "4.3.5 451 Local configuration error: smsgate_url: unexpected answer"

    @Test(
        arguments: [
            (accepted, 0, [200, 201, 202, 204, 299, 409]),
            (authentication, 77, [401, 403]),
            (temporary, 75, [400, 402, 404, 405, 408, 413, 415, 418, 422, 425, 429, 451, 499]),
            (final, 69, [500, 501, 502, 503, 504, 505, 507, 511, 599]),
            (setup, 75, [0, 100, 199, 300, 301, 302, 304, 307, 399, 600, 999]),
        ] as [(String, Int32, [Int])])
    func bridgeFollowsTheTableToTheLetter(line: String, exitStatus: Int32, statuses: [Int]) throws {
        try check(.bridge, line, exitStatus, statuses)
    }

    @Test(
        arguments: [
            (accepted, 0, [200, 201, 202, 204, 299, 409]),
            (authentication, 77, [401, 403]),
            (final, 69, [400, 404, 405, 413, 415, 422]),
            (temporary, 75, [402, 408, 418, 425, 429, 451, 499]),
            (final, 69, [501, 505]),
            (server, 75, [500, 502, 503, 504, 507, 511, 599]),
            (setup, 75, [0, 100, 199, 300, 301, 302, 304, 307, 399, 600, 999]),
        ] as [(String, Int32, [Int])])
    func preciseAsksWhatARetryCanMend(line: String, exitStatus: Int32, statuses: [Int]) throws {
        try check(.precise, line, exitStatus, statuses)
    }

    private func check(_ policy: StatusPolicy, _ line: String, _ exitStatus: Int32, _ statuses: [Int]) throws
    {
        let id = MessageID(user: "alice", queueID: "1", recipient: "2", message: [])
        let expected = line == Self.accepted ? "\(line)\(id)" : line
        for status in statuses {
            let outcome = policy.outcome(of: Response(status: status), to: id)
            #expect(outcome.statusLine == expected, "HTTP \(status)")
            #expect(outcome.exitStatus.rawValue == exitStatus, "HTTP \(status)")
        }
    }

    @Test(arguments: StatusPolicy.allCases, [302, 400, 401, 429, 500, 503])
    func theDetailTellsWhatSMSGateSaid(policy: StatusPolicy, status: Int) {
        let id = MessageID(user: "alice", queueID: "1", recipient: "2", message: [])
        let silent = policy.outcome(of: Response(status: status), to: id)
        #expect(silent.detail == "SMSGate answered \(status)")
        let talking = policy.outcome(of: Response(status: status, message: "no device"), to: id)
        #expect(talking.detail == "SMSGate answered \(status): no device")
        #expect(talking.statusLine == silent.statusLine)
    }

    @Test func successHasNoDetail() {
        let id = MessageID(user: "alice", queueID: "1", recipient: "2", message: [])
        #expect(StatusPolicy.bridge.outcome(of: Response(status: 202, message: "x"), to: id).detail == nil)
    }

    @Test func theConfigurationChoosesThePolicy() throws {
        var delivery = Delivery(answer: .success(Response(status: 400)))
        #expect(try delivery.run().outcome.statusLine == Self.temporary)
        delivery.parameters = ["status_policy=precise"]
        #expect(try delivery.run().outcome.statusLine == Self.final)
    }
}
