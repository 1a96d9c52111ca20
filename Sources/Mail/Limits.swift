/// The bounds that keep time and memory linear in the size of a hostile mail.
enum Limit {
    /// Header bytes searched for fields; real mail stays under 100 KiB, and the rest is skipped.
    static let headerBytes = 1 << 20
    /// Header fields kept of one mail; real mail has under 200.
    static let headerFields = 10_000
    /// Bytes of one structured field (such as Content-Type) that are parsed.
    static let structuredFieldBytes = 1 << 16
    /// Parameters of one structured field; RFC 2231 pieces count separately.
    static let parameters = 500
    /// Bytes of an unstructured field that are decoded: far more than fits into an SMS.
    static let unstructuredFieldBytes = 1 << 16
    /// Parts of one mail; further parts are ignored.
    static let parts = 1_000
    /// Nesting of multiparts and embedded messages; deeper parts are ignored. Also bounds the recursion.
    static let depth = 100
    /// A boundary has at most 70 characters (RFC 2046, 5.1.1). Some senders exceed that, and by folding even
    /// the 998 of a line.
    static let boundaryBytes = 4_096
    /// Lines that are tried as delimiters if the boundary is unknown.
    static let guessedDelimiters = 20
    /// How far into a body without a label a delimiter may start.
    static let guessedBytes = 1 << 16
    /// The number of searches of a mail for delimiters, each of which may read to its end.
    static let boundarySearches = 8
    /// A delimiter line with trailing white space.
    static let delimiterLineBytes = 8_192
    /// Content-Type fields of one header that are compared with its body.
    static let contentTypes = 8
    /// Lines after a header that are searched for fields belonging to it.
    static let slippedLines = 64
    /// Bytes at the beginning of a body that are examined for its type.
    static let sniffedBytes = 4_096
    /// Bytes of a part's decoded text; the rest is cut off.
    static let textBytes = 4 << 20
    /// A longer plain text is a message. A text that only says that a mail is HTML is shorter, even in
    /// several languages.
    static let stubBytes = 4_096
    static let stubWords = 100
    /// Words of an HTML part that a plain text is compared with.
    static let comparedWords = 20_000
    /// Bytes of a plain text that are searched for markup, armour and files: more than fits into an SMS.
    static let searchedTextBytes = 1 << 17
    /// Tags that are examined to decide whether a plain text was written as HTML.
    static let markupTags = 20_000
    /// Braces in a plain text that are examined as style rules, and the bytes of one rule. A pair of braces
    /// may be read once for each enclosing pair.
    static let styleRules = 2_000
    static let styleRuleBytes = 1 << 14
    /// Bytes before a brace in which its selector is looked for. A list of selectors has some hundred.
    static let selectorBytes = 1 << 12
    /// Bytes of a decoded wrapped mail (CMS, TNEF). Its text comes first; the files in it may be cut off.
    static let wrappedBytes = 8 << 20
    /// Nested values of a CMS message: the text is at the fourth level, and its pieces may nest.
    static let cmsDepth = 16
    /// Attributes of a TNEF file and properties of its message; real ones have under 100.
    static let tnefAttributes = 2_000
    /// Nested groups of RTF with a state; Word nests about a dozen.
    static let rtfDepth = 200
    /// Fonts of an RTF with a charset; Word writes some hundred.
    static let rtfFonts = 2_000
    /// Recipients of a delivery report, and lines of an appointment.
    static let reportedRecipients = 20
    static let calendarLines = 5_000
    /// Parts left out, and mistakes in labels, that are explained; mail with more is hostile, or has many
    /// pictures.
    static let explainedParts = 20
    /// Nested mails (or multiparts) that are transfer-encoded as a whole.
    static let encodedMessages = 3
    /// Bytes from which the charset of a text without a credible label is guessed; a page is enough.
    static let guessedCharsetBytes = 1 << 14
    /// Parameters of a control sequence for a terminal; colours take a dozen bytes.
    static let controlSequenceBytes = 64
    /// A control string for a terminal, such as a window's title or the address of a link. Pictures are
    /// longer, but nobody mails them.
    static let controlStringBytes = 1 << 12
    /// Levels of quotation that are shown: enough to follow, without lines that consist of marks.
    static let quoteLevels: UInt8 = 8
    /// Bytes of a text that are searched for quoted mail; an SMS is never that long.
    static let quotedTextBytes = 1 << 18
    /// Bytes of a text that are searched for colours without escape character; an SMS is never longer.
    static let strippedColourBytes = 1 << 16
}
