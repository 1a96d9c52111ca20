import Mail
import Testing

@Suite("The sender's name")
struct SenderNameTests {
    @Test(
        "is the display name, or else the address",
        arguments: [
            ("Jo Doe <jo@example.com>", "Jo Doe"), ("\"Doe, Jo\" <jo@example.com>", "Doe, Jo"),
            ("\"Jo \\\"JD\\\" Doe\" <jo@example.com>", "Jo \"JD\" Doe"),
            ("jo@example.com (Jo (JD) Doe)", "Jo (JD) Doe"),
            ("=?UTF-8?Q?J=C3=B6rg?= <jo@example.com>", "Jörg"),
            ("\"=?UTF-8?Q?J=C3=B6rg?=\" <jo@example.com>", "Jörg"),
            ("=?iso-8859-1?Q?J=F6rg?=\n =?iso-8859-1?Q?_M=FCller?= <jo@example.com>", "Jörg Müller"),
            ("jo@example.com", "jo@example.com"), ("<jo@example.com>", "jo@example.com"),
            ("\"\" <jo@example.com>", "jo@example.com"), ("Jo <jo@example.com>, Al <al@example.com>", "Jo"),
            ("jo@example.com, al@example.com", "jo@example.com"), ("Ops: Jo <jo@example.com>;", "Jo"),
            ("Nagios", "Nagios"), ("", ""), ("Jo \"J", "Jo J"), ("(", ""),
        ])
    func name(field: String, expected: String) {
        #expect(Message(parsing: Array("From: \(field)\n\nx".utf8)).senderName == expected)
    }

    @Test("is empty without the field")
    func missing() {
        #expect(Message(parsing: Array("Subject: x\n\ny".utf8)).senderName == "")
    }
}
