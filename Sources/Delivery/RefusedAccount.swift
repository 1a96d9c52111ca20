package import Accounts
import Configuration
import SMSGate

/// Forgets the account that is kept of a user, when a delivery has ended with SMSGate refusing it: the next login is then
/// asked for at SMSGate, and mail is not tried with a password that is known to be wrong.
///
/// - Parameters:
///   - user: who logged in
///   - outcomes: of all recipients
/// - Returns: whether one was forgotten
package func forgetRefusedAccount(
    of user: String?, after outcomes: [Outcome], in sources: AccountSources, _ smsgate: SMSGateAPI
) -> Bool {
    guard let user, outcomes.contains(where: { $0.condition == .authenticationFailed }) else { return false }
    return sources.forget(user) { smsgate.login(Credentials(of: $0)) == .wrong }
}
