/// The bounds that keep time and memory linear in the size of a hostile mail.
enum Limit {
    /// Header bytes looked at for fields; real mail stays under 100 KiB, and what follows is skipped, not
    /// kept.
    static let headerBytes = 1 << 20
    /// Header fields kept of one mail; real mail has under 200.
    static let headerFields = 10_000
    /// Bytes of one structured field (Content-Type and the like) that are parsed.
    static let structuredFieldBytes = 1 << 16
    /// Parameters of one structured field, RFC 2231 pieces counted one by one.
    static let parameters = 500
    /// Bytes of an unstructured field that are decoded: far more than all SMS of one message hold.
    static let unstructuredFieldBytes = 1 << 16
    /// Parts of one mail; the parts that follow are not looked at.
    static let parts = 1_000
    /// Nesting of multiparts and embedded messages; what lies deeper is no text. Also bounds the recursion.
    static let depth = 100
    /// A boundary has at most 70 characters (RFC 2046, 5.1.1); some senders exceed that, by folding even the 998 of a
    /// line.
    static let boundaryBytes = 4_096
    /// Lines that are tried as a delimiter where the boundary is not known.
    static let guessedDelimiters = 20
    /// How far into a body without a label a delimiter may begin.
    static let guessedBytes = 1 << 16
    /// How often a mail is searched for delimiters: each search may read it to its end.
    static let boundarySearches = 8
    /// A delimiter line with its padding of trailing white space.
    static let delimiterLineBytes = 8_192
    /// Content-Type fields of one header that are compared with its body.
    static let contentTypes = 8
    /// Lines after a header that are looked at for fields which belong to it.
    static let slippedLines = 64
    /// Bytes at the beginning of a body that show what it is.
    static let sniffedBytes = 4_096
    /// Bytes of a part's text after its transfer encoding is undone; the rest is cut off.
    static let textBytes = 4 << 20
    /// A longer plain text is a message: what only says that a mail is HTML is shorter, in several languages too.
    static let stubBytes = 4_096
    static let stubWords = 100
    /// Words of an HTML part that a plain text is compared with.
    static let comparedWords = 20_000
    /// Bytes of a plain text that are searched for markup and armour: more than an SMS holds.
    static let searchedTextBytes = 1 << 17
    /// Tags that are looked at to tell whether a plain text was written as HTML.
    static let markupTags = 20_000
    /// Braces in a plain text that are looked at as rules of a style sheet, and the bytes of one rule. Each pair of
    /// braces may be read once for each that encloses it.
    static let styleRules = 2_000
    static let styleRuleBytes = 1 << 14
    /// Bytes of a wrapped mail (CMS, TNEF) after its transfer encoding is undone. Its text comes first; what it
    /// encloses may be cut off.
    static let wrappedBytes = 8 << 20
    /// Nested values of a CMS message that are read: the text is at the fourth level, and its pieces may nest.
    static let cmsDepth = 16
    /// Attributes of a TNEF file and properties of its message; real ones have under 100.
    static let tnefAttributes = 2_000
    /// Nested groups of RTF whose state is kept; Word nests a dozen.
    static let rtfDepth = 200
    /// Recipients of a delivery report, and lines of an appointment that are read.
    static let reportedRecipients = 20
    static let calendarLines = 5_000
    /// Mails (or multiparts) that are themselves transfer-encoded, one in the other.
    static let encodedMessages = 3
    /// Bytes of a text without a credible charset from which its charset is guessed; a page of text tells enough.
    static let guessedCharsetBytes = 1 << 14
    /// Parameters of a control sequence for a terminal; colours take a dozen bytes.
    static let controlSequenceBytes = 64
    /// A control string for a terminal, such as a window's title or the address of a link. Pictures take more, but
    /// nobody mails them.
    static let controlStringBytes = 1 << 12
    /// Levels of quotation that show: enough to follow, and a line does not consist of its marks.
    static let quoteLevels: UInt8 = 8
    /// Bytes of a text in which quoted mail is looked for; no SMS is as long.
    static let quotedTextBytes = 1 << 18
    /// Bytes of a text in which colours that lost their escape character are looked for; an SMS is no longer.
    static let strippedColourBytes = 1 << 16
}
