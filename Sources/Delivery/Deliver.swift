package import Accounts
package import Configuration
package import Mail
package import SMS
package import SMSGate

/// An SMS that is ready to be sent, and how it came about.
package struct Submission: Sendable {
    package let request: MessageRequest
    package let credentials: Credentials
    /// The part of the mail that the text is from, nil if there was none.
    package let part: MessageText.Part?
    package let text: SMSText
}

/// SMSGate as deliver() sees it, so that the path of a message can be run without a network.
package struct Gate {
    /// Asks for one SMS.
    let send: (Submission) throws(TransportError) -> Response
    /// Asks whether SMSGate has the message with this id: 200 or 404.
    let state: (Submission) throws(TransportError) -> Response

    package init(
        send: @escaping (Submission) throws(TransportError) -> Response,
        state: @escaping (Submission) throws(TransportError) -> Response
    ) {
        self.send = send
        self.state = state
    }
}

/// The path of a message: from what Postfix hands over to its outcome.
///
/// Knows neither which role calls it nor what stands behind the credentials map and SMSGate.
///
/// - Parameters:
///   - message: the whole message as it was read
///   - now: seconds since 1970-01-01 00:00 UTC
///   - lookUp: looks up a user's account; nil: there is none
///   - postfixStart: when the Postfix that holds the message was started, as `now`; nil if that is not known
package func deliver(
    _ message: [UInt8], to envelope: Envelope, configuration: Configuration, now: Int, postfixStart: Int?,
    account lookUp: AccountLookup, gate: Gate
) -> Outcome {
    do {
        guard let recipient = RecipientAddress(envelope.recipient) else { return .invalidRecipientFormat }
        guard recipient.isIn(configuration.recipientDomains) else { return .invalidRecipientDomain }
        let number = try PhoneNumber(
            localPart: recipient.localPart, skipValidation: configuration.options.skipPhoneValidation)

        guard let user = envelope.user ?? configuration.defaultUser else { return .authenticationRequired }
        guard let account = try lookUp(user) else { return .authenticationFailed }
        let settings = try configuration.applying(account)

        let mail = Message(parsing: message)
        let text = try SMSText(shaping: settings.subject.text(of: mail), rules: settings.textRules)
        let options =
            settings.headerOptions
            ? settings.options.following(mail, urgentPriority: settings.urgentPriority, now: now)
            : settings.options

        let id = MessageID(
            user: user, queueID: envelope.queueID, recipient: envelope.recipient, message: message)
        let request = MessageRequest(
            id: id, text: text.text, phoneNumber: number.description, options: options)
        let submission = Submission(
            request: request, credentials: account.credentials, part: mail.body.part, text: text)
        guard envelope.isQueued else {
            return settings.statusPolicy.outcome(of: try gate.send(submission), to: id).telling(of: text)
        }
        return try submitOnce(
            submission, to: gate, policy: settings.statusPolicy,
            isFirstTry: isFirstTry(arrived: mail.arrived, now: now, postfixStart: postfixStart)
        ).telling(of: text)
    } catch {
        return Outcome(of: error)
    }
}

extension Outcome {
    /// A success with what it costs in its second line. pipe(8) logs a hundred characters of both.
    fileprivate func telling(of text: SMSText) -> Outcome {
        guard exitStatus == .ok else { return self }
        let encoding =
            switch text.encoding {
            case .gsm7: "GSM-7"
            case .ucs2: "UCS-2"
            }
        return with(detail: "segments=\(text.segments) encoding=\(encoding)")
    }
}
