import Delivery
import SMSGate
import Testing

@Suite("A list of devices")
struct DeviceListsTests {
    /// - Returns: how often SMSGate was asked
    private func questions(
        _ answer: Result<DevicesAnswer, TransportError>, _ calls: [(user: String, url: String, now: Int)]
    ) -> Int {
        let lists = DeviceLists()
        var questions = 0
        let smsgate = SMSGateAPI(
            send: { _, _ throws(TransportError) in throw .timeout },
            state: { _, _ throws(TransportError) in throw .timeout },
            devices: { _ throws(TransportError) in
                questions += 1
                return try answer.get()
            },
            health: { () throws(TransportError) in .passed }, hasTimeLeft: { true })
        for call in calls {
            let found = Result { () throws(TransportError) in
                try lists.keeping(smsgate, url: call.url, now: call.now)
                    .devices(Credentials(user: call.user, password: [1]))
            }
            #expect(found == answer)
        }
        return questions
    }

    private static let list = Result<DevicesAnswer, TransportError>.success(.devices([Device(id: "a")]))

    @Test func isKeptForAMinute() {
        #expect(questions(Self.list, [("a", "u", 100), ("a", "u", 100), ("a", "u", 159)]) == 1)
        #expect(questions(Self.list, [("a", "u", 100), ("a", "u", 160)]) == 2)
        // The clock was set back.
        #expect(questions(Self.list, [("a", "u", 100), ("a", "u", 99)]) == 2)
    }

    @Test func isOfOneAccount() {
        #expect(questions(Self.list, [("a", "u", 1), ("b", "u", 1), ("a", "v", 1)]) == 3)
    }

    @Test(
        arguments: [
            .success(.devices([])), .success(.unknown(Response(status: 401))), .failure(.timeout),
        ] as [Result<DevicesAnswer, TransportError>])
    func isAskedForAgainIfThereIsNone(answer: Result<DevicesAnswer, TransportError>) {
        #expect(questions(answer, [("a", "u", 1), ("a", "u", 1)]) == 2)
    }
}
