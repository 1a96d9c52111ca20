import Accounts
import Configuration
import Delivery
import SMSGate
import TemporaryFile
import Testing

/// What SMSGate says of a login, and what becomes of a kept account that it refuses.
@Suite struct RefusedAccountTests {
    private static let refused = DevicesAnswer.unknown(Response(status: 401, message: "Unauthorized"))

    private func smsgate(
        _ devices: [DevicesAnswer], _ health: Result<Health, TransportError> = .success(.passed)
    ) -> SMSGateAPI {
        var answers = devices
        return SMSGateAPI(
            send: { _, _ throws(TransportError) in Response(status: 401, message: "Unauthorized") },
            state: { _, _ throws(TransportError) in Response(status: 401, message: "Unauthorized") },
            devices: { _ in answers.count > 1 ? answers.removeFirst() : answers[0] },
            health: { () throws(TransportError) in try health.get() }, hasTimeLeft: { true })
    }

    private static let carol = Credentials(user: "carol", password: [1])

    @Test(
        arguments: [
            ([.devices([])], .right), ([.devices([Device(id: "a")])], .right), ([.app], .right),
            ([refused], .wrong), ([refused, .devices([])], .right),
            ([.unknown(Response(status: 403, message: "Forbidden"))], .wrong),
            // A proxy's pages.
            ([.unknown(Response(status: 403))], .unknown("SMSGate answered 403")),
            ([.unknown(Response(status: 200))], .unknown("SMSGate answered 200, without a list of devices")),
            ([refused, .unknown(Response(status: 502))], .unknown("SMSGate answered 502")),
            ([.unknown(Response(status: 429, message: "slow"))], .unknown("SMSGate answered 429: slow")),
        ] as [([DevicesAnswer], SMSGateLogin)])
    func saysWhetherALoginIsRight(answers: [DevicesAnswer], login: SMSGateLogin) {
        #expect(smsgate(answers).login(Self.carol) == login)
    }

    /// A proxy that wants a password of its own answers 401 to everything.
    @Test(
        arguments: [
            .success(.failed), .success(.answered(401)), .success(.answered(404)), .success(.answered(500)),
            .success(.notSMSGate), .failure(.timeout),
        ] as [Result<Health, TransportError>])
    func saysWrongOnlyIfItIsWell(health: Result<Health, TransportError>) {
        #expect(
            smsgate([Self.refused], health).login(Self.carol)
                == .unknown("SMSGate answered 401: Unauthorized"))
    }

    /// The user whose account was forgotten.
    private func forgotten(
        user: String?, _ outcome: Outcome.Condition = .authenticationFailed, nullSender: Bool = false,
        defaultUser: String? = nil, smsgate: SMSGateAPI? = nil
    ) throws -> String? {
        try withTemporaryFolder { folder in
            var configuration = Configuration()
            configuration.smsgateLogin = true
            configuration.accountDirectory = folder
            configuration.defaultUser = defaultUser
            try AccountDirectory(path: folder).keep(user: "carol", password: [1])
            let envelope = Envelope(
                user: user, hasNullSender: nullSender, recipient: "+12025550123@smtp.sms-gate.app")
            let forgotten = forgetRefusedAccount(
                of: envelope, after: [Outcome(.emptyBody), Outcome(outcome)], configuration,
                smsgate ?? self.smsgate([Self.refused]))
            let kept = try AccountDirectory(path: folder).account(of: "carol")
            #expect((kept == nil) == (forgotten != nil))
            return forgotten
        }
    }

    @Test func isForgottenWhoeverItSentFor() throws {
        #expect(try forgotten(user: "Carol") == "Carol")
        #expect(try forgotten(user: nil, defaultUser: "carol") == "carol")
    }

    @Test func isKeptOtherwise() throws {
        #expect(try forgotten(user: "carol", .temporaryFailure) == nil)
        #expect(try forgotten(user: "erin") == nil)
        #expect(try forgotten(user: "erin", defaultUser: "carol") == nil)
        #expect(try forgotten(user: nil) == nil)
        #expect(try forgotten(user: nil, nullSender: true, defaultUser: "carol") == nil)
        #expect(try forgotten(user: "carol", smsgate: smsgate([.devices([])])) == nil)
        #expect(
            try forgotten(user: "carol", smsgate: smsgate([Self.refused], .success(.answered(404)))) == nil)
    }
}
