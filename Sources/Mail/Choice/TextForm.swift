/// The kind of text of a media type.
enum TextForm: Equatable {
    case plain
    case html
    /// Formatting commands in angle brackets.
    case enriched(EnrichedText.Version)
    /// A text subtype that is read as plain text if there is nothing better.
    case other
    /// For programs; used only if there is no other text.
    case data

    /// nil for types that are not text.
    ///
    /// - Parameter isWholeMail: there is no other part, so anything that can be text is text
    init?(_ contentType: ContentType, isWholeMail: Bool, hasName: Bool) {
        let type = contentType.mediaType
        switch type {
        case "text/plain", "text/markdown", "text/x-markdown": self = .plain
        case "text/html", "application/xhtml+xml": self = .html
        case _ where isWholeMail && ["message/plain", "message/text", "message/x-text"].contains(type):
            self = .plain
        case "message/html" where isWholeMail: self = .html
        case "text/enriched": self = .enriched(.enriched)
        case "text/richtext": self = .enriched(.richtext)
        case _ where type.hasPrefix("multipart/"): self = .plain
        case _ where type.hasPrefix("text/"):
            self = Self.dataSubtypes.contains(type.dropFirst(5)) ? .data : .other
        case _ where Self.signatures.contains(type): return nil
        // A program did not know the type, or the file name is wrong.
        case _ where type.hasPrefix("application/"):
            if !isWholeMail && (hasName || !Self.unnamed.contains(type)) { return nil }
            self = .data
        case _ where isWholeMail && !Self.binary.contains { type.hasPrefix($0) }: self = .data
        default: return nil
        }
    }

    /// Text for machines.
    private static let dataSubtypes: Set<Substring> = [
        "vcard", "x-vcard", "directory", "css", "javascript", "ecmascript", "csv",
        "comma-separated-values", "tab-separated-values", "xml", "json", "yaml", "x-amp-html",
        "watch-html",
        "x-watch-html", "rfc822-headers", "sgml", "dns", "x-diff", "x-patch", "x-dsp-html", "cache-manifest",
    ]

    private static let binary = ["image/", "audio/", "video/", "font/", "model/", "message/"]

    private static let signatures: Set<String> = [
        "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
        "application/pgp-keys", "application/pkix-cert", "application/pkcs10",
    ]

    private static let unnamed: Set<String> = [
        "application/octet-stream", "application/text", "application/plain", "application/html",
        "application/unknown", "application/x-unknown",
    ]
}

extension ContentType {
    /// The charset parameter as written.
    var charsetLabel: String? {
        parameters.bytes("charset").map { String(decoding: $0.value, as: UTF8.self) }
    }
}
