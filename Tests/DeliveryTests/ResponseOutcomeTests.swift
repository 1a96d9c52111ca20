import Configuration
import Delivery
import SMSGate
import Testing

/// The outcome of an error in the API's form.
@Suite("SMSGate's HTTP status")
struct ResponseOutcomeTests {
    static let accepted = "2.0.0 250 Message accepted id="
    static let authentication = "5.7.8 535 Authentication failed"
    static let temporary = "4.3.0 450 Temporary failure, try again later"
    static let server = "4.3.0 451 Temporary failure, try again later"
    static let final = "5.3.0 550 Message delivery failed"
    static let setup = "4.3.5 451 Local configuration error: smsgate_url: unexpected answer"

    @Test(
        arguments: [
            (accepted, [409]), (authentication, [401, 403]),
            (temporary, [400, 402, 404, 405, 408, 413, 415, 418, 422, 425, 429, 451, 499]),
            (final, [500, 501, 502, 503, 504, 505, 507, 511, 599]),
            (setup, [0, 100, 199, 300, 301, 302, 304, 307, 399, 600, 999]),
        ])
    func bridgeFollowsTheTableToTheLetter(line: String, statuses: [Int]) throws {
        try check("bridge", line, statuses)
    }

    @Test(
        arguments: [
            (accepted, [409]), (authentication, [401, 403]), (final, [400, 404, 405, 413, 415, 422]),
            (temporary, [402, 408, 418, 425, 429, 451, 499]), (final, [501, 505]),
            (server, [500, 502, 503, 504, 507, 511, 599]),
            (setup, [0, 100, 199, 300, 301, 302, 304, 307, 399, 600, 999]),
        ])
    func preciseAsksWhatARepetitionCanFix(line: String, statuses: [Int]) throws {
        try check("precise", line, statuses)
    }

    private func check(_ policy: String, _ line: String, _ statuses: [Int]) throws {
        for status in statuses {
            let trace = try Delivery(
                parameters: ["status_policy=\(policy)"], answers: [.status(status, "no")]
            ).run()
            #expect(line == Self.accepted ? trace.line.hasPrefix(line) : trace.line == line, "HTTP \(status)")
        }
    }

    @Test(arguments: StatusPolicy.allCases, [302, 400, 401, 429, 500, 503])
    func theDetailTellsWhatSMSGateSaid(policy: StatusPolicy, status: Int) throws {
        var delivery = Delivery(parameters: ["status_policy=\(policy)"], answers: [.page(status)])
        #expect(try delivery.run().outcome.detail == "SMSGate answered \(status)")
        delivery.answers = [.status(status, "no device")]
        #expect(try delivery.run().outcome.detail == "SMSGate answered \(status): no device")
    }
}
