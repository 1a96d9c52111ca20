import Accounts
import Configuration
import Files
import Mail
import SMS
import SMSGate

/// What the SMS to all recipients of a mail share.
final class PreparedMail {
    private let user: String
    private let credentials: Credentials
    private let policy: StatusPolicy
    private let options: MessageOptions
    private let parts: [MessageText.Part]
    private let text: SMSText
    private let notes: [String]
    private let raw: RawMessage
    private let acceptance: Acceptance
    private let arrival: Int

    /// - Parameters:
    ///   - envelope: that of any recipient
    ///   - lookUp, now: see `deliver`
    init(
        _ message: [UInt8], _ envelope: Envelope, configuration: Configuration,
        account lookUp: AccountLookup, now: Int
    ) throws(Outcome) {
        guard let user = envelope.user(configuration) else { throw Outcome(.authenticationRequired) }
        let account: Account?
        do throws(ConfigurationError) {
            account = try Self.account(of: user, shared: envelope.user != nil, configuration, lookUp)
        } catch {
            throw Outcome(of: error)
        }
        // Any user of SMSGate could take the name of default_user.
        guard let account, envelope.user != nil || !account.isKept else {
            throw Outcome(.authenticationFailed)
        }
        self.user = user
        credentials = Credentials(of: account)
        let settings: Configuration
        do { settings = try configuration.applying(account) } catch { throw Outcome(of: error) }
        policy = settings.statusPolicy

        let mail = Message(parsing: message, options: settings.textOptions)
        let content = MessageContent(of: mail, settings)
        if mail.body.isEncrypted, content.text.allSatisfy(\.isWhitespace) { throw Outcome(.encrypted) }
        do {
            text = try SMSText(shaping: content.text, rules: settings.textRules)
        } catch {
            throw Outcome(of: error)
        }
        parts = mail.body.parts
        notes = content.notes
        options =
            settings.headerOptions
            ? settings.options.following(mail, urgentPriority: settings.urgentPriority, now: now)
            : settings.options

        raw = RawMessage(message)
        acceptance = Acceptance(of: raw, queueID: envelope.queueID)
        arrival = acceptance.arrival ?? now
    }

    /// The user's own account; for one who logged in elsewhere and is not known here, that of shared_user.
    ///
    /// - Parameter shared: whether the user logged in
    private static func account(
        of user: String, shared: Bool, _ configuration: Configuration, _ lookUp: AccountLookup
    ) throws(ConfigurationError) -> Account? {
        if let account = try lookUp(user) { return account }
        guard shared, let sharedUser = configuration.sharedUser else { return nil }
        guard let account = try lookUp(sharedUser) else {
            throw ConfigurationError("shared_user: there is no user \(sharedUser)")
        }
        return account
    }

    func sms(to number: PhoneNumber) -> PreparedSMS {
        let id = MessageID(
            user: user, phoneNumber: number.description, mail: raw, acceptance: acceptance)
        return PreparedSMS(
            request: MessageRequest(
                id: id, text: text.text, phoneNumber: number.description, options: options),
            credentials: credentials, policy: policy, arrival: arrival, parts: parts, text: text, notes: notes
        )
    }
}
