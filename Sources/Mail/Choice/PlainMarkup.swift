/// Markup that a sender left in a plain text: HTML tags, style sheets, character references. A text that only
/// mentions markup stays unchanged.
struct PlainMarkup {
    let text: ArraySlice<UInt8>
    /// Whether there are HTML tags, not just similar text.
    let isHTML: Bool
    private(set) var treatments: [TextTreatment] = []

    /// - Parameter source: well-formed UTF-8 with LF line ends
    init(_ source: ArraySlice<UInt8>, _ options: TextOptions = TextOptions()) {
        var text = source
        let head = source.prefix(Limit.searchedTextBytes)
        func holds(_ byte: UInt8) -> Bool { head.firstIndex(of: byte, from: head.startIndex) != nil }
        guard holds(0x3C) || holds(0x26) || holds(0x7B) else {
            self.text = source
            isHTML = false
            return
        }
        if let rest = StyleRules.removed(from: text) {
            text = rest
            treatments.append(.styleSheet)
        }
        let tags = MarkupTags(text)
        isHTML = tags.areMarkup
        if tags.areMarkup {
            let document = tags.isDocument ? text : tags.withLineBreaks
            var converter = HTMLTextConverter(Array(document), options)
            self.text = Array(converter.convert().utf8)[...]
            treatments.append(.tags)
            if converter.linksLeftOut > 0 {
                treatments.append(.linksLeftOut(converter.linksLeftOut, options.links))
            }
        } else if let decoded = Self.referencesDecoded(text) {
            self.text = decoded
            treatments.append(.characterReferences)
        } else {
            self.text = text
        }
    }

    /// nil if there are no references. Only references with a semicolon are decoded: `?a=1&copy=2` is an
    /// address. If only characters that HTML must escape are escaped, and `<` or `>` is not, the text is
    /// about references.
    private static func referencesDecoded(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let ampersand = UInt8(ascii: "&")
        let bytes = Array(text)
        var decoded: [UInt8] = []
        var index = 0
        var hasReferences = false
        var hasOthers = false
        while let found = bytes.firstIndex(of: ampersand, in: index..<bytes.count) {
            decoded += bytes[index..<found]
            guard
                let reference = htmlCharacterReference(
                    in: bytes, at: found, end: bytes.count, inAttribute: true),
                bytes[reference.end - 1] == semicolon
            else {
                decoded.append(ampersand)
                index = found + 1
                continue
            }
            for value in [reference.first, reference.second].compactMap({ $0 }) {
                decoded += Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
            }
            hasReferences = true
            hasOthers = hasOthers || !escaped.contains(reference.first)
            index = reference.end
        }
        guard hasReferences, hasOthers || !bytes.contains(where: { $0 == 0x3C || $0 == 0x3E }) else {
            return nil
        }
        return (decoded + bytes[index...])[...]
    }

    /// `"`, `&`, `'`, `<`, `>`
    private static let escaped: Set<UInt32> = [0x22, 0x26, 0x27, 0x3C, 0x3E]
}
