import Delivery
import Metrics
import SMSGate
import Testing

@Suite("What one delivery adds to the metrics")
struct DeliveryMetricsTests {
    /// A delivery that names its device, so that there is one request.
    private static func named(
        _ answers: [Delivery.Answer], state: Delivery.Answer = .status(404, "record not found")
    ) -> Delivery {
        Delivery(parameters: ["device_id=d"], answers: answers, state: state)
    }

    /// Received, sent and failed by postsms, sent and failed by SMSGate, refused log-ins, and requests.
    @Test(arguments: [
        (named([.accepted]), [1, 1, 0, 1, 0, 0, 1]),
        // Asked again, because a 409 names no message.
        (named([.status(409, "x")]), [1, 1, 0, 2, 0, 0, 2]),
        (named([.status(400, "x")]), [1, 0, 1, 0, 1, 0, 1]),
        // With a health check and a retry.
        (named([.status(401, "x")]), [1, 0, 1, 0, 2, 2, 3]),
        (named([.status(403, "x")]), [1, 0, 1, 0, 2, 2, 3]),
        // Retried as an open end before, and asked for in two spellings of the id.
        (named([.page(403)]), [1, 0, 1, 0, 3, 3, 6]),
        (named([.error(.unreachable("x"))]), [1, 0, 1, 0, 1, 0, 1]),
        (named([.error(.setup("x"))]), [1, 0, 1, 0, 1, 0, 0]),
        (Delivery(message: "\n\n"), [1, 0, 1, 0, 0, 0, 0]),
        (Delivery(user: "mallory"), [1, 0, 1, 0, 0, 0, 0]),
        (Delivery(recipient: "bob@smtp.sms-gate.app"), [1, 0, 1, 0, 0, 0, 0]),
        // With a request for the devices.
        (Delivery(), [1, 1, 0, 1, 0, 0, 2]),
        (Delivery(devices: .success(.unknown(Response(status: 401)))), [1, 0, 1, 0, 0, 2, 3]),
        (Delivery(devices: .failure(.timeout)), [1, 0, 1, 0, 0, 0, 1]),
        // Retried.
        (named([.error(.lost("x")), .accepted]), [1, 1, 0, 1, 1, 0, 2]),
        (named([.page(200)]), [1, 0, 1, 0, 2, 0, 2]),
        // And asked for.
        (named([.status(500, "x")]), [1, 0, 1, 0, 2, 0, 4]),
        (named([.status(500, "x")], state: .status(401, "x")), [1, 0, 1, 0, 2, 1, 3]),
    ])
    func isWhatBecameOfIt(delivery: Delivery, counts: [UInt64]) throws {
        let metrics = DeliveryMetrics()
        let trace = try delivery.run(counting: metrics)
        metrics.count(trace.outcome)
        let all = metrics.metrics
        #expect(Metrics.Counter.allCases.map { all[$0] } + [all.durations.count] == counts)
    }
}
