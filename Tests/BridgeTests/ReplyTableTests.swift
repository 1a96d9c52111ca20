import Bridge
import SMSGate
import Testing

/// The contract with the sender: exit status and status line of each condition, to the letter.
@Suite("The reply table")
struct ReplyTableTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let delivery: Delivery
        let exitStatus: Int32
        let statusLine: String

        init(
            _ condition: String, _ exitStatus: Int32, _ statusLine: String, _ change: (inout Delivery) -> Void
        ) {
            var delivery = Delivery()
            change(&delivery)
            testDescription = condition
            self.delivery = delivery
            self.exitStatus = exitStatus
            self.statusLine = statusLine
        }
    }

    static let rows: [Row] = [
        Row("the recipient has no domain", 65, "5.1.3 550 Invalid recipient format") {
            $0.recipient = "+12025550123"
        },
        Row("the recipient is empty", 65, "5.1.3 550 Invalid recipient format") { $0.recipient = "" },
        Row("another domain", 68, "5.1.2 550 Invalid recipient domain") {
            $0.recipient = "+12025550123@example.com"
        },
        Row("no phone number", 67, "5.1.3 550 Invalid phone number format") {
            $0.recipient = "postmaster@smtp.sms-gate.app"
        },
        Row("nothing to send", 65, "5.6.0 550 Message body is empty") {
            $0.message = "Subject: Alarm\n\n \n"
        },
        Row("an empty message", 65, "5.6.0 550 Message body is empty") { $0.message = "" },
        Row("an encrypted mail", 65, "5.6.0 550 Message is encrypted") {
            $0.message =
                "Content-Type: multipart/encrypted; boundary=b\n\n"
                + "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n"
        },
        Row("too long", 65, "5.3.4 550 Message too long") {
            $0.message = "\n" + String(repeating: "a", count: 161)
            $0.parameters = ["max_segments=1", "long_message=reject"]
        },
        Row("no SASL user", 77, "5.7.0 530 Authentication required") { $0.user = nil },
        Row("an empty SASL user", 77, "5.7.0 530 Authentication required") { $0.user = "" },
        Row("a user who is not in the map", 77, "5.7.8 535 Authentication failed") { $0.user = "mallory" },
        Row("an account that is broken", 75, "") { $0.credentials = "alice:{ROT13}frperg" },
        Row("no answer in time", 75, "4.4.2 451 Timeout") { $0.answer = .failure(.timeout) },
        Row("no connection", 75, "4.4.1 451 Cannot reach SMSGate: Couldn't connect to server") {
            $0.answer = .failure(.unreachable("Couldn't connect to server"))
        },
        Row("a broken CA file", 75, "4.3.5 451 Local configuration error: Problem with the CA cert") {
            $0.answer = .failure(.setup("Problem with the CA cert"))
        },
    ]

    @Test(arguments: rows)
    func aCondition(row: Row) throws {
        let outcome = try row.delivery.run().outcome
        #expect(outcome.exitStatus.rawValue == row.exitStatus)
        if row.statusLine.isEmpty {
            #expect(outcome.statusLine.hasPrefix("4.3.5 451 Local configuration error: /"))
            #expect(outcome.statusLine.contains(": line 1: "))
        } else {
            #expect(outcome.statusLine == row.statusLine)
        }
    }

    @Test func acceptedNamesTheMessageID() throws {
        let trace = try Delivery().run()
        let id = try #require(trace.request?.id)
        #expect(trace.outcome.exitStatus.rawValue == 0)
        #expect(trace.outcome.statusLine == "2.0.0 250 Message accepted id=\(id)")
    }

    @Test(arguments: [
        (MessageInputError.cutShort as any Error, Int32(75), "4.3.0 451 Message was cut short"),
        (MessageInputError.tooLong, 65, "5.3.4 550 Message too long"),
        (ConfigurationError("no such file"), 75, "4.3.5 451 Local configuration error: no such file"),
        (
            ConfigurationError(file: "postsms.cf", line: 3, "duplicate"), 75,
            "4.3.5 451 Local configuration error: postsms.cf: line 3: duplicate"
        ),
        (
            CancellationError(), 75,
            "4.3.5 451 Local configuration error: unexpected error: CancellationError()"
        ),
    ])
    func anErrorHasItsRow(error: any Error, exitStatus: Int32, statusLine: String) {
        let outcome = Outcome(of: error)
        #expect(outcome.exitStatus.rawValue == exitStatus)
        #expect(outcome.statusLine == statusLine)
    }

    @Test func noErrorForgesASecondLine() {
        let outcome = Outcome.cannotReachSMSGate("a\r\n5.0.0 550 b\u{2028}c")
        #expect(outcome.statusLine == "4.4.1 451 Cannot reach SMSGate: a  5.0.0 550 b c")
    }

    @Test(arguments: [
        ("plain text", "plain text"), ("a\nb", "a b"), ("a\r\nb", "a  b"), ("a\tb", "a b"),
        ("\u{0}\u{1B}[31m\u{7F}", "  [31m "), ("a\u{85}b\u{2028}c\u{2029}d", "a b c d"),
        ("Zürich \u{1F600} e\u{301}", "Zürich \u{1F600} e\u{301}"), ("", ""),
        (String(repeating: "ä", count: 1001), String(repeating: "ä", count: 1000)),
    ])
    func printableTextIsOneShortLine(text: String, line: String) {
        #expect(printable(text) == line)
    }
}
