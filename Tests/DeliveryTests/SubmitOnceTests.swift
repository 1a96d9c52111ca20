import Configuration
import Delivery
import SMSGate
import Testing

/// A message becomes one SMS or one notice, whatever its tries meet.
@Suite struct SubmitOnceTests {
    private typealias Answer = Delivery.Answer

    private static let accepted = "2.0.0 250 Message accepted id="
    private static let open = "4.3.0 451 Temporary failure, try again later"

    /// Answers that do not show whether SMSGate accepted the message, and the outcome if there is no other
    /// answer.
    static let openEnds: [(Delivery.Answer, String)] = [
        (.error(.lost("cut")), "4.4.1 451 Cannot reach SMSGate: cut"),
        (.error(.timeout), "4.4.2 451 Timeout"),
        (.page(200), open), (.page(202), open), (.page(204), open),
        (.status(202, "no id"), open), (.page(409), "4.3.0 450 Temporary failure, try again later"),
        (.page(400), "4.3.0 450 Temporary failure, try again later"),
        (.page(404), "4.3.0 450 Temporary failure, try again later"),
        (.page(302), "4.3.5 451 Local configuration error: smsgate_url: unexpected answer"),
    ]

    @Test(arguments: [Delivery.Answer.accepted, .withID(200), .withID(201)])
    func whatSMSGateTookIsAskedForOnce(answer: Delivery.Answer) throws {
        let trace = try Delivery(answers: [answer]).run()
        #expect(trace.line.hasPrefix(Self.accepted))
        #expect(trace.outcome.detail == "segments=1 encoding=GSM-7")
        #expect(trace.requests.count == 1)
        #expect(trace.questions == 0)
    }

    @Test(arguments: StatusPolicy.allCases)
    func whatSMSGateHadIsSuccess(policy: StatusPolicy) throws {
        let trace = try Delivery(
            parameters: ["status_policy=\(policy)"], answers: [.status(409, "exists already")]
        ).run()
        #expect(trace.line.hasPrefix(Self.accepted))
        #expect(trace.outcome.detail == "SMSGate had it already segments=1 encoding=GSM-7")
        #expect(trace.requests.count == 2)
    }

    /// It says nothing about which message it is for.
    @Test func aConflictThatWasForAnotherMessageIsNoSuccess() throws {
        let parameters = ["status_policy=precise"]
        let conflict = Delivery.Answer.status(409, "exists already")
        let taken = try Delivery(parameters: parameters, answers: [conflict, .accepted]).run()
        #expect(taken.outcome.detail == "segments=1 encoding=GSM-7")
        let lost = try Delivery(parameters: parameters, answers: [conflict, .error(.lost("cut"))]).run()
        #expect(lost.outcome.verdict == .temporary)
        let refused = try Delivery(parameters: parameters, answers: [conflict, .status(400, "no")]).run()
        #expect(refused.outcome.verdict == .permanent)
        #expect(refused.questions == 2)
    }

    @Test func anotherIDIsNoProof() throws {
        let other = MessageID(hashing: [])
        let response = Response(status: 202, id: other.description)
        #expect(response.proof(ofPosting: MessageID(hashing: [[1]])) == .none)
        #expect(response.proof(ofPosting: other) == .taken)
    }

    @Test(arguments: openEnds, StatusPolicy.allCases)
    func anOpenEndIsTriedAgainOnceAndIsNeverFinal(
        end: (answer: Delivery.Answer, line: String), policy: StatusPolicy
    ) throws {
        let trace = try Delivery(parameters: ["status_policy=\(policy)"], answers: [end.answer]).run()
        #expect(trace.line == end.line)
        #expect(trace.requests.count == 2)
        #expect(trace.questions == 0)
    }

    @Test(arguments: openEnds + [(.status(500, "x"), ""), (.page(502), "")])
    func theSecondRequestTellsWhatBecameOfTheFirst(end: (answer: Delivery.Answer, line: String)) throws {
        let again = try Delivery(answers: [end.answer, .status(409, "exists")]).run()
        #expect(again.line.hasPrefix(Self.accepted))
        #expect(again.outcome.detail?.hasPrefix("SMSGate had it already") == true)
        let late = try Delivery(answers: [end.answer, .accepted]).run()
        #expect(late.line.hasPrefix(Self.accepted))
        #expect(late.requests.count == 2)
        #expect(late.requests[0].request.options.deviceID == late.requests[1].request.options.deviceID)
    }

    @Test(arguments: openEnds)
    func withoutTimeLeftNothingIsTriedAgain(end: (answer: Delivery.Answer, line: String)) throws {
        let trace = try Delivery(answers: [end.answer, .accepted], hasTimeLeft: false).run()
        #expect(trace.line == end.line)
        #expect(trace.requests.count == 1)
    }

    /// A notice could be wrong: SMSGate may have accepted a message before it got into trouble.
    @Test(
        arguments: [
            (.withID(200), accepted), (.status(404, "record not found"), "5.3.0 550 Message delivery failed"),
            (.page(404), open), (.page(200), open), (.status(200, "no id"), open), (.page(204), open),
            (.page(302), open), (.page(403), open), (.status(401, "x"), open), (.status(500, "two"), open),
            (.error(.timeout), open), (.error(.lost("cut")), open),
        ] as [(Delivery.Answer, String)])
    func beforeA5xxIsFinalSMSGateIsAsked(state: Delivery.Answer, line: String) throws {
        for answer in [Answer.status(500, "x"), .page(502), .status(503, "queue limits exceeded")] {
            let trace = try Delivery(answers: [answer], state: state).run()
            #expect(trace.line.hasPrefix(line), "\(answer)")
            // A message that was not found is asked for again, see below.
            #expect(trace.questions == (trace.outcome.verdict == .permanent ? 2 : 1))
        }
    }

