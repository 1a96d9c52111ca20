import Accounts
import Configuration
import Delivery
import Files
import Glibc
import Metrics
import SMSGate

/// `postsms pipe`: the role behind pipe(8). One message on standard input, one SMS, one outcome.
struct Pipe: Role {
    static let usage = Usage(
        words: ["pipe"], abstract: "Send the message on standard input as one SMS.",
        discussion: """
            Postfix's pipe(8) runs this for each message and recipient. The exit status and
            the first line of output tell it what became of the message. By hand:

              postsms pipe --user=alice +12025550123@smtp.sms-gate.app < message.eml

            See postsms-pipe(8) for the outcomes and postsms.cf(5) for the configuration.
            """,
        options: ConfigurationOptions.usage + [
            Usage.Option(
                name: "dry-run", help: "Send nothing; print the request to SMSGate as one line of JSON."),
            Usage.Option(
                name: "explain",
                help: "With --dry-run: say for people what becomes of the mail, instead of printing JSON."),
            Usage.Option(
                name: "user", value: "name", isMacro: true, help: "SASL user whose account sends the SMS."),
            Usage.Option(name: "sender", value: "address", isMacro: true, help: "Envelope sender."),
            Usage.Option(
                name: "queue-id", value: "id", isMacro: true, help: "Queue id; part of the message id."),
            Usage.Option(
                name: "size", value: "bytes", isMacro: true,
                help: "Size of the message as Postfix states it."),
        ],
        operand: Usage.Option(name: "recipient", help: "Envelope recipient, {phone}@{domain}."))

    private let configurationOptions: ConfigurationOptions
    private let dryRun: Bool
    private let explain: Bool
    private let user: String?
    private let queueID: String?
    /// Of the message as Postfix states it, in bytes.
    private let size: Int?
    private let recipient: String

    init(arguments: Arguments) throws(Arguments.Refusal) {
        configurationOptions = ConfigurationOptions(arguments)
        dryRun = arguments.isSet("dry-run")
        explain = arguments.isSet("explain")
        user = arguments.value("user")
        queueID = arguments.value("queue-id")
        size = try arguments.number("size")
        recipient = arguments.operand
    }

    func run() {
        // First of all: it remembers the parent process.
        let input = MessageInput(isUnderPostfix: queueID != nil)
        do {
            if explain, !dryRun { throw ConfigurationError("--explain goes with --dry-run") }
            let configuration = try configurationOptions.load()
            // Only deliveries of Postfix are counted.
            let metricsFile = queueID == nil || dryRun ? nil : configuration.metricsFile
            let tally = metricsFile == nil ? nil : Tally()
            let outcome = outcome(reading: input, configuration, tally)
            finish(outcome) {
                if let metricsFile, let tally { count(outcome, tally, metricsFile) }
            }
        } catch {
            finish(Outcome(of: error))
        }
    }

    private func outcome(reading input: MessageInput, _ configuration: Configuration, _ tally: Tally?)
        -> Outcome
    {
        do {
            let message = try input.read(statedSize: size)
            let envelope = Envelope(user: user, queueID: queueID ?? "", recipient: recipient)
            return dryRun
                ? rehearse(message, envelope, configuration)
                : try send(message, envelope, configuration, tally)
        } catch {
            return Outcome(of: error)
        }
    }

    private func send(
        _ message: [UInt8], _ envelope: Envelope, _ configuration: Configuration, _ tally: Tally?
    ) throws(TransportError) -> Outcome {
        let client = try Client(endpoint: configuration.endpoint)
        let gate = Gate { submission throws(TransportError) in
            try client.send(submission.request, as: submission.credentials)
        } state: { submission throws(TransportError) in
            try client.state(of: submission.request.id, as: submission.credentials)
        }
        return deliver(
            message, to: envelope, configuration: configuration, now: time(nil),
            postfixStart: Process.postfixStart(),
            account: { user throws(ConfigurationError) in
                try CredentialsFile.account(of: user, inFileAt: configuration.credentialsFile)
            }, gate: tally.map { gate.counting(in: $0) } ?? gate)
    }

    /// Adds a delivery to the metrics. What goes wrong here is told in the log and nowhere else.
    private func count(_ outcome: Outcome, _ tally: Tally, _ file: String) {
        tally.count(outcome)
        do {
            try addMetrics(tally.metrics, toFileAt: file)
        } catch {
            logError("pipe: metrics_file: \(error)")
        }
    }

    /// A dry run takes the same path; only its two ends differ: a credentials file is used if there is one, and the
    /// request is printed instead of sent.
    private func rehearse(
        _ message: [UInt8], _ envelope: Envelope, _ configuration: Configuration
    ) -> Outcome {
        var output = ""
        let gate = Gate { submission throws(TransportError) in
            output =
                explain
                ? submission.explanation : String(decoding: try submission.request.json(), as: UTF8.self)
            return Response(status: 202)
        } state: { _ in
            Response(status: 404)
        }
        let outcome = deliver(
            message, to: envelope, configuration: configuration, now: time(nil), postfixStart: nil,
            account: { user throws(ConfigurationError) in
                guard CredentialsFile.exists(path: configuration.credentialsFile) else {
                    return Account(named: user)
                }
                return try CredentialsFile.account(of: user, inFileAt: configuration.credentialsFile)
            }, gate: gate)
        if outcome.exitStatus == .ok {
            finish(.ok, printing: output + "\n")
        }
        return outcome
    }
}
