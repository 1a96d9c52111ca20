/// The media type of a part (RFC 2045, 5; RFC 2046).
struct ContentType: Sendable {
    /// In lower case, as in `text/plain`.
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

    /// Reads a field value. What has no valid `type/subtype` is text/plain (RFC 2045, 5.2).
    init(parsing value: ArraySlice<UInt8>) {
        var field = StructuredField(value)
        field.skipComments()
        var type = Array(field.word(until: [0x2F]))
        var subtype: [UInt8] = []
        field.skipComments()
        if field.skip(0x2F) {
            field.skipComments()
            // A comma in place of the semicolon before the parameters does not belong to it.
            subtype = Array(field.word(until: [0x2C]))
        } else if type.map(\.lowercased).elementsEqual("multipart".utf8) {
            subtype = Array("mixed".utf8)
        }
        if !Self.isToken(type) || !Self.isToken(subtype) {
            type = Array("text".utf8)
            subtype = Array("plain".utf8)
        }
        mediaType = String(decoding: (type + [0x2F] + subtype).map(\.lowercased), as: UTF8.self)
        parameters = Parameters(reading: &field)
    }

    var isMultipart: Bool { mediaType.hasPrefix("multipart/") }

    /// An embedded mail (RFC 2046, 5.2.1; RFC 6532 names message/global).
    var isMessage: Bool {
        mediaType == "message/rfc822" || mediaType == "message/global" || mediaType == "message/news"
    }

    /// RFC 2045, 5.1: printable ASCII without `tspecials`.
    private static func isToken(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { $0 > space && $0 < 0x7F && !tspecials.contains($0) }
    }

    private static let tspecials = "()<>@,;:\\\"/[]?=".utf8
}

/// The content disposition of a part (RFC 2183).
struct ContentDisposition: Sendable {
    /// In lower case: `inline`, `attachment`, ...; empty when there is none.
    let type: String
    let hasFileName: Bool

    init(parsing value: ArraySlice<UInt8>) {
        var field = StructuredField(value)
        field.skipComments()
        let word = field.word(until: [equalsSign])
        type = String(decoding: word.map(\.lowercased).filter { $0 != 0x22 }, as: UTF8.self)
        hasFileName = Parameters(reading: &field).contains("filename")
    }
}
