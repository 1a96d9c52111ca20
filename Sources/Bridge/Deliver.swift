import Mail
import SMS
package import SMSGate

/// Looks up a user's account in the credentials map; nil: there is none.
package typealias AccountLookup = (_ user: String) throws(ConfigurationError) -> Account?

/// Calls SMSGate with a request.
package typealias Send = (MessageRequest, Credentials) throws(TransportError) -> Response

/// The path of a message: from what Postfix hands over to its outcome.
///
/// Knows neither which role calls it nor what stands behind the two closures.
///
/// - Parameter message: the whole message as it was read
package func deliver(
    _ message: [UInt8], to envelope: Envelope, configuration: Configuration, account lookUp: AccountLookup,
    send: Send
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

        let request = MessageRequest(
            id: MessageID(
                user: user, queueID: envelope.queueID, recipient: envelope.recipient, message: message),
            text: text.text, phoneNumber: number.description, options: settings.options)
        let response = try send(request, account.credentials)
        return settings.statusPolicy.outcome(of: response, to: request.id)
    } catch {
        return Outcome(of: error)
    }
}
