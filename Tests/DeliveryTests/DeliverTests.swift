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
        var options = MessageOptions()
        options.deviceID = "phone-1"
        #expect(request.options == options)
        #expect(trace.lookedUp == ["alice"])
        #expect(trace.requests.map(\.user) == ["alice"])
    }

    /// Each has one more error than the one before: the first failing check decides.
    @Test func theChecksHaveAnOrder() throws {
        var delivery = Delivery(message: "", answers: [.error(.timeout)])
        #expect(try delivery.run().outcome == Outcome(.emptyBody))
        delivery.credentials = "alice:secret::::::sms_priority=high\n"
        #expect(try delivery.run().line.hasPrefix("4.3.5 451 "))
        delivery.credentials = "bob:secret\n"
        #expect(try delivery.run().outcome == Outcome(.authenticationFailed))
        delivery.user = nil
        #expect(try delivery.run().outcome == Outcome(.authenticationRequired))
        delivery.recipient = "alice@smtp.sms-gate.app"
        #expect(try delivery.run().outcome == Outcome(.invalidPhoneNumber))
        delivery.recipient = "alice@example.com"
        #expect(try delivery.run().outcome == Outcome(.invalidRecipientDomain))
        delivery.recipient = "alice"
        #expect(try delivery.run().outcome == Outcome(.invalidRecipientFormat))
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
        #expect(trace.outcome.verdict != .accepted)
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
                """, devices: .success(.devices([Device(id: "two")])))
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
        #expect(try strict.run().outcome == Outcome(.tooLong))
    }

    @Test(arguments: [nil, ""])
    func mailWithoutAUserIsTheDefaultUsers(user: String?) throws {
        let trace = try Delivery(user: user, parameters: ["default_user=bob"]).run()
        #expect(trace.lookedUp == ["bob"])
        #expect(trace.requests.map(\.user) == ["bob"])
        #expect(try trace.request?.id == Delivery(user: "bob").run().request?.id)
    }

    /// A bounce must not go to a number that a stranger gave as the sender of another mail.
    @Test(arguments: [nil, "", "alice"])
    func mailWithTheNullSenderIsNotTheDefaultUsers(user: String?) throws {
        let trace = try Delivery(user: user, hasNullSender: true, parameters: ["default_user=bob"]).run()
        let isSomebodys = user == "alice"
        #expect(trace.requests.map(\.user) == (isSomebodys ? ["alice"] : []))
        #expect((trace.outcome == Outcome(.authenticationRequired)) == !isSomebodys)
    }

    @Test func mailOfAUserIsNotTheDefaultUsers() throws {
        let trace = try Delivery(user: "mallory", parameters: ["default_user=bob"]).run()
        #expect(trace.lookedUp == ["mallory"])
        #expect(trace.outcome == Outcome(.authenticationFailed))
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
        #expect(trace.outcome == Outcome(.emptyBody))
    }

    @Test(arguments: [("fallback", "Alarm"), ("prefix", "Alarm"), ("ignore", nil)] as [(String, String?)])
    func ofAnEncryptedMailTheSubjectIsUsedAsConfigured(use: String, text: String?) throws {
        let message = "Subject: Alarm\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
        let trace = try Delivery(message: message, parameters: ["subject=\(use)"]).run()
        #expect(trace.request?.text == text)
        #expect(text != nil || trace.outcome == Outcome(.encrypted))
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
        #expect(try delivery.run().outcome.verdict == .accepted)
        var foreign = delivery
        foreign.recipient = "+12025550123@smtp.sms-gate.app"
        #expect(try foreign.run().outcome == Outcome(.invalidRecipientDomain))
    }

    /// A dry run knows only the name of an account, and makes the same request as a real run, except for the
    /// device.
    @Test func aNamelessAccountMakesTheSameRequest() throws {
        let delivery = Delivery(parameters: ["device_id=phone-1"])
        let real = try #require(try delivery.run().request)
        let sms = try prepare(
            Array(delivery.message.utf8),
            to: Envelope(user: "alice", queueID: delivery.queueID, recipient: delivery.recipient),
            configuration: Configuration.load(file: nil, overrides: delivery.parameters),
            account: { Account(named: $0) }, now: delivery.now)
        #expect(try sms.request.json() == real.json())
    }
}
