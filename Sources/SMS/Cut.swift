/// Cuts a text so that it fits, with `...` at its end.
struct Cut {
    /// Three dots: unlike U+2026 they are in GSM 03.38.
    private static let ellipsis = "..."

    /// The text with its end cut off and `...` in its place.
    let text: String
    /// How many characters (grapheme clusters) were cut off.
    let removed: Int

    /// Keeps as many characters as fit, in the encoding which the cut text then has.
    ///
    /// - Parameters:
    ///   - maxSegments: at least 1.
    ///   - maxLength: in UTF-16 code units, `...` included.
    init(_ text: String, maxSegments: Int, maxLength: Int) {
        let asGSM = Self.end(of: text, in: .gsm7, maxSegments: maxSegments, maxLength: maxLength)
        let asUCS2 = Self.end(of: text, in: .ucs2, maxSegments: maxSegments, maxLength: maxLength)
        // UCS-2 holds more only where it goes beyond the text's first character outside of GSM 03.38.
        var kept = text[..<max(asGSM, asUCS2)]
        while let last = kept.last, last.isWhitespace || Self.joinsDot(last) { kept.removeLast() }
        self.text = kept + Self.ellipsis
        removed = text[kept.endIndex...].count
    }

    /// The end of the longest prefix that fits together with the ellipsis.
    private static func end(
        of text: String, in encoding: SMSEncoding, maxSegments: Int, maxLength: Int
    ) -> String.Index {
        var end = text.startIndex
        var counter = SegmentCounter(encoding)
        var length = ellipsis.utf16.count
        text.forEachUnsplit { piece, startsSegment in
            length += piece.reduce(0) { $0 + UTF16.width($1) }
            guard counter.add(piece, startsSegment: startsSegment), length <= maxLength else { return false }
            var withEllipsis = counter
            for _ in ellipsis.unicodeScalars { withEllipsis.add(units: 1) }
            if withEllipsis.segments <= maxSegments { end = piece.endIndex }
            return counter.segments <= maxSegments
        }
        return end
    }

    /// Whether a dot after this character would become part of it (the Prepend class of UAX #29), which could
    /// move both over a segment limit.
    private static func joinsDot(_ character: Character) -> Bool {
        (String(character) + ".").count == 1
    }
}
