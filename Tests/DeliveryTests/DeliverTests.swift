import Accounts
import Configuration
import Delivery
import SMSGate
import Testing

@Suite("The path of a message")
struct DeliverTests {
    @Test func theRequestHoldsNumberTextAndNothingElse() throws {
        let trace = try Delivery(recipient: "001-202-555-0123@SMTP.sms-gate.app").run()
        let request = try #require(trace.request)
        #expect(request.phoneNumber == "+12025550123")
        #expect(request.text == "The disk is full.")
        #expect(request.options == MessageOptions())
        #expect(trace.lookedUp == ["alice"])
        #expect(trace.requests.map(\.user) == ["alice"])
    }

    /// Each is wrong in one thing more than the one before: the first check that fails decides.
    @Test func theChecksHaveAnOrder() throws {
        var delivery = Delivery(message: "", answer: .failure(.timeout))
        #expect(try delivery.run().outcome == .emptyBody)
        delivery.credentials = "alice:secret::::::sms_priority=high\n"
        #expect(try delivery.run().outcome.replyCode == 451)
        delivery.credentials = "bob:secret\n"
        #expect(try delivery.run().outcome == .authenticationFailed)
        delivery.user = nil
        #expect(try delivery.run().outcome == .authenticationRequired)
        delivery.recipient = "alice@smtp.sms-gate.app"
        #expect(try delivery.run().outcome == .invalidPhoneNumber)
        delivery.recipient = "alice@example.com"
        #expect(try delivery.run().outcome == .invalidRecipientDomain)
        delivery.recipient = "alice"
        #expect(try delivery.run().outcome == .invalidRecipientFormat)
    }

    @Test(arguments: ["alice", "alice@example.com", "alice@smtp.sms-gate.app"])
    func aBadRecipientNeedsNoAccount(recipient: String) throws {
        let trace = try Delivery(recipient: recipient).run()
        #expect(trace.lookedUp.isEmpty)
        #expect(trace.requests.isEmpty)
    }

    @Test(arguments: [
        Delivery(user: nil), Delivery(user: "mallory"), Delivery(message: "\n\n"),
        Delivery(credentials: "alice:{PLAIN.hex}x"),
    ])
    func nothingIsSentAfterAFailure(delivery: Delivery) throws {
        let trace = try delivery.run()
        #expect(trace.requests.isEmpty)
        #expect(trace.outcome.exitStatus != .ok)
    }

    @Test func theSameQueuedMessageHasTheSameIDAtEachTry() throws {
        let first = try #require(try Delivery(answer: .failure(.timeout)).run().request)
        let second = try #require(try Delivery(answer: .success(Response(status: 409))).run().request)
        #expect(first.id == second.id)
    }

    @Test(arguments: [
        Delivery(user: "bob"), Delivery(queueID: "4bXyZ1235"), Delivery(queueID: ""),
        Delivery(recipient: "12025550123@smtp.sms-gate.app"),
        Delivery(recipient: "+12025550124@smtp.sms-gate.app"),
        Delivery(message: "Subject: Alarm\n\nThe disk is full!\n"),
        // The text is the same, the message is not.
        Delivery(message: "Subject: Alert\n\nThe disk is full.\n"),
    ])
    func anotherMessageHasAnotherID(delivery: Delivery) throws {
        let one = try #require(try Delivery().run().request)
        let other = try #require(try delivery.run().request)
        #expect(one.id != other.id)
    }

