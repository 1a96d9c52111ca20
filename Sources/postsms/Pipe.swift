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
                help: "With --dry-run: explain what happens to the mail instead of printing JSON."),
            Usage.Option(
                name: "user", value: "name", isMacro: true, help: "SASL user whose account sends the SMS."),
            Usage.Option(name: "sender", value: "address", isMacro: true, help: "Envelope sender."),
            Usage.Option(
                name: "queue-id", value: "id", isMacro: true,
                help: "Queue id, for a message whose Received: has none."),
        ],
        operand: Usage.Option(name: "recipient", help: "Envelope recipient, {phone}@{domain}."))

    private let configurationOptions: ConfigurationOptions
    private let dryRun: Bool
    private let explain: Bool
    private let user: String?
    private let hasNullSender: Bool
    private let queueID: String?
    private let recipient: String

    init(arguments: Arguments) {
        configurationOptions = ConfigurationOptions(arguments)
        dryRun = arguments.isSet("dry-run")
        explain = arguments.isSet("explain")
        user = arguments.value("user")
        hasNullSender = arguments.isSet("sender") && arguments.value("sender") == nil
        queueID = arguments.value("queue-id")
        recipient = arguments.operand
    }

    func run() {
        // Must come first: it remembers the parent process.
        let input = MessageInput(isUnderPostfix: queueID != nil)
        do throws(ConfigurationError) {
            if explain, !dryRun { throw ConfigurationError("--explain goes with --dry-run") }
            let configuration = try configurationOptions.load()
            if dryRun { rehearse(input, configuration) }
            send(input, configuration)
        } catch {
            finish(Outcome(of: error))
        }
    }

    private func send(_ input: MessageInput, _ configuration: Configuration) -> Never {
        // Only deliveries by Postfix are counted.
        guard queueID != nil, let metricsFile = configuration.metricsFile else {
            finish(outcome(of: input, configuration, nil))
        }
        let metrics = DeliveryMetrics()
        let outcome = outcome(of: input, configuration, metrics)
        finish(outcome) { count(outcome, metrics, metricsFile) }
    }

    private func outcome(
        of input: MessageInput, _ configuration: Configuration, _ metrics: DeliveryMetrics?
    ) -> Outcome {
        do throws(Outcome) {
            var smsgate = SMSGateAPI(configuration.endpoint)
            let send = smsgate.send
            smsgate.send = { request, credentials throws(TransportError) in
                if input.isCutShort { finish(Outcome(.cutShort)) }
                return try send(request, credentials)
            }
            let api = metrics?.counting(smsgate) ?? smsgate
            let outcome = deliver(
                try input.read(), to: envelope, configuration: configuration,
                account: configuration.accountSources.account, now: time(nil), smsgate: api)
            if let user = forgetRefusedAccount(of: envelope, after: [outcome], configuration, api) {
                SystemLog.info("pipe: \(user): SMSGate refuses the account that was kept: forgotten")
            }
            return outcome
        } catch {
            return error
        }
    }

    /// Adds a delivery to the metrics. Errors here go to the log only.
    private func count(_ outcome: Outcome, _ metrics: DeliveryMetrics, _ file: String) {
        metrics.count(outcome)
        do {
            try addMetrics(metrics.metrics, toFileAt: file)
        } catch {
            SystemLog.error("pipe: metrics_file: \(error)")
        }
    }

    /// Prepares the message up to the request and prints that. The credentials map is used if it exists.
    private func rehearse(_ input: MessageInput, _ configuration: Configuration) -> Never {
        do throws(Outcome) {
            let sms = try prepare(
                try input.read(), to: envelope, configuration: configuration,
                account: { user throws(ConfigurationError) in
                    guard CredentialsFile.exists(path: configuration.credentialsFile) else {
                        return Account(named: user)
                    }
                    let account = try CredentialsFile(path: configuration.credentialsFile).account(of: user)
                    // Of a user of SMSGate nothing but the name is of interest here.
                    return account ?? (configuration.smsgateLogin ? Account(named: user) : nil)
                }, now: time(nil))
            let request = try sms.json()
            finish(.ok, printing: (explain ? sms.explanation : request) + "\n")
        } catch {
            finish(error)
        }
    }

    private var envelope: Envelope {
        Envelope(user: user, hasNullSender: hasNullSender, queueID: queueID ?? "", recipient: recipient)
    }
}

extension PreparedSMS {
    /// The body of the request to SMSGate.
    fileprivate func json() throws(Outcome) -> String {
        do throws(TransportError) {
            return String(decoding: try request.json(), as: UTF8.self)
        } catch {
            throw Outcome(of: error)
        }
    }
}
