import Configuration
import Delivery
import Files
import SMSGate
import Testing

/// The contract with the sender: the exact reply for each condition. PipeTests checks the exit statuses.
@Suite("The reply table")
struct ReplyTableTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let delivery: Delivery
        let line: String

        init(
            _ condition: String, _ line: String, _ change: (inout Delivery) -> Void
        ) {
            var delivery = Delivery()
            change(&delivery)
            testDescription = condition
            self.delivery = delivery
            self.line = line
        }
    }

    static let rows: [Row] = [
        Row("the recipient has no domain", "5.1.3 550 Invalid recipient format") {
            $0.recipient = "+12025550123"
        },
        Row("the recipient is empty", "5.1.3 550 Invalid recipient format") { $0.recipient = "" },
        Row("another domain", "5.1.2 550 Invalid recipient domain") {
            $0.recipient = "+12025550123@example.com"
        },
        Row("no phone number", "5.1.3 550 Invalid phone number format") {
            $0.recipient = "postmaster@smtp.sms-gate.app"
        },
        Row("nothing to send", "5.6.0 550 Message body is empty") {
            $0.message = "Subject: Alarm\n\n \n"
        },
        Row("an empty message", "5.6.0 550 Message body is empty") { $0.message = "" },
        Row("an encrypted mail", "5.6.0 550 Message is encrypted") {
            $0.message =
                "Content-Type: multipart/encrypted; boundary=b\n\n"
                + "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n"
        },
        Row("too long", "5.3.4 550 Message too long") {
            $0.message = "\n" + String(repeating: "a", count: 161)
            $0.parameters = ["max_segments=1", "long_message=reject"]
        },
        Row("no SASL user", "5.7.0 530 Authentication required") { $0.user = nil },
        Row("an empty SASL user", "5.7.0 530 Authentication required") { $0.user = "" },
        Row("a user who is not in the map", "5.7.8 535 Authentication failed") { $0.user = "mallory" },
        Row("an account that is broken", "") { $0.credentials = "alice:{ROT13}frperg" },
        Row("no answer in time", "4.4.2 451 Timeout") { $0.answers = [.error(.timeout)] },
        Row("no connection", "4.4.1 451 Cannot reach SMSGate: Couldn't connect to server") {
            $0.answers = [.error(.unreachable("Couldn't connect to server"))]
        },
        Row("a broken CA file", "4.3.5 451 Local configuration error: Problem with the CA cert") {
            $0.answers = [.error(.setup("Problem with the CA cert"))]
        },
    ]

    @Test(arguments: rows)
    func aCondition(row: Row) throws {
        let line = try row.delivery.run().line
        if row.line.isEmpty {
            #expect(line.hasPrefix("4.3.5 451 Local configuration error: /"))
            #expect(line.contains(": line 1: "))
        } else {
            #expect(line == row.line)
        }
    }

    @Test func acceptedNamesTheMessageID() throws {
        let trace = try Delivery().run()
        let id = try #require(trace.request?.id)
        #expect(trace.line == "2.0.0 250 Message accepted id=\(id)")
    }

    @Test(arguments: [
        (Outcome(.cutShort), "4.3.0 451 Message was cut short"),
        (
            Outcome(of: ConfigurationError("no such file")),
            "4.3.5 451 Local configuration error: no such file"
        ),
        (
            Outcome(of: ConfigurationError(file: "postsms.cf", line: 3, "duplicate")),
            "4.3.5 451 Local configuration error: postsms.cf: line 3: duplicate"
        ),
    ])
    func anErrorHasItsRow(outcome: Outcome, line: String) {
        #expect(outcome.line == line)
        #expect(outcome.verdict == .temporary)
    }

    @Test(arguments: [
        ("plain text", "plain text"), ("a\nb", "a b"), ("a\r\nb", "a  b"), ("a\tb", "a b"),
        ("\u{0}\u{1B}[31m\u{7F}", "  [31m "), ("a\u{85}b\u{2028}c\u{2029}d", "a b c d"),
        ("a\u{202E}b\u{200B}c\u{2066}d\u{FEFF}", "a b c d "),
        ("Zürich \u{1F600} e\u{301}", "Zürich \u{1F600} e\u{301}"), ("", ""),
        (String(repeating: "ä", count: 1001), String(repeating: "ä", count: 1000)),
    ])
    func printableTextIsOneShortLine(text: String, line: String) {
        #expect(printable(text) == line)
    }
}
