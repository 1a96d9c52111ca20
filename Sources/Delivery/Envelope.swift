import Configuration

/// What Postfix knows about a message in addition to its content.
package struct Envelope: Sendable {
    /// SASL user name of the client, nil if it did not authenticate.
    package var user: String?
    /// Whether the sender is empty, as in bounces and other automatic mail (RFC 5321 section 4.5.5).
    package var hasNullSender: Bool
    /// Queue id, empty when run by hand.
    package var queueID: String
    /// Envelope recipient, `local@domain`.
    package var recipient: String

    /// - Parameter user: an empty name means nil: pipe(8) expands `${sasl_username}` to it for mail without
    ///   AUTH
    package init(user: String?, hasNullSender: Bool = false, queueID: String = "", recipient: String) {
        self.user = user == "" ? nil : user
        self.hasNullSender = hasNullSender
        self.queueID = queueID
        self.recipient = recipient
    }

    /// Who sends: the client, or the user for mail without one; nil if nobody may.
    ///
    /// A bounce goes to the address that a mail names as its sender, so a stranger could choose the number of an SMS that
    /// has no sender.
    func user(_ configuration: Configuration) -> String? {
        user ?? (hasNullSender ? nil : configuration.defaultUser)
    }
}
