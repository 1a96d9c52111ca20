import SMSGate
import Testing

@Suite("The request's JSON")
struct MessageRequestTests {
    private static let id = MessageID(hashing: [[], [], [], []])

    private func json(_ text: String, _ options: MessageOptions = MessageOptions()) throws -> String {
        let request = MessageRequest(id: Self.id, text: text, phoneNumber: "+12025550123", options: options)
        return String(decoding: try request.json(), as: UTF8.self)
    }

    @Test func leavesOutWhatIsNotSet() throws {
        #expect(
            try json("Hello")
                == #"{"id":"66687aadf862bd776c8fc18b8e9f8e20","phoneNumbers":["+12025550123"],"#
                + #""textMessage":{"text":"Hello"}}"#)
    }

    @Test func holdsEveryOption() throws {
        var options = MessageOptions()
        options.deviceID = "PyDmBQZZXYmyxMwED8Fzy"
        options.simNumber = 2
        options.priority = -128
        options.timeToLive = 3600
        options.withDeliveryReport = false
        options.validUntil = 1_767_268_799
        options.scheduleAt = 253_402_300_799
        #expect(
            try json("Hello", options)
                == #"{"deviceId":"PyDmBQZZXYmyxMwED8Fzy","id":"66687aadf862bd776c8fc18b8e9f8e20","#
                + #""phoneNumbers":["+12025550123"],"priority":-128,"scheduleAt":"9999-12-31T23:59:59Z","#
                + #""simNumber":2,"textMessage":{"text":"Hello"},"ttl":3600,"#
                + #""validUntil":"2026-01-01T11:59:59Z","withDeliveryReport":false}"#)
    }

    @Test func leavesOutWhatBelongsIntoTheQuery() throws {
        var options = MessageOptions()
        options.deviceActiveWithin = 24
        options.skipPhoneValidation = true
        #expect(try json("Hello", options) == json("Hello"))
    }

    @Test(arguments: [
        (#"a "quoted" \ word"#, #"a \"quoted\" \\ word"#), ("a\nb\r\tc", #"a\nb\r\tc"#),
        ("https://sms.example/?a=1&b=<2>", "https://sms.example/?a=1&b=<2>"),
        ("Zürich \u{1F600} 日本", "Zürich \u{1F600} 日本"), ("e\u{301}", "e\u{301}"),
        ("\u{0}\u{1F}", #"\u0000\u001F"#), ("\u{7F}\u{2028}", "\u{7F}\u{2028}"), ("", ""),
        (#""},"phoneNumbers":["+1"],"x":{""#, #"\"},\"phoneNumbers\":[\"+1\"],\"x\":{\""#),
    ])
    func escapesTheText(text: String, escaped: String) throws {
        let plain = try json("")
        #expect(try json(text) == plain.dropLast(3) + escaped + #""}}"#)
        #expect(!(try json(text)).utf8.contains(UInt8(ascii: "\n")))
    }
}
