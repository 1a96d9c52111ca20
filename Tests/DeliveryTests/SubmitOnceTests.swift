import Configuration
import Delivery
import SMSGate
import Testing

/// A message of the queue becomes one SMS or one notice, whatever its tries run into.
@Suite struct SubmitOnceTests {
    private typealias Answer = Result<Response, TransportError>

    /// Arrived when the tests' clock stands, or an hour before.
    private static let fresh =
        "Received: by mx.example (Postfix) id 4F1;\n Thu, 01 Jan 2026 00:00:00 +0000 (UTC)\n"
    private static let old = "Received: by mx.example (Postfix) id 4F1; Wed, 31 Dec 2025 23:00:00 +0000\n"

    /// What a hotel's network answers to everything.
    private static let page = Answer.success(Response(status: 200, isReadable: false))

    private static func status(_ code: Int) -> Result<Response, TransportError> {
        .success(Response(status: code))
    }

    private func deliver(
        _ received: String, answer: Answer = status(202), state: Answer = status(404),
        policy: String = "bridge",
        queueID: String = "4F1"
    ) throws -> Delivery.Trace {
        var delivery = Delivery(answer: answer, state: state)
        delivery.queueID = queueID
        delivery.message = received + delivery.message
        delivery.parameters = ["status_policy=\(policy)"]
        return try delivery.run()
    }

    @Test func aFirstTryAsksNothing() throws {
        let trace = try deliver(Self.fresh)
        #expect(trace.questions == 0)
        #expect(trace.requests.count == 1)
    }

    /// What the end of Postfix has cut off it tries at once when it starts again.
    @Test(arguments: [1_767_225_600, 1_767_225_601, nil])
    func aTryAfterAStartOfPostfixMayBeTheSecond(start: Int?) throws {
        var delivery = Delivery()
        delivery.message = Self.fresh + delivery.message
        delivery.postfixStart = start
        #expect(try delivery.run().questions == 1)
    }

    /// Without a date that says otherwise a try may be a second one.
    @Test(arguments: [
        old, "", "Received: by mx.example\n", "Received: by mx.example; soon\n",
        "Received: by mx.example; Thu, 01 Jan 2026 00:00:01 +0000\n" + fresh,
    ])
    func aTryThatMayBeTheSecondAsksFirst(received: String) throws {
        let trace = try deliver(received)
        #expect(trace.questions == 1)
        #expect(trace.requests.count == 1)
        #expect(trace.outcome.exitStatus == .ok)
    }

    /// A page is no word of SMSGate's: taking it for one would lose the message.
    @Test func anAnswerThatIsNotSMSGatesSaysNothing() throws {
        let trace = try deliver(Self.old, state: Self.page)
        #expect(trace.requests.isEmpty)
        #expect(trace.outcome.statusLine == "4.3.0 451 Temporary failure, try again later")
    }

    @Test func whatSMSGateHasIsNotSentAgain() throws {
        let trace = try deliver(Self.old, answer: .failure(.timeout), state: Self.status(200))
        #expect(trace.requests.isEmpty)
        #expect(trace.outcome.statusLine.hasPrefix("2.0.0 250 Message accepted id="))
    }

    /// 500 may mean that the id stands on two devices.
    @Test(arguments: [429, 500, 502, 503, 504])
    func whileSMSGateCannotSayNothingIsSentAndNothingIsFinal(code: Int) throws {
        let trace = try deliver(Self.old, state: Self.status(code))
        #expect(trace.requests.isEmpty)
        #expect(trace.outcome.statusLine == "4.3.0 451 Temporary failure, try again later")
    }

    @Test(arguments: [
        (TransportError.timeout, "4.4.2 451 Timeout"),
        (.unreachable("down"), "4.4.1 451 Cannot reach SMSGate: down"),
        (.lost("cut"), "4.4.1 451 Cannot reach SMSGate: cut"),
    ])
    func whileSMSGateDoesNotAnswerNothingIsSent(error: TransportError, line: String) throws {
        let trace = try deliver(Self.old, state: .failure(error))
        #expect(trace.requests.isEmpty)
        #expect(trace.outcome.statusLine == line)
    }

    /// A server without the question, and one that does not know the account: the try itself tells.
    @Test(arguments: [400, 401, 403, 404, 405, 501])
    func aQuestionThatIsNotUnderstoodHoldsNothingUp(code: Int) throws {
        #expect(try deliver(Self.old, state: Self.status(code)).requests.count == 1)
    }

    @Test(
        arguments: [
            // A lost answer, and an answer of a server in trouble, when SMSGate has the message,
            (.failure(.lost("cut")), status(200), "2.0.0 250 Message accepted id="),
            (status(500), status(200), "2.0.0 250 Message accepted id="),
            (status(503), status(200), "2.0.0 250 Message accepted id="),
            (page, status(200), "2.0.0 250 Message accepted id="),
            // when it has it not,
            (.failure(.lost("cut")), status(404), "4.4.1 451 Cannot reach SMSGate: cut"),
            (page, status(404), "4.3.5 451 Local configuration error: smsgate_url: unexpected answer"),
            (status(500), status(404), "5.3.0 550 Message delivery failed"),
            // and when nobody can say: a notice could be wrong.
            (.failure(.lost("cut")), status(503), "4.4.1 451 Cannot reach SMSGate: cut"),
            (status(500), status(500), "4.3.0 451 Temporary failure, try again later"),
            (status(503), .failure(.timeout), "4.3.0 451 Temporary failure, try again later"),
            (page, page, "4.3.0 451 Temporary failure, try again later"),
        ] as [(Result<Response, TransportError>, Result<Response, TransportError>, String)])
    func anOpenEndIsSettledByAsking(
        answer: Result<Response, TransportError>, state: Result<Response, TransportError>, line: String
    ) throws {
        let trace = try deliver(Self.fresh, answer: answer, state: state)
        #expect(trace.outcome.statusLine.hasPrefix(line))
        #expect(trace.questions == 1)
    }

    @Test(
        arguments: [
            .failure(.unreachable("refused")), .failure(.timeout), status(400), status(401), status(409),
        ]
            as [Result<Response, TransportError>])
    func aClearEndAsksNothing(answer: Result<Response, TransportError>) throws {
        #expect(try deliver(Self.fresh, answer: answer).questions == 0)
    }

    /// Nothing tries again what was sent by hand: its outcome is the table's.
    @Test func aMessageSentByHandAsksNothing() throws {
        let trace = try deliver(Self.old, answer: Self.status(503), state: Self.status(500), queueID: "")
        #expect(trace.questions == 0)
        #expect(trace.outcome.statusLine == "5.3.0 550 Message delivery failed")
    }
}