    /// A firewall may block the answer, not the request.
    @Test(
        arguments: [
            (.withID(200), accepted), (.status(404, "record not found"), "5.7.8 535 Authentication failed"),
            (.page(403), open), (.status(401, "x"), open), (.page(404), open), (.error(.timeout), open),
        ] as [(Delivery.Answer, String)], StatusPolicy.allCases)
    func beforeA403OfAProxyIsFinalSMSGateIsAsked(
        end: (state: Delivery.Answer, line: String), policy: StatusPolicy
    ) throws {
        let trace = try Delivery(
            parameters: ["status_policy=\(policy)"], answers: [.page(403)], state: end.state
        ).run()
        #expect(trace.line.hasPrefix(end.line))
        // Once as an open end, and once because the password was refused.
        #expect(trace.requests.count == 3)
        #expect(trace.questions == (trace.outcome.verdict == .permanent ? 2 : 1))
    }

    @Test func aServerInTroubleIsNotAskedWhereNothingIsFinal() throws {
        let trace = try Delivery(
            parameters: ["status_policy=precise"], answers: [.status(503, "queue limits exceeded")]
        ).run()
        #expect(trace.line == Self.open)
        #expect(trace.questions == 0)
    }

    /// After a request with an open end.
    @Test(
        arguments: [
            (.withID(200), accepted), (.status(404, "record not found"), "5.3.0 550 Message delivery failed"),
            (.page(404), open), (.error(.timeout), open),
        ] as [(Delivery.Answer, String)])
    func aRefusalIsFinalOnlyIfTheFirstRequestWasNotTaken(state: Delivery.Answer, line: String) throws {
        let trace = try Delivery(
            parameters: ["status_policy=precise"],
            answers: [.error(.lost("cut")), .status(400, "not a mobile number")], state: state
        ).run()
        #expect(trace.line.hasPrefix(line))
        #expect(trace.questions == (trace.outcome.verdict == .permanent ? 2 : 1))
    }

    /// SMSGate has cached "not found" for the id since an earlier try, but not for its other spellings.
    @Test func aStaleAnswerIsNotBelieved() throws {
        let trace = try Delivery(answers: [.status(500, "x")], stale: true).run()
        #expect(trace.line.hasPrefix(Self.accepted))
        #expect(trace.outcome.detail?.hasPrefix("SMSGate had it already") == true)
        #expect(trace.questions == 2)
    }

    @Test(
        arguments: [
            (.error(.unreachable("refused")), "4.4.1 451 Cannot reach SMSGate: refused"),
            (.error(.setup("no CA")), "4.3.5 451 Local configuration error: no CA"),
            (.status(400, "x"), "4.3.0 450 Temporary failure, try again later"),
        ] as [(Delivery.Answer, String)])
    func aClearEndIsNeitherTriedAgainNorAskedFor(answer: Delivery.Answer, line: String) throws {
        let trace = try Delivery(answers: [answer]).run()
        #expect(trace.line == line)
        #expect(trace.requests.count == 1)
        #expect(trace.questions == 0)
    }
}

/// SMSGate also answers 401 while it cannot look a user up.
@Suite struct RefusedLoginTests {
    private static let wrong = "5.7.8 535 Authentication failed"
    private static let trouble = "4.3.0 451 Temporary failure, try again later"

    @Test(
        arguments: [
            (.success(.passed), wrong), (.success(.answered(404)), wrong), (.success(.notSMSGate), wrong),
            (.success(.answered(403)), wrong), (.success(.answered(302)), wrong),
            (.success(.failed), trouble), (.success(.answered(500)), trouble),
            (.success(.answered(503)), trouble), (.failure(.timeout), trouble),
            (.failure(.unreachable("x")), trouble), (.failure(.lost("x")), trouble),
        ] as [(Result<Health, TransportError>, String)], [401, 403])
    func isWrongOnlyIfSMSGateIsWell(health: (Result<Health, TransportError>, line: String), status: Int)
        throws
    {
        for policy in StatusPolicy.allCases {
            let sent = try Delivery(
                parameters: ["device_id=d", "status_policy=\(policy)"], answers: [.status(status, "no")],
                health: health.0
            ).run()
            #expect(sent.line == health.line)
            #expect(sent.healthQuestions == 1)
            let asked = try Delivery(
                parameters: ["status_policy=\(policy)"],
                devices: .success(.unknown(Response(status: status, message: "no"))), health: health.0
            ).run()
            #expect(asked.line == health.line)
            #expect(asked.requests.isEmpty)
        }
    }

    /// The database was down for a moment.
    @Test func isTriedAgainBeforeItIsFinal() throws {
        let sent = try Delivery(parameters: ["device_id=d"], answers: [.status(401, "no"), .accepted]).run()
        #expect(sent.outcome.verdict == .accepted)
        #expect(sent.requests.count == 2)
        let open = try Delivery(
            parameters: ["device_id=d"],
            answers: [.error(.lost("cut")), .status(401, "no")], state: .status(401, "no")
        ).run()
        #expect(open.line == Self.trouble)
    }

    /// The app refuses a password without a text.
    @Test func needsNoJSONWithA401() throws {
        let trace = try Delivery(parameters: ["device_id=d"], answers: [.page(401)]).run()
        #expect(trace.line == Self.wrong)
        #expect(trace.requests.count == 2)
        #expect(trace.questions == 0)
    }

    @Test func nothingElseAsksForTheHealth() throws {
        for answer in [Delivery.Answer.accepted, .status(400, "x"), .status(500, "x"), .page(404)] {
            #expect(try Delivery(answers: [answer]).run().healthQuestions == 0)
        }
    }
}
