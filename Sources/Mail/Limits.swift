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
    /// A boundary has at most 70 characters (RFC 2046, 5.1.1); some senders exceed that.
    static let boundaryBytes = 998
    /// Lines that are tried as a delimiter where the boundary is not known.
    static let guessedDelimiters = 20
    /// A delimiter line with its padding of trailing white space.
    static let delimiterLineBytes = 2_048
    /// Bytes of a part's text after its transfer encoding is undone; the rest is cut off.
    static let textBytes = 4 << 20
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
