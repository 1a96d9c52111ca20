import Accounts
import Configuration
import Delivery
import Files
import SMSGate
import TemporaryFile

/// A call of `deliver` with stubs in place of the credentials map and of SMSGate. A test sets what it is about.
struct Delivery {
    var user: String? = "alice"
    var queueID = "4bXyZ1234"
    var recipient = "+12025550123@smtp.sms-gate.app"
    var message = "Subject: Alarm\n\nThe disk is full.\n"
    /// As `-o name=value`.
    var parameters: [String] = []
    /// The credentials map.
    var credentials = "alice:secret\nbob:secret\n"
    /// 2026-01-01 00:00 UTC.
    var now = 1_767_225_600
    /// An hour before.
    var postfixStart: Int? = 1_767_222_000
    /// What SMSGate answers to the message, and to the question whether it has it.
    var answer = Result<Response, TransportError>.success(Response(status: 202))
    var state = Result<Response, TransportError>.success(Response(status: 404))

    /// What `deliver` did.
    struct Trace {
        let outcome: Outcome
        /// Whose account was looked up.
        let lookedUp: [String]
        /// What was sent and as whom.
        let requests: [(request: MessageRequest, user: String)]
        /// How often SMSGate was asked whether it has the message.
        let questions: Int

        /// The request if there was exactly one.
        var request: MessageRequest? { requests.count == 1 ? requests.first?.request : nil }
    }

    /// - Parameter tally: what counts the requests
    func run(counting tally: Tally = Tally()) throws -> Trace {
        let configuration = try withTemporaryFile([]) { path in
            try Configuration.load(file: path, overrides: parameters)
        }
        return try withTemporaryFile(credentials.utf8) { path in
            let map = try CredentialsFile(path: path)
            var lookedUp: [String] = []
            var questions = 0
            var requests: [(request: MessageRequest, user: String)] = []
            let outcome = deliver(
                Array(message.utf8), to: Envelope(user: user, queueID: queueID, recipient: recipient),
                configuration: configuration, now: now, postfixStart: postfixStart,
                account: { user throws(ConfigurationError) in
                    lookedUp.append(user)
                    return try map.account(of: user)
                },
                gate: Gate { submission throws(TransportError) in
                    requests.append((submission.request, submission.credentials.user))
                    return try answer.get()
                } state: { _ throws(TransportError) in
                    questions += 1
                    return try state.get()
                }.counting(in: tally))
            return Trace(outcome: outcome, lookedUp: lookedUp, requests: requests, questions: questions)
        }
    }
}
