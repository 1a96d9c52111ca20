import Configuration
import Delivery
import Files
import Glibc
import Protocols

/// A message that arrives while its client waits, up to its outcome.
final class IncomingMail {
    /// As many as smtpd(8) takes by default (smtpd_recipient_limit).
    private static let recipientLimit = 1_000
    /// Bytes. Above any message_size_limit of an SMS gateway, and the same as for pipe.
    private static let sizeLimit = MessageInput.limit

    private let server: MilterServer
    private let user: String?
    private let hasNullSender: Bool
    private let begin = MonotonicTime.now
    private var recipients: [MilterRecipient] = []
    private var mail = SubmittedMail(arrival: time(nil))
    /// Why the message goes to the queue unchanged; nil: it does not.
    private var problem: String?

    init(sender: [UInt8], user: [UInt8]?, _ server: MilterServer) {
        self.server = server
        self.user = user.map { String(decoding: $0, as: UTF8.self) }
        hasNullSender = sender.isEmpty
    }

    deinit { server.giveBack(mail.count) }

    func add(_ recipient: MilterRecipient) {
        guard recipients.count < Self.recipientLimit else { return leave("too many recipients") }
        recipients.append(recipient)
    }

    func addField(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        add { $0.addField(name: name, value: value) }
    }

    func addBody(_ bytes: ArraySlice<UInt8>) {
        add { $0.addBody(bytes) }
    }

    private func add(_ change: (inout SubmittedMail) -> Void) {
        guard problem == nil else { return }
        let before = mail.count
        change(&mail)
        guard mail.count <= Self.sizeLimit else { return leave("too large", from: before) }
        if !server.hold(mail.count - before) { leave("too much mail at a time", from: before) }
    }

    /// - Parameter held: bytes that are held; nil: all of the message
    private func leave(_ problem: String, from held: Int? = nil) {
        self.problem = problem
        server.giveBack(held ?? mail.count)
        mail = SubmittedMail(arrival: 0)
    }

    /// Sends an SMS to each recipient, and returns what Postfix must do.
    func finish(queueID: String) -> MilterVerdict {
        if let problem {
            SystemLog.info("\(queueID): left to the queue: \(problem)")
            return .accept()
        }
        let decision: EndOfData
        let outcomes: [Outcome]
        do throws(ConfigurationError) {
            let configuration = try server.configuration()
            outcomes = deliver(queueID, configuration)
            decision = EndOfData(outcomes, whenUnavailable: configuration.whenUnavailable)
        } catch {
            outcomes = recipients.map { _ in Outcome(of: error) }
            decision = EndOfData(outcomes, whenUnavailable: .reply)
        }
        log(outcomes, decision, queueID)
        return verdict(decision)
    }

    private func deliver(_ queueID: String, _ configuration: Configuration) -> [Outcome] {
        let message = mail.message(queueID: queueID)
        let envelopes = recipients.map {
            Envelope(
                user: user, hasNullSender: hasNullSender, queueID: queueID,
                recipient: String(decoding: $0.resolved, as: UTF8.self))
        }
        let metrics = configuration.metricsFile.map { _ in DeliveryMetrics() }
        let sources = configuration.accountSources
        let outcomes = server.withSMSGate(configuration.endpoint) { smsgate in
            let api = metrics?.counting(smsgate) ?? smsgate
            let outcomes = Delivery.deliver(
                message, to: envelopes, configuration: configuration,
                account: { user throws(ConfigurationError) in
                    try self.server.account(of: user, in: sources)
                }, now: time(nil), smsgate: api)
            if let envelope = envelopes.first,
                let user = forgetRefusedAccount(of: envelope, after: outcomes, configuration, api)
            {
                SystemLog.info("\(queueID): \(user): SMSGate refuses the account that was kept: forgotten")
            }
            return outcomes
        }
        if let metrics {
            for outcome in outcomes { metrics.count(outcome) }
            server.count(metrics.metrics)
        }
        return outcomes
    }

    private func verdict(_ decision: EndOfData) -> MilterVerdict {
        switch decision {
        case .discard: return .discard
        case .refuse(let outcome):
            let reply = outcome.condition.reply
            let refusal = MilterRefusal(
                code: reply.code, enhancedStatusCode: reply.enhancedStatusCode, text: reply.text)
            return refusal.map(MilterVerdict.refuse) ?? .accept()
        case .queue(let rest):
            let taken = Set(recipients.indices).subtracting(rest).sorted()
            return .accept(deleting: taken.map { recipients[$0] })
        }
    }

    /// A line for each recipient, in Postfix's format.
    private func log(_ outcomes: [Outcome], _ decision: EndOfData, _ queueID: String) {
        let delay = MonotonicTime.now.seconds(since: begin)
        for (recipient, outcome) in zip(recipients, outcomes) {
            let address = String(decoding: recipient.address, as: UTF8.self)
            let status = decision.status(of: outcome.verdict)
            let text = outcome.statusLine + (outcome.detail.map { " " + $0 } ?? "")
            SystemLog.info(
                "\(queueID): to=<\(address)>, relay=postsms, delay=\(delay), "
                    + "dsn=\(outcome.condition.reply.enhancedStatusCode), status=\(status) (\(text))")
        }
    }
}

extension EndOfData {
    /// Postfix's word for the result for a recipient. For mail that goes to the queue it is not final.
    fileprivate func status(of verdict: Outcome.Verdict) -> String {
        switch (verdict, self) {
        case (.accepted, _): "sent"
        case (.temporary, _), (_, .queue): "deferred"
        case (.permanent, _): "bounced"
        }
    }
}
