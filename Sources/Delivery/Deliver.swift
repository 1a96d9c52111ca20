package import Accounts
package import Configuration
import SMS
import SMSGate

/// The path of a message from Postfix to its outcome.
///
/// Does not depend on the role that calls it, nor on where accounts and SMSGate's answers come from.
///
/// - Parameters:
///   - message: the whole message as read
///   - lookUp: looks up a user's account; nil: the user does not exist
///   - now: seconds since 1970-01-01 00:00 UTC
///   - smsgate: the API, for one message
package func deliver(
    _ message: [UInt8], to envelope: Envelope, configuration: Configuration, account lookUp: AccountLookup,
    now: Int, smsgate: SMSGateAPI
) -> Outcome {
    do throws(Outcome) {
        return try prepare(message, to: envelope, configuration: configuration, account: lookUp, now: now)
            .deliver(over: smsgate)
    } catch {
        return error
    }
}

/// Delivers a message to several recipients in turn: an SMS and an outcome for each. Recipients for whom no
/// time is left are deferred.
///
/// - Parameter envelopes: these differ in their recipients only
package func deliver(
    _ message: [UInt8], to envelopes: [Envelope], configuration: Configuration,
    account lookUp: AccountLookup, now: Int, smsgate: SMSGateAPI
) -> [Outcome] {
    /// Made for the first valid phone number, and the same for all.
    var prepared: Result<PreparedMail, Outcome>?
    return envelopes.map { envelope in
        do throws(Outcome) {
            let number = try phoneNumber(of: envelope.recipient, configuration)
            guard smsgate.hasTimeLeft() else { throw Outcome(.timeout) }
            let mail =
                prepared
                ?? Result { () throws(Outcome) in
                    try PreparedMail(
                        message, envelope, configuration: configuration, account: lookUp, now: now)
                }
            prepared = mail
            return try mail.get().sms(to: number).deliver(over: smsgate)
        } catch {
            return error
        }
    }
}

/// Makes the SMS of a message and sends nothing.
///
/// - Parameters: see `deliver`
/// - Throws: an outcome that is not `accepted`
package func prepare(
    _ message: [UInt8], to envelope: Envelope, configuration: Configuration, account lookUp: AccountLookup,
    now: Int
) throws(Outcome) -> PreparedSMS {
    let number = try phoneNumber(of: envelope.recipient, configuration)
    return try PreparedMail(message, envelope, configuration: configuration, account: lookUp, now: now)
        .sms(to: number)
}

private func phoneNumber(
    of recipient: String, _ configuration: Configuration
) throws(Outcome) -> PhoneNumber {
    guard let address = RecipientAddress(recipient) else { throw Outcome(.invalidRecipientFormat) }
    guard address.isIn(configuration.recipientDomains) else { throw Outcome(.invalidRecipientDomain) }
    do {
        return try PhoneNumber(
            localPart: address.localPart, skipValidation: configuration.options.skipPhoneValidation)
    } catch {
        throw Outcome(of: error)
    }
}
