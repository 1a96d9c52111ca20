import Delivery
import Metrics
import SMSGate
import Testing

@Suite("What one delivery adds to the metrics")
struct TallyTests {
    private static func byHand(_ answer: Result<Response, TransportError>) -> Delivery {
        Delivery(queueID: "", answer: answer)
    }

    /// A message at its first try, which needs no question before it.
    private static let new = "Received: by localhost; Thu, 1 Jan 2026 00:00:00 +0000\n\nThe disk is full.\n"

    /// Received, sent and failed by postsms, sent and failed by SMSGate, refused log-ins, and requests.
    @Test(arguments: [
        (byHand(.success(Response(status: 202))), [1, 1, 0, 1, 0, 0, 1]),
        (byHand(.success(Response(status: 409))), [1, 1, 0, 1, 0, 0, 1]),
        (byHand(.success(Response(status: 400))), [1, 0, 1, 0, 1, 0, 1]),
        (byHand(.success(Response(status: 401))), [1, 0, 1, 0, 1, 1, 1]),
        (byHand(.success(Response(status: 403))), [1, 0, 1, 0, 1, 1, 1]),
        (byHand(.failure(.timeout)), [1, 0, 1, 0, 1, 0, 1]),
        (byHand(.failure(.unreachable("x"))), [1, 0, 1, 0, 1, 0, 1]),
        (byHand(.failure(.setup("x"))), [1, 0, 1, 0, 1, 0, 0]),
        (Delivery(message: "\n\n"), [1, 0, 1, 0, 0, 0, 0]),
        (Delivery(user: "mallory"), [1, 0, 1, 0, 0, 0, 0]),
        (Delivery(recipient: "bob@smtp.sms-gate.app"), [1, 0, 1, 0, 0, 0, 0]),
        // An earlier try had sent it.
        (Delivery(state: .success(Response(status: 200))), [1, 1, 0, 0, 0, 0, 1]),
        // The answer was lost, and the question says that SMSGate has it.
        (
            Delivery(message: new, answer: .failure(.lost("x")), state: .success(Response(status: 200))),
            [1, 1, 0, 0, 1, 0, 2]
        ),
        (
            Delivery(message: new, answer: .success(Response(status: 200, isReadable: false))),
            [1, 0, 1, 0, 1, 0, 2]
        ),
        (
            Delivery(
                message: new, answer: .success(Response(status: 500)), state: .success(Response(status: 401))),
            [1, 0, 1, 0, 1, 1, 2]
        ),
    ])
    func isWhatBecameOfIt(delivery: Delivery, counts: [UInt64]) throws {
        let tally = Tally()
        let trace = try delivery.run(counting: tally)
        tally.count(trace.outcome)
        let metrics = tally.metrics
        #expect(Metrics.Counter.allCases.map { metrics[$0] } + [metrics.durations.count] == counts)
    }
}
