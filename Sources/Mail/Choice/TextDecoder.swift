/// What kind of text a media type stands for.
enum TextForm: Equatable {
    case plain
    case html
    /// Formatting commands in angle brackets.
    case enriched(EnrichedText.Version)
    /// A text subtype that is read as plain text when there is nothing better.
    case other

    /// nil for all that is no text to read.
    init?(_ contentType: ContentType) {
        switch contentType.mediaType {
        // A multipart without a boundary is what it says it is not: text.
        case "text/plain", "text/markdown", "text/x-markdown": self = .plain
        case "text/html", "application/xhtml+xml": self = .html
        case "text/enriched": self = .enriched(.enriched)
        case "text/richtext": self = .enriched(.richtext)
        case let type where type.hasPrefix("multipart/"): self = .plain
        case let type where type.hasPrefix("text/"):
            if Self.dataSubtypes.contains(type.dropFirst(5)) { return nil }
            self = .other
        default: return nil
        }
    }

    /// Text for machines.
    private static let dataSubtypes: Set<Substring> = [
        "calendar", "x-vcalendar", "vcard", "x-vcard", "directory", "css", "javascript", "ecmascript", "csv",
        "comma-separated-values", "tab-separated-values", "xml", "json", "yaml", "rtf", "x-amp-html",
        "watch-html",
        "x-watch-html", "rfc822-headers", "sgml", "dns", "x-diff", "x-patch", "x-dsp-html", "cache-manifest",
    ]
}

extension ContentType {
    /// The charset parameter as it stands there.
    var charsetLabel: String? {
        parameters.bytes("charset").map { String(decoding: $0.value, as: UTF8.self) }
    }
}

/// From the body of a text part to its text.
struct TextDecoder {
    struct Decoded {
        let text: String
        let charset: String
        /// HTML or the like, turned into text.
        let isHTML: Bool
        let treatments: [TextTreatment]
    }

    let contentType: ContentType
    let encoding: TransferEncoding
    let form: TextForm
    let options: TextOptions

    /// With `quotes = remove`, the quoted lines of HTML are marked, see `QuoteMark`.
    func decode(_ body: ArraySlice<UInt8>) -> Decoded {
        let bytes = encoding.decode(body, limit: Limit.textBytes)
        // A whole HTML document is HTML whatever its header says, or for want of one: small devices send it so.
        let isHTML = form == .html || TextContent.beginsAsHTML(bytes)
        var label = contentType.charsetLabel
        if label == nil, isHTML { label = TextContent.charsetInHTML(bytes) }
        let decoded = Charset.decode(bytes, label: label)
        var treatments = decoded.treatments

        let terminal = TerminalText(decoded.utf8, isHTML: isHTML)
        if terminal.holdsSequences { treatments.append(.controlSequences) }
        if terminal.holdsRewrites { treatments.append(.rewrittenLines) }
        var text = LineEnds.normalized(terminal.text)
        if options.quotes == .remove { text.removeAll(where: QuoteMark.isMark) }

        if isHTML {
            var converter = HTMLTextConverter(Array(text), options)
            let converted = converter.convert()
            if converter.linksLeftOut > 0 {
                treatments.append(.linksLeftOut(converter.linksLeftOut, options.links))
            }
            return Decoded(text: converted, charset: decoded.charset, isHTML: true, treatments: treatments)
        }
        if case .enriched(let version) = form {
            return Decoded(
                text: EnrichedText.plainText(Array(text), version, quotes: options.quotes),
                charset: decoded.charset, isHTML: true,
                treatments: treatments + [.enrichedText])
        }
        text = UUEncoding.removingBlocks(text)
        if isFlowed("format", "flowed") {
            text = FlowedText.unfold(text, deleteSpace: isFlowed("delsp", "yes"))[...]
        }
        let plain = PlainLinks.removed(from: String(decoding: text, as: UTF8.self), options.links)
        if plain.count > 0 { treatments.append(.linksLeftOut(plain.count, options.links)) }
        return Decoded(text: plain.text, charset: decoded.charset, isHTML: false, treatments: treatments)
    }

    private func isFlowed(_ parameter: String, _ expected: String) -> Bool {
        guard let (value, _) = contentType.parameters.bytes(parameter) else { return false }
        return value[...].trimmed().equalsIgnoringCase(expected.utf8)
    }
}
