import Accounts
package import Configuration
import SMSGate

/// Forgets the account that is kept of a user, when a delivery has ended with SMSGate refusing it: the next login is then
/// asked for at SMSGate, and mail is not tried with a password that is known to be wrong.
///
/// - Parameters:
///   - envelope: that of any recipient
///   - outcomes: of all recipients
/// - Returns: the user whose account was forgotten, nil if none was
package func forgetRefusedAccount(
    of envelope: Envelope, after outcomes: [Outcome], _ configuration: Configuration, _ smsgate: SMSGateAPI
) -> String? {
    guard outcomes.contains(where: { $0.condition == .authenticationFailed }),
        let user = envelope.user(configuration)
    else { return nil }
    let isForgotten = configuration.accountSources.forget(user) {
        smsgate.login(Credentials(of: $0)) == .wrong
    }
    return isForgotten ? user : nil
}
