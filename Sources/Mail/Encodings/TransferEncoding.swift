/// The encoding of a body (RFC 2045, 6).
enum TransferEncoding: String, Sendable {
    /// 7bit, 8bit, binary, and unknown encodings.
    case identity
    case base64
    case quotedPrintable = "quoted-printable"
    case uuencode

    init(parsing value: ArraySlice<UInt8>) {
        var field = StructuredField(value)
        field.skipComments()
        let name = String(decoding: field.value().map(\.lowercased), as: UTF8.self)
        switch name {
        case "base64", "base-64", "b64", "base64encoding": self = .base64
        case "quoted-printable", "quoted_printable", "quotedprintable", "qp": self = .quotedPrintable
        case "x-uuencode", "uuencode", "x-uue", "uue": self = .uuencode
        default: self = .identity
        }
    }

    /// Whether a field value is a name in RFC 2045, 6.1 or a variant of one.
    static func isKnown(_ value: ArraySlice<UInt8>) -> Bool {
        TransferEncoding(parsing: value) != .identity
            || ["7bit", "8bit", "binary"].contains { value.trimmed().equalsIgnoringCase($0.utf8) }
    }

    /// Decodes to at most `limit` bytes.
    func decode(_ body: ArraySlice<UInt8>, limit: Int) -> ArraySlice<UInt8> {
        switch self {
        case .identity: body.prefix(limit)
        case .base64: Base64.decodeText(body, limit: limit)[...]
        case .quotedPrintable: QuotedPrintable.decode(body, limit: limit)[...]
        case .uuencode: UUEncoding.decode(body, limit: limit)[...]
        }
    }
}
