import Configuration
import Delivery
import SMSGate
import Testing

/// A milter gets a message with all its recipients at once.
@Suite("A message with several recipients")
struct SeveralRecipientsTests {
    private static let second = "+4917012345678@smtp.sms-gate.app"
    private static let noNumber = "bob@smtp.sms-gate.app"

    @Test func isOneSMSForEachWithAnIDOfItsOwn() throws {
        let trace = try Delivery(others: [Self.second]).run()
        #expect(trace.outcomes.map(\.verdict) == [.accepted, .accepted])
        #expect(trace.requests.map(\.request.phoneNumber) == ["+12025550123", "+4917012345678"])
        #expect(Set(trace.requests.map(\.request.id)).count == 2)
        #expect(trace.lookedUp == ["alice"])
    }

    @Test func hasAnOutcomeForEach() throws {
        let trace = try Delivery(
            recipient: Self.noNumber, others: [Self.second, "+1@example.com", Self.second],
            answers: [.status(400, "no"), .accepted]
        ).run()
        #expect(trace.outcomes.map { $0.condition.reply.code } == [550, 450, 550, 250])
    }

    /// The mail itself is checked only if there is a valid number.
    @Test func hasTheErrorOfTheRecipientBeforeThatOfTheMail() throws {
        let trace = try Delivery(user: "nobody", recipient: Self.noNumber, others: [Self.second]).run()
        #expect(
            trace.outcomes.map(\.line) == [
                "5.1.3 550 Invalid phone number format", "5.7.8 535 Authentication failed",
            ])
    }

    @Test func isNotTriedForThoseForWhomNoTimeIsLeft() throws {
        let trace = try Delivery(others: [Self.second], hasTimeLeft: false).run()
        #expect(trace.requests.count == 1)
        #expect(trace.outcomes.map(\.condition.reply.code) == [250, 451])
        #expect(trace.outcomes.last?.line == "4.4.2 451 Timeout")
    }
}

@Suite("At the end of DATA")
struct EndOfDataTests {
    private static let taken = Outcome(.accepted(MessageID(hashing: [])))
    private static let empty = Outcome(.emptyBody)
    private static let number = Outcome(.invalidPhoneNumber)
    private static let later = Outcome(.temporaryFailure)
    private static let timeout = Outcome(.timeout)
    private static let broken = Outcome(.localConfigurationError("x"))

    @Test(
        arguments: [
            ([taken], .discard, .discard),
            ([taken, taken], .discard, .discard),
            ([empty], .refuse(empty), .refuse(empty)),
            ([number, empty], .refuse(number), .refuse(number)),
            ([later], .refuse(later), .queue([0])),
            ([timeout, later], .refuse(timeout), .queue([0, 1])),
            ([empty, later], .refuse(later), .queue([0, 1])),
            ([taken, later], .queue([1]), .queue([1])),
            ([number, taken, timeout], .queue([0, 2]), .queue([0, 2])),
            ([taken, broken], .queue([1]), .queue([1])),
            ([broken], .refuse(broken), .refuse(broken)),
            ([later, broken], .refuse(broken), .refuse(broken)),
        ] as [([Outcome], EndOfData, EndOfData)])
    func oneReplyStandsForAllRecipients(outcomes: [Outcome], reply: EndOfData, queue: EndOfData) {
        #expect(EndOfData(outcomes, whenUnavailable: .reply) == reply)
        #expect(EndOfData(outcomes, whenUnavailable: .queue) == queue)
    }
}
