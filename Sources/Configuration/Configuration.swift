package import Accounts
package import Mail
package import Protocols
package import SMS
package import SMSGate

/// The parameters of postsms.cf with the documented defaults. See postsms.cf(5).
package struct Configuration: Sendable {
    package static let defaultFile = "/etc/postfix/postsms.cf"

    package var endpoint = Endpoint(
        url: "https://api.sms-gate.app/3rdparty/v1", timeout: 30, connectTimeout: 10)
    /// Domains whose mail becomes SMS, in lower case.
    package var recipientDomains = ["smtp.sms-gate.app"]
    package var credentialsFile = "/etc/postfix/postsms_credentials"
    /// Whether users who are not in the credentials map may log in with their SMSGate account.
    package var smsgateLogin = false
    /// Seconds for which SMSGate is not asked again for the same user and password.
    package var smsgateLoginCache = 3600
    /// Where those accounts are kept.
    package var accountDirectory = "/var/lib/postsms/accounts"
    /// The user whose account sends mail without a SASL user. nil: such mail is refused.
    package var defaultUser: String?
    /// Whose account sends for SASL users who are not known here. nil: their mail is refused.
    package var sharedUser: String?
    /// The mechanisms offered to clients, in this order; at least one.
    package var authMechanisms = SASLMechanism.allCases
    package var statusPolicy = StatusPolicy.bridge
    package var whenUnavailable = UnavailableReply.reply
    package var subject = SubjectUse.ignore
    package var textOptions = TextOptions()
    /// This mark and the text after it are not sent.
    package var textEnd: String?
    /// nil: `subject` decides.
    package var textFormat: TextFormat?
    package var textRules = TextRules()
    package var options = MessageOptions()
    /// Whether header fields of the mail may change `options`.
    package var headerOptions = false
    /// Priority of an urgent mail; nil: the same as for other mail.
    package var urgentPriority: Int?

    /// File for Prometheus's node_exporter, an absolute path. nil: nothing is counted.
    package var metricsFile: String?

    package init() {}

    /// Where the accounts are.
    package var accountSources: AccountSources {
        AccountSources(
            map: credentialsFile, directory: smsgateLogin ? AccountDirectory(path: accountDirectory) : nil)
    }
}
