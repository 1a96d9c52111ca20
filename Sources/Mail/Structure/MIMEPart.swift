/// One part of a mail: the mail itself, a part of a multipart, or an embedded mail (RFC 2045, 2.4 to 2.6). It
/// contains positions in the mail, not bytes; nothing is decoded yet.
struct MIMEPart: Sendable {
    enum Kind: Sendable {
        case leaf
        /// Its children are the parts between its delimiters.
        case multipart
        /// Its only child is the embedded mail.
        case message
        /// A multipart that is nested too deep to be read.
        case unread
    }

    /// The header fields that MIME uses.
    enum Field: Int {
        case contentType, transferEncoding, disposition, contentID

        /// nil for a field that MIME does not use.
        init?(name: ArraySlice<UInt8>) {
            guard name.count >= 10, name.prefix(8).equalsIgnoringCase("content-".utf8) else { return nil }
            let rest = name.dropFirst(8)
            if rest.equalsIgnoringCase("type".utf8) {
                self = .contentType
            } else if rest.equalsIgnoringCase("transfer-encoding".utf8) {
                self = .transferEncoding
            } else if rest.equalsIgnoringCase("disposition".utf8) {
                self = .disposition
            } else if rest.equalsIgnoringCase("id".utf8) {
                self = .contentID
            } else {
                return nil
            }
        }
    }

    /// The values of these fields, as ranges of the mail; the first of each name.
    struct Header: Sendable {
        private(set) var contentType: Range<Int>?
        private(set) var transferEncoding: Range<Int>?
        private(set) var disposition: Range<Int>?
        private(set) var contentID: Range<Int>?

        subscript(field: Field) -> Range<Int>? {
            get {
                switch field {
                case .contentType: contentType
                case .transferEncoding: transferEncoding
                case .disposition: disposition
                case .contentID: contentID
                }
            }
            set {
                switch field {
                case .contentType: contentType = newValue
                case .transferEncoding: transferEncoding = newValue
                case .disposition: disposition = newValue
                case .contentID: contentID = newValue
                }
            }
        }
    }

    /// The index of the part that contains this one; nil for the mail itself.
    let parent: Int?
    /// The number of this part among its siblings, from 1.
    let number: Int
    var header = Header()
    var contentType = ContentType.textPlain
    var disposition: ContentDisposition?
    var kind = Kind.leaf
    var body = 0..<0
    var children: [Int] = []
    /// The text before the first delimiter of a multipart.
    var preamble = 0..<0
    /// Whether a Content-Type field says text, or is missing.
    var isCalledText = false
    /// Mistakes in its header, for --explain.
    var labels: [TextTreatment] = []
    /// Whether it is a multipart without a Content-Type field that says so.
    var isMislabelled = false
}
