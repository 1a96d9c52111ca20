/// The media type of a part (RFC 2045, 5; RFC 2046).
struct ContentType: Sendable {
    /// In lower case, such as `text/plain`.
    let mediaType: String
    let parameters: Parameters

    static let textPlain = ContentType(mediaType: "text/plain", parameters: Parameters())
    /// The default within multipart/digest (RFC 2046, 5.1.5).
    static let messageRFC822 = ContentType(
        mediaType: "message/rfc822", parameters: Parameters())

    private init(mediaType: String, parameters: Parameters) {
        self.mediaType = mediaType
        self.parameters = parameters
    }

    /// Reads a field value. Without a valid `type/subtype` it is the type that its words suggest, else
    /// text/plain (RFC 2045, 5.2).
    init(parsing value: ArraySlice<UInt8>) {
        var field = StructuredField(value)
        let (type, subtype) = Self.words(&field)
        if Self.isToken(type), Self.isToken(subtype),
            Self.topLevelTypes.contains(type) || type.hasPrefix("x-")
        {
            mediaType = type + "/" + subtype
        } else if type == "multipart" {
            mediaType = "multipart/mixed"
        } else {
            mediaType = (type + "/" + subtype).utf8.holds("html".utf8) ? "text/html" : "text/plain"
        }
        parameters = Parameters(reading: &field)
    }

    /// The words before and after the first slash, in lower case.
    private static func words(_ field: inout StructuredField) -> (type: String, subtype: String) {
        field.skipComments()
        let type = field.word(until: [0x2F])
        field.skipComments()
        guard field.skip(0x2F) else { return (text(type), "") }
        field.skipComments()
        // A comma instead of the semicolon before the parameters is not part of it, nor is a second slash.
        let subtype = field.word(until: [0x2C, 0x2F])
        return (text(type), text(subtype))
    }

    private static func text(_ word: ArraySlice<UInt8>) -> String {
        String(decoding: word.map(\.lowercased).filter { $0 != 0x22 }, as: UTF8.self)
    }

    /// Whether a field value starts with `type/subtype`.
    static func isValid(_ value: ArraySlice<UInt8>) -> Bool {
        var field = StructuredField(value)
        let (type, subtype) = words(&field)
        return isToken(subtype) && topLevelTypes.contains(type)
    }

    /// The types registered with IANA, and two that were in use.
    private static let topLevelTypes: Set<String> = [
        "application", "audio", "font", "haptics", "image", "message", "model", "multipart", "text", "video",
        "chemical", "drawing",
    ]

    /// Whether it is text of any form.
    var isText: Bool { mediaType.hasPrefix("text/") }

    /// The same parameters with the type multipart/mixed.
    var asMultipart: ContentType { ContentType(mediaType: "multipart/mixed", parameters: parameters) }

    /// Orders several types for one body: those that fit its beginning come first.
    static func ordered(_ types: [ContentType], fitting head: ArraySlice<UInt8>) -> [ContentType] {
        let isHTML = TextContent.beginsAsHTML(head) || PlainMarkup(head).isHTML
        func rank(_ type: ContentType) -> Int {
            switch type.mediaType {
            case "text/html": isHTML ? 0 : 2
            case _ where type.isText: 1
            case _ where type.isMultipart: 4
            default: 3
            }
        }
        return types.indices.sorted { (rank(types[$0]), $0) < (rank(types[$1]), $1) }.map { types[$0] }
    }

    var isMultipart: Bool { mediaType.hasPrefix("multipart/") }

    /// An embedded mail (RFC 2046, 5.2.1; RFC 6532 names message/global).
    var isMessage: Bool {
        mediaType == "message/rfc822" || mediaType == "message/global" || mediaType == "message/news"
    }

    /// RFC 2045, 5.1: printable ASCII without `tspecials`.
    private static func isToken(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy { $0 > space && $0 < 0x7F && !tspecials.contains($0) }
    }

    private static let tspecials = Array("()<>@,;:\\\"/[]?=".utf8)
}

/// The content disposition of a part (RFC 2183).
struct ContentDisposition: Sendable {
    /// In lower case: `inline`, `attachment`, ...; empty if missing.
    let type: String
    let hasFileName: Bool
    let fileName: String?

    init(parsing value: ArraySlice<UInt8>) {
        var field = StructuredField(value)
        field.skipComments()
        let word = field.word(until: [equalsSign])
        type = String(decoding: word.map(\.lowercased).filter { $0 != 0x22 }, as: UTF8.self)
        let parameters = Parameters(reading: &field)
        fileName = parameters.text("filename")
        hasFileName = fileName.map { !TextContent.isBlank($0) } ?? false
    }
}
