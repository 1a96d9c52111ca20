/// An element for content that the sender did not write for this mail: the answered mail, or a signature.
/// `blockquote` does not need such a mark.
enum HTMLQuoteContainer {
    /// The content of the element.
    case inside
    /// The element and everything after it.
    case fromHereOn

    /// Takes values of the attributes; nil for any other element.
    init?(classes: ArraySlice<UInt8>, id: ArraySlice<UInt8>, name: ArraySlice<UInt8>) {
        guard !(classes.isEmpty && id.isEmpty && name.isEmpty) else { return nil }
        // Outlook puts the answered mail after a mark, not into an element.
        if Self.outlookMarks.contains(where: { id.suffix($0.utf8.count).elementsEqual($0.utf8) }) {
            self = .fromHereOn
        } else if Self.ids.contains(where: { id.elementsEqual($0.utf8) })
            || id.starts(with: "yahoo_quoted".utf8)
            || name.elementsEqual("quote".utf8)
            || classes.split(whereSeparator: \.isHTMLWhitespace).contains(where: Self.isQuote)
        {
            self = .inside
        } else {
            return nil
        }
    }

    private static func isQuote(_ name: ArraySlice<UInt8>) -> Bool {
        classes.contains { name.elementsEqual($0.utf8) }
    }

    /// Outlook, Outlook for phones, Hotmail, Zimbra.
    private static let outlookMarks = [
        "divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container", "stopSpelling", "zwchr",
    ]
    /// Outlook on the web, Apple Mail, Outlook for phones.
    private static let ids = [
        "Signature", "AppleMailSignature", "ms-outlook-mobile-signature",
        "ms-outlook-mobile-body-separator-line",
    ]
    /// Thunderbird, Yahoo, Gmail, Proton Mail, Tuta, Zoho. Gmail's `gmail_quote` is not included, because it
    /// also contains answers between the lines of a mail.
    private static let classes = [
        "moz-cite-prefix", "moz-signature", "yahoo_quoted", "yahoo-signature", "gmail_signature",
        "gmail_signature_prefix", "protonmail_quote", "protonmail_signature_block", "tutanota_quote",
        "zmail_extra",
        "OutlookMessageHeader",
    ]
}
