/// The text chosen from a mail and where it was found.
package struct MessageText: Sendable {
    /// Where a text comes from, for people who ask why they see what they see.
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
        package let reason: String
        /// What was done to its text because of what it held.
        package var treatments: [TextTreatment] = []
    }

    /// Decoded, with LF line ends; flowed lines are joined, HTML is turned into text. Empty when the mail
    /// holds no text.
    package private(set) var text: String
    /// nil when no part of the mail could hold text.
    package let part: Part?
    private(set) var quoteTreatments: [TextTreatment] = []

    /// What was done to the text because of what it held.
    package var treatments: [TextTreatment] { (part?.treatments ?? []) + quoteTreatments }

    init(text: String, part: Part?) {
        self.text = text
        self.part = part
    }

    static let none = MessageText(text: "", part: nil)

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
