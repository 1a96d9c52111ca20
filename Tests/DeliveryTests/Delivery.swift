import Accounts
import Configuration
import Delivery
import Files
import SMSGate
import TemporaryFile

/// A call of `deliver` with stubs for the credentials map and SMSGate. A test sets only what it is about.
struct Delivery {
    var user: String? = "alice"
    var hasNullSender = false
    var queueID = "4bXyZ1z234"
    var recipient = "+12025550123@smtp.sms-gate.app"
    /// Further recipients of the message, after the first one.
    var others: [String] = []
    var message = "Subject: Alarm\n\nThe disk is full.\n"
    /// Parameters as in `-o name=value`.
    var parameters: [String] = []
    /// The credentials map.
    var credentials = "alice:secret\nbob:secret\n"
    /// 2026-01-01 00:00 UTC.
    var now = 1_767_225_600
    /// SMSGate's answers to requests to send, in order; the last one repeats.
    var answers = [Answer.accepted]
    /// The answer when SMSGate is asked for the message.
    var state = Answer.status(404, "record not found")
    /// Whether SMSGate has the message, but answers "not found" for the spelling of the id that was sent.
    var stale = false
    var devices = Result<DevicesAnswer, TransportError>.success(.devices([Device(id: "phone-1")]))
    var health = Result<Health, TransportError>.success(.passed)
    /// Whether there is time for a second request.
    var hasTimeLeft = true

    /// An answer of SMSGate.
    enum Answer: Sendable {
        /// 202 and the id.
        case accepted
        /// This status and the id.
        case withID(Int)
        /// The API's form of an error.
        case status(Int, String)
        /// This status and anything but JSON of the API.
        case page(Int)
        case error(TransportError)

        func result(_ id: MessageID) -> Result<Response, TransportError> {
            switch self {
            case .accepted: .success(Response(status: 202, id: id.description))
            case .withID(let status): .success(Response(status: status, id: id.description))
            case .status(let status, let message): .success(Response(status: status, message: message))
            case .page(let status): .success(Response(status: status))
            case .error(let error): .failure(error)
            }
        }
    }

    /// The result and the requests of `deliver`.
    struct Trace {
        /// Of each recipient, in order.
        let outcomes: [Outcome]
        /// Of the first recipient.
        let outcome: Outcome
        /// The users whose accounts were looked up.
        let lookedUp: [String]
        /// The requests that were sent, and their users.
        let requests: [(request: MessageRequest, user: String)]
        /// The number of questions for the message, the devices and SMSGate's health.
        let questions: Int
        let deviceQuestions: Int
        let healthQuestions: Int

        /// The request if there was exactly one.
        var request: MessageRequest? { requests.count == 1 ? requests.first?.request : nil }
        /// The reply as `postsms pipe` writes it.
        var line: String { outcome.line }
    }

    /// - Parameter metrics: counts the requests
    func run(counting metrics: DeliveryMetrics = DeliveryMetrics()) throws -> Trace {
        let configuration = try withTemporaryFile([]) { path in
            try Configuration.load(file: path, overrides: parameters)
        }
        return try withTemporaryFile(credentials.utf8) { path in
            let map = try CredentialsFile(path: path)
            var lookedUp: [String] = []
            var questions = (state: 0, devices: 0, health: 0)
            var requests: [(request: MessageRequest, user: String)] = []
            let smsgate = SMSGateAPI(
                send: { request, credentials throws(TransportError) in
                    let answer = requests.count < answers.count ? answers[requests.count] : answers.last
                    requests.append((request, credentials.user))
                    return try (answer ?? .accepted).result(request.id).get()
                },
                state: { id, _ throws(TransportError) in
                    questions.state += 1
                    let isKnown = stale && id != requests.last?.request.id
                    return try (isKnown ? .withID(200) : state).result(id).get()
                },
                devices: { _ throws(TransportError) in
                    questions.devices += 1
                    return try devices.get()
                },
                health: { () throws(TransportError) in
                    questions.health += 1
                    return try health.get()
                },
                hasTimeLeft: { hasTimeLeft || requests.isEmpty })
            let envelopes = ([recipient] + others).map {
                Envelope(user: user, hasNullSender: hasNullSender, queueID: queueID, recipient: $0)
            }
            let outcomes = deliver(
                Array(message.utf8), to: envelopes, configuration: configuration,
                account: { user throws(ConfigurationError) in
                    lookedUp.append(user)
                    return try map.account(of: user)
                }, now: now, smsgate: metrics.counting(smsgate))
            return Trace(
                outcomes: outcomes, outcome: outcomes[0], lookedUp: lookedUp, requests: requests,
                questions: questions.state,
                deviceQuestions: questions.devices, healthQuestions: questions.health)
        }
    }
}

extension Outcome {
    /// `D.S.N CODE text`
    var line: String {
        let reply = condition.reply
        return "\(reply.enhancedStatusCode) \(reply.code) \(reply.text)"
    }
}
