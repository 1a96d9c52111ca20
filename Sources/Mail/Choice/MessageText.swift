/// The text chosen from a mail and where it was found.
package struct MessageText: Sendable {
    /// Where a text comes from, shown by --explain.
    package struct Part: Sendable {
        /// The number of the part as IMAP writes it, such as `1.2`.
        package let path: String
        /// Such as `text/plain`, in lower case.
        package let mediaType: String
        /// The charset that the part names, as it stands there.
        package let charsetLabel: String?
        /// The charset that was used.
        package let charset: String
        /// `base64`, `quoted-printable`, `uuencode`, or `identity` for all that needs no decoding.
        package let transferEncoding: String
        /// Why this part and no other.
        package internal(set) var reason: String
        /// What was done to its text because of what it held.
        package var treatments: [TextTreatment] = []
    }

    /// Decoded, with LF line ends; flowed lines are joined, HTML is turned into text. Empty when the mail
    /// holds no text.
    package private(set) var text: String
    /// The parts that the text is from, in the order of the mail; empty when no part could hold text.
    package let parts: [Part]
    /// The mail holds no text because it is encrypted (OpenPGP or CMS).
    package let isEncrypted: Bool
    private var quoteTreatments: [TextTreatment] = []

    /// What was done to the text because of what it held.
    package var treatments: [TextTreatment] { parts.flatMap(\.treatments) + quoteTreatments }

    /// The first of `parts`.
    package var part: Part? { parts.first }

    init(text: String, parts: [Part], isEncrypted: Bool = false) {
        self.text = text
        self.parts = parts
        self.isEncrypted = isEncrypted
    }

    /// Takes quoted mail and signatures out of the text.
    mutating func removeQuotes() {
        let removal = QuoteRemoval(text)
        if let own = removal.text {
            quoteTreatments = [.quotes(lines: removal.quotedLines, signature: removal.signatureLines)]
            text = own
        } else {
            if removal.quotedLines + removal.signatureLines > 0 { quoteTreatments = [.onlyQuotes] }
            text = QuoteMark.shown(text)
        }
    }
}
