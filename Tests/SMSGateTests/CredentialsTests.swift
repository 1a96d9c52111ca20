import SMSGate
import Testing

@Suite struct CredentialsTests {
    @Test func areShownWithoutThePassword() {
        let credentials = Credentials(user: "alice", password: Array("s3cret".utf8))
        #expect(credentials.description == "Credentials(user: alice)")
        #expect(String(reflecting: credentials) == "Credentials(user: alice)")
        for text in ["\(credentials)", "\([credentials])", "\(Optional(credentials) as Any)"] {
            #expect(text.contains("alice"))
            #expect(!text.contains("s3cret"))
            #expect(!text.contains("115"), "a byte of the password")
        }
    }

    /// "YWxpY2U6aHVudGVyMg==" is base64 of "alice:hunter2".
    @Test(
        arguments: [
            ("wrong password hunter2", "(withheld)"),
            ("bad header: Basic YWxpY2U6aHVudGVyMg==", "(withheld)"),
            ("queue limits exceeded", "queue limits exceeded"),
        ] as [(String, String)])
    func areTakenOutOfWhatTheServerSays(message: String, kept: String) {
        let credentials = Credentials(user: "alice", password: Array("hunter2".utf8))
        let response = Response(status: 400, message: message).withoutSecrets(of: credentials)
        #expect(response.message == kept)
        #expect(response.status == 400)
    }
}
