/// The text chosen from a mail and its source.
package struct MessageText: Sendable {
    /// The source of a text, shown by --explain.
    package struct Part: Sendable {
        /// The part number in IMAP's notation, such as `1.2`.
        package internal(set) var path: String
        /// For example `text/plain`, in lower case.
        package let mediaType: String
        /// The charset in the part's header, as written.
        package let charsetLabel: String?
        /// The charset that was used.
        package let charset: String
        /// `base64`, `quoted-printable`, `uuencode`, or `identity` if there was nothing to decode.
        package let transferEncoding: String
        /// Why this part was chosen.
        package internal(set) var reason: String
        /// Mistakes in its labels, and those of the multiparts around it.
        var labels: [TextTreatment] = []
        /// Changes to its text because of its content.
        package var treatments: [TextTreatment] = []
    }

    /// Decoded, with LF line ends; flowed lines are joined, HTML is converted to text. Empty if the mail has
    /// no text.
    package private(set) var text: String
    /// The parts that the text comes from, in order; empty if no part could contain text.
    package let parts: [Part]
    /// Whether the mail has no text because it is encrypted (OpenPGP or CMS).
    package let isEncrypted: Bool
    private let leftOut: [TextTreatment]
    /// For the whole text: of quotes, and of links where nothing else would be left.
    var useTreatments: [TextTreatment] = []

    /// What was done because of the content of the mail.
    package var treatments: [TextTreatment] {
        var labels: [TextTreatment] = []
        for label in parts.lazy.flatMap(\.labels) where !labels.contains(label) {
            guard labels.count < Limit.explainedParts else { break }
            labels.append(label)
        }
        return leftOut + labels + parts.flatMap(\.treatments) + useTreatments
    }

    /// The first of `parts`.
    package var part: Part? { parts.first }

    init(text: String, parts: [Part], isEncrypted: Bool = false, leftOut: [TextTreatment] = []) {
        self.text = text
        self.parts = parts
        self.leftOut = leftOut
        self.isEncrypted = isEncrypted
    }

    /// Whether it has neither a letter nor a digit apart from quoted mail and signatures.
    var saysNothing: Bool {
        let removal = QuoteRemoval(text)
        if useTreatments.contains(.onlyQuotes) || removal.isOfAll { return true }
        return !(removal.text ?? text).unicodeScalars.contains {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
    }

    /// Removes quoted mail and signatures.
    mutating func removeQuotes() {
        let removal = QuoteRemoval(text)
        if let own = removal.text {
            useTreatments = [.quotes(lines: removal.quotedLines, signature: removal.signatureLines)]
            text = own
        } else {
            if removal.isOfAll { useTreatments = [.onlyQuotes] }
            text = QuoteMark.shown(text)
        }
    }
}
