package import Mail
package import Protocols
package import SMS
package import SMSGate

/// What postsms.cf says, with the documented default for what it does not say. See postsms.cf(5).
package struct Configuration: Sendable {
    package static let defaultFile = "/etc/postfix/postsms.cf"

    package var endpoint = Endpoint(
        url: "https://api.sms-gate.app/3rdparty/v1", timeout: 30, connectTimeout: 10)
    /// Domains whose mail becomes SMS, in lower case.
    package var recipientDomains = ["smtp.sms-gate.app"]
    package var credentialsFile = "/etc/postfix/postsms_credentials"
    /// Whose account is used for mail without a SASL user. nil: such mail is refused.
    package var defaultUser: String?
    /// How clients may log in, at least one; in the order in which they are offered.
    package var authMechanisms = SASLMechanism.allCases
    package var statusPolicy = StatusPolicy.bridge
    package var whenUnavailable = UnavailableReply.reply
    package var subject = SubjectUse.ignore
    package var textOptions = TextOptions()
    /// What follows this in a mail's text is not sent, and neither is this itself.
    package var textEnd: String?
    /// nil: `subject` decides.
    package var textFormat: TextFormat?
    package var textRules = TextRules()
    package var options = MessageOptions()
    /// Whether header fields of the mail may change `options`.
    package var headerOptions = false
    /// Priority of a mail that calls itself urgent; nil: as any other.
    package var urgentPriority: Int?

    /// File for Prometheus's node_exporter, an absolute path. nil: nothing is counted.
    package var metricsFile: String?

    package init() {}
}
