package import Accounts
package import Configuration
package import Mail
package import SMS
package import SMSGate

/// The path of a message: from what Postfix hands over to its outcome.
///
/// Independent of the role that calls it, and of where accounts and SMSGate's answers come from.
///
/// - Parameters:
///   - message: the whole message as it was read
///   - lookUp: looks up a user's account; nil: there is none
///   - now: seconds since 1970-01-01 00:00 UTC
///   - smsgate: the API as one message may use it
package func deliver(
    _ message: [UInt8], to envelope: Envelope, configuration: Configuration, account lookUp: AccountLookup,
    now: Int, smsgate: SMSGateAPI
) -> Outcome {
    do throws(Outcome) {
        var sms = try prepare(
            message, to: envelope, configuration: configuration, account: lookUp, now: now)
        sms.request.options.deviceID = try device(for: sms, smsgate)
        return submitOnce(sms, to: smsgate)
    } catch {
        return error
    }
}

/// An SMS that is ready to be sent, and how it came about.
package struct PreparedSMS: Sendable {
    /// Names no device where one is still to be chosen.
    package fileprivate(set) var request: MessageRequest
    package let credentials: Credentials
    /// How SMSGate's answers become outcomes.
    package let policy: StatusPolicy
    /// When the mail arrived, in seconds since 1970-01-01 00:00 UTC.
    package let arrival: Int
    /// The parts of the mail that the text is from, empty if there were none.
    package let parts: [MessageText.Part]
    package let text: SMSText
    /// What was done to the text of the mail and why, shown by `--explain`.
    package let notes: [String]
}

/// Makes the SMS of a message. Sends nothing.
///
/// - Parameters: see `deliver`
/// - Throws: an outcome that is not `accepted`
package func prepare(
    _ message: [UInt8], to envelope: Envelope, configuration: Configuration, account lookUp: AccountLookup,
    now: Int
) throws(Outcome) -> PreparedSMS {
    guard let recipient = RecipientAddress(envelope.recipient) else { throw Outcome(.invalidRecipientFormat) }
    guard recipient.isIn(configuration.recipientDomains) else { throw Outcome(.invalidRecipientDomain) }
    let number: PhoneNumber
    do {
        number = try PhoneNumber(
            localPart: recipient.localPart, skipValidation: configuration.options.skipPhoneValidation)
    } catch {
        throw Outcome(of: error)
    }

    guard let user = envelope.user ?? configuration.defaultUser else {
        throw Outcome(.authenticationRequired)
    }
    let account: Account?
    do { account = try lookUp(user) } catch { throw Outcome(of: error) }
    guard let account else { throw Outcome(.authenticationFailed) }
    let settings: Configuration
    do { settings = try configuration.applying(account) } catch { throw Outcome(of: error) }

    let mail = Message(parsing: message, options: settings.textOptions)
    let content = MessageContent(of: mail, settings)
    if mail.body.isEncrypted, content.text.allSatisfy(\.isWhitespace) { throw Outcome(.encrypted) }
    let text: SMSText
    do {
        text = try SMSText(shaping: content.text, rules: settings.textRules)
    } catch {
        throw Outcome(of: error)
    }
    let options =
        settings.headerOptions
        ? settings.options.following(mail, urgentPriority: settings.urgentPriority, now: now)
        : settings.options

    let raw = RawMessage(message)
    let acceptance = Acceptance(of: raw, queueID: envelope.queueID)
    let id = MessageID(user: user, phoneNumber: number.description, mail: raw, acceptance: acceptance)
    return PreparedSMS(
        request: MessageRequest(id: id, text: text.text, phoneNumber: number.description, options: options),
        credentials: Credentials(user: account.user, password: account.password),
        policy: settings.statusPolicy, arrival: acceptance.arrival ?? now,
        parts: mail.body.parts, text: text, notes: content.notes)
}
