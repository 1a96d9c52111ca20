import Delivery
import Testing

@Suite struct RecipientAddressTests {
    @Test(arguments: [
        ("+12025550123@smtp.sms-gate.app", "+12025550123", "smtp.sms-gate.app"),
        ("a@B.Example", "a", "B.Example"),
        ("a@b.example.", "a", "b.example."),
        (#""+1 202"@b"#, "+1 202", "b"),
        (#""a@b"@c"#, "a@b", "c"),
        (#""a\"b"@c"#, #"a"b"#, "c"),
        (#""\\"@c"#, #"\"#, "c"),
        (#""\+\1"@c"#, "+1", "c"),
        (#""a\@b"@c"#, "a@b", "c"),
        ("1@[192.0.2.1]", "1", "[192.0.2.1]"),
        ("ü@例え.example", "ü", "例え.example"),
        // As smtpd(8) reads them.
        ("1@b@c", "1@b", "c"), (#"\+1\2@b"#, "+12", "b"), (#"1\"2@b"#, #"1"2"#, "b"),
        (#"a\@b@c"#, "a@b", "c"),
        ("1@\u{A0}b", "1", "\u{A0}b"),
        // A combining mark does not change the character before it.
        ("1@\u{301}b", "1", "\u{301}b"),
        (#""1\"# + "\u{301}" + #"2"@b"#, "1\u{301}2", "b"),
    ])
    func isRead(address: String, localPart: String, domain: String) throws {
        let recipient = try #require(RecipientAddress(address))
        #expect(recipient.localPart == localPart)
        #expect(recipient.domain == domain)
    }

    @Test(arguments: [
        "", "@", "1", "1@", "@b", #"""@b"#, "1@b@", "1@", #""1@b"#, #""1@b""#, #""1"2@b"#, #"1"2@b"#,
        #""1\"@b"#, #"1\@b"#,
        #""1\\\"@b"#, "1@b c", "1@ b", "1@b ", "1@b\n", "1@b\t", "1@<b>", #"1@"b""#, "1@b(c)", "<1@b>",
        "1\"\u{301}@b", "\"1\"\u{301}@b",
    ])
    func isRefused(address: String) {
        #expect(RecipientAddress(address) == nil)
    }

    @Test(arguments: [
        ("smtp.sms-gate.app", true), ("SMTP.SMS-Gate.App", true), ("smtp.sms-gate.app.", true),
        ("sms.example", true), ("smtp.sms-gate.app..", false), ("x.smtp.sms-gate.app", false),
        ("sms-gate.app", false), (".", false), ("smtp.sms-gate.app\u{301}", false),
        ("smtp.sms-gate\u{2024}app", false), ("\u{17F}mtp.sms-gate.app", false),
    ])
    func domainIsCompared(domain: String, isOurs: Bool) throws {
        let recipient = try #require(RecipientAddress("1@" + domain))
        #expect(recipient.isIn(["smtp.sms-gate.app", "sms.example"]) == isOurs)
    }
}
