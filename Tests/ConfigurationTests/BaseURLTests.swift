import Configuration
import Testing

@Suite("SMSGate's base URL")
struct BaseURLTests {
    @Test(
        arguments: [
            ("https://sms.example", true, "https://sms.example", "sms.example"),
            ("http://sms.example:8080/api/v1", false, "http://sms.example:8080", "sms.example"),
            ("HTTPS://Sms.Example/", true, "HTTPS://Sms.Example", "Sms.Example"),
            ("http://192.0.2.1", false, "http://192.0.2.1", "192.0.2.1"),
            ("http://[::1]:8080//a", false, "http://[::1]:8080", "[::1]"),
            ("https://[2001:db8::1]", true, "https://[2001:db8::1]", "[2001:db8::1]"),
            (
                "https://xn--bcher-kva.example/%7Ea;b=c,(d)!$&'*+", true, "https://xn--bcher-kva.example",
                "xn--bcher-kva.example"
            ),
        ] as [(String, Bool, String, String)])
    func hasParts(text: String, isEncrypted: Bool, root: String, host: String) throws {
        let url = try #require(BaseURL(text))
        #expect(url.isEncrypted == isEncrypted)
        #expect(url.root == root)
        #expect(url.host == host)
    }

    @Test(arguments: [
        "", "https", "https:", "https:/", "https://", "https:///api", "https:/sms.example", "//sms.example",
        "sms.example",
        "ftp://sms.example", "https ://sms.example", "https://:8080", "https://[", "https://[]",
        "https://alice@sms.example", "https://alice:x@sms.example", "https://sms.example?x",
        "https://sms.example#x",
        "https://sms.example/a b", "https://sms.example\n", "https://bücher.example",
        "https://sms.example/\\", "https://a|b",
        "https://<a>", "x/https://sms.example",
    ])
    func isNothingElse(text: String) {
        #expect(BaseURL(text) == nil)
    }
}