    @Test func configurationDoesNotChangeTheID() throws {
        let one = try #require(try Delivery().run().request)
        let other = try #require(
            try Delivery(
                parameters: ["subject=prefix", "priority=100"],
                credentials: "alice:other::::::sms_sim_number=2\n"
            ).run().request)
        #expect(one.id == other.id)
    }

    @Test func optionsComeFromTheConfigurationAndTheAccountBeatsIt() throws {
        let delivery = Delivery(
            parameters: [
                "device_id=one", "sim_number=1", "priority=5", "message_ttl=1h", "delivery_report=no",
                "device_active_within=90m",
            ],
            credentials: """
                alice:secret::::::sms_device_id=two proxy=y sms_sim_number=2\tsms_delivery_report \
                sms_priority= nopassword= smsc=1
                """)
        var expected = MessageOptions()
        expected.deviceID = "two"
        expected.simNumber = 2
        expected.priority = nil
        expected.timeToLive = 3600
        expected.withDeliveryReport = true
        expected.deviceActiveWithin = 2
        #expect(try delivery.run().request?.options == expected)
    }

    @Test func anAccountsFieldsCountForItAlone() throws {
        let credentials = "alice:secret::::::sms_priority=100\nbob:secret\n"
        #expect(try Delivery(credentials: credentials).run().request?.options.priority == 100)
        #expect(try Delivery(user: "bob", credentials: credentials).run().request?.options.priority == nil)
    }

    @Test func anAccountMayShapeItsText() throws {
        let delivery = Delivery(
            message: "Subject: „Alarm“\n\nZażółć – now\n" + String(repeating: "a", count: 300),
            credentials: """
                alice:secret::::::sms_subject=prefix sms_max_segments=1 sms_transliterate=full
                """)
        let text = try #require(try delivery.run().request).text
        #expect(text.hasPrefix("\"Alarm\": Zazolc - now"))
        #expect(text.utf8.count == 160)
        var strict = delivery
        strict.credentials = "alice:secret::::::sms_max_segments=1 sms_long_message=reject"
        #expect(try strict.run().outcome == .tooLong)
    }

    @Test(arguments: [nil, ""])
    func mailWithoutAUserIsTheDefaultUsers(user: String?) throws {
        let trace = try Delivery(user: user, parameters: ["default_user=bob"]).run()
        #expect(trace.lookedUp == ["bob"])
        #expect(trace.requests.map(\.user) == ["bob"])
        #expect(try trace.request?.id == Delivery(user: "bob").run().request?.id)
    }

    @Test func mailOfAUserIsNotTheDefaultUsers() throws {
        let trace = try Delivery(user: "mallory", parameters: ["default_user=bob"]).run()
        #expect(trace.lookedUp == ["mallory"])
        #expect(trace.outcome == .authenticationFailed)
    }

    @Test(arguments: [
        ("ignore", "Subject: Alarm\n\nFull\n", "Full"),
        ("prefix", "Subject: Alarm\n\nFull\n", "Alarm: Full"),
        ("prefix", "Subject: =?utf-8?q?Caf=C3=A9?=\n\nFull\n", "Café: Full"),
        ("prefix", "Subject: \n\nFull\n", "Full"),
        ("prefix", "From: a@b.example\n\nFull\n", "Full"),
        ("prefix", "Subject: Alarm\n\n", "Alarm"),
        ("fallback", "Subject: Alarm\n\nFull\n", "Full"),
        ("fallback", "Subject: Alarm\n\n \n", "Alarm"),
        ("fallback", "Subject: Alarm\nContent-Type: text/plain; charset=utf-8\n\n\u{A0}\u{3000}\n", "Alarm"),
    ])
    func subjectIsUsedAsConfigured(use: String, message: String, text: String) throws {
        let trace = try Delivery(message: message, parameters: ["subject=\(use)"]).run()
        #expect(trace.request?.text == text)
    }

    @Test(arguments: ["ignore", "prefix", "fallback"])
    func neitherSubjectNorBodyIsNothingToSend(use: String) throws {
        let trace = try Delivery(message: "Subject: \n\n\n", parameters: ["subject=\(use)"]).run()
        #expect(trace.outcome == .emptyBody)
    }

    @Test func anUncheckedNumberIsSentAsItIs() throws {
        let delivery = Delivery(
            recipient: "110@smtp.sms-gate.app", parameters: ["skip_phone_validation=yes"])
        let request = try #require(try delivery.run().request)
        #expect(request.phoneNumber == "110")
        #expect(request.options.skipPhoneValidation)
    }

    @Test func aQuotedLocalPartMayHoldSpaces() throws {
        let trace = try Delivery(recipient: #""+1 (202) 555-0123"@smtp.sms-gate.app"#).run()
        #expect(trace.request?.phoneNumber == "+12025550123")
    }

    @Test(arguments: ["a.example", "B.example."])
    func eachConfiguredDomainIsOurs(domain: String) throws {
        let delivery = Delivery(
            recipient: "+12025550123@" + domain, parameters: ["recipient_domain=A.Example, b.example"])
        #expect(try delivery.run().outcome.exitStatus == .ok)
        var foreign = delivery
        foreign.recipient = "+12025550123@smtp.sms-gate.app"
        #expect(try foreign.run().outcome == .invalidRecipientDomain)
    }

    /// A dry run knows an account by its name alone, and makes the request of the real run.
    @Test func aNamelessAccountMakesTheSameRequest() throws {
        let real = try #require(try Delivery().run().request)
        var rehearsed: MessageRequest?
        let delivery = Delivery()
        let gate = Gate { submission throws(TransportError) in
            rehearsed = submission.request
            return Response(status: 202)
        } state: { _ in
            Response(status: 404)
        }
        let outcome = deliver(
            Array(delivery.message.utf8),
            to: Envelope(user: "alice", queueID: delivery.queueID, recipient: delivery.recipient),
            configuration: Configuration(), now: delivery.now, postfixStart: nil,
            account: { Account(named: $0) }, gate: gate)
        #expect(outcome.exitStatus == .ok)
        #expect(try rehearsed?.json() == real.json())
    }
}
