package import Mail
package import SMS
package import SMSGate

/// Looks up a user's account in the credentials map; nil: there is none.
package typealias AccountLookup = (_ user: String) throws(ConfigurationError) -> Account?

/// An SMS that is ready to be sent, and how it came about.
package struct Submission: Sendable {
    package let request: MessageRequest
    package let credentials: Credentials
    /// The part of the mail that the text is from, nil if there was none.
    package let part: MessageText.Part?
    package let text: SMSText
}

/// Calls SMSGate.
package typealias Send = (Submission) throws(TransportError) -> Response

/// The path of a message: from what Postfix hands over to its outcome.
///
/// Knows neither which role calls it nor what stands behind the two closures.
///
/// - Parameters:
///   - message: the whole message as it was read
///   - now: seconds since 1970-01-01 00:00 UTC
package func deliver(
    _ message: [UInt8], to envelope: Envelope, configuration: Configuration, now: Int,
    account lookUp: AccountLookup, send: Send
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
        let response = try send(
            Submission(request: request, credentials: account.credentials, part: mail.body.part, text: text))
        return settings.statusPolicy.outcome(of: response, to: id)
    } catch {
        return Outcome(of: error)
    }
}
