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

    /// Takes quoted mail out of the text, or makes its marks visible.
    mutating func apply(_ quotes: QuoteUse) {
        if quotes == .remove {
            let removal = QuoteRemoval(text)
            if let own = removal.text {
                text = own
                quoteTreatments = [.quotes(lines: removal.quotedLines, signature: removal.signatureLines)]
            } else if removal.quotedLines + removal.signatureLines > 0 {
                quoteTreatments = [.onlyQuotes]
            }
        }
        text = QuotedLines.shown(text)
    }
}
