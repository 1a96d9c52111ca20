/// What Postfix knows about a message beside the message itself.
package struct Envelope: Sendable {
    /// SASL user name of the client that submitted it, nil if it did not authenticate.
    package var user: String?
    /// Whether the sender is empty, as that of bounces and other automatic mail is (RFC 5321 section 4.5.5).
    package var hasNullSender: Bool
    /// Queue id, empty when the program is run by hand.
    package var queueID: String
    /// Envelope recipient, `local@domain`.
    package var recipient: String

    /// - Parameter user: empty for none, as pipe(8) expands `${sasl_username}` of mail that came without AUTH
    package init(user: String?, hasNullSender: Bool = false, queueID: String = "", recipient: String) {
        self.user = user == "" ? nil : user
        self.hasNullSender = hasNullSender
        self.queueID = queueID
        self.recipient = recipient
    }
}
