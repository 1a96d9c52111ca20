/// Why there is no text to send.
package enum TextProblem: Error, Equatable {
    /// Nothing but white space, control characters and invisible ones.
    case empty
    /// More segments than the limit; limit 0: longer than the API takes. The segments of a text far beyond
    /// what could be sent are not counted to the end.
    case tooLong(segments: Int, limit: Int)
}

/// The text of one SMS as it is sent.
package struct SMSText: Equatable, Sendable {
    /// The most the API takes. It counts Unicode scalars; UTF-16 code units are never fewer.
    package static let maximumLength = 65_535

    package let text: String
    /// GSM 03.38 exactly if every character of `text` is in its tables.
    package let encoding: SMSEncoding
    package let segments: Int
    /// Septets or UTF-16 code units.
    package let units: Int
    /// What transliteration replaced in the text (the part that was cut off included), by first occurrence.
    package let replacements: [Replacement]
    /// How many characters (grapheme clusters) were cut off for `...`; of a text far beyond what could be sent
    /// the end is not counted.
    package let removedCharacters: Int

    /// Shapes a text: white space and control characters, transliteration, then the cut.
    ///
    /// A replacement counts as reaching GSM 03.38 if what is sent, so after the cut, is all in GSM 03.38.
    package init(shaping text: String, rules: TextRules) throws(TextProblem) {
        let shape = TextShape(text)
        guard !shape.text.isEmpty else { throw .empty }
        let draft = Self.best(of: shape, rules: rules)
        if draft.isTooLong, rules.longMessage == .reject {
            let segments = SegmentCounter(SMSEncoding(of: draft.whole), counting: draft.whole).segments
            throw .tooLong(segments: segments, limit: max(rules.maxSegments, 0))
        }
        self.text = draft.text
        encoding = draft.encoding
        segments = draft.counter.segments
        units = draft.counter.units
        replacements = draft.replacements
        removedCharacters = draft.removed
    }

    /// The text as it is, or transliterated as far as allowed, needed and useful.
    private static func best(of shape: TextShape, rules: TextRules) -> Draft {
        let plain = Draft(shape.text, isComplete: shape.isComplete, rules: rules)
        guard plain.encoding == .ucs2, rules.transliteration != .none else { return plain }

        let typographic = Transliterated(shape.text, letters: false)
        let withTypography = Draft(typographic, isComplete: shape.isComplete, rules: rules)
        if withTypography.encoding == .gsm7 { return withTypography }
        guard rules.transliteration == .full else { return plain }

        let full = Transliterated(shape.text, letters: true)
        let withLetters = Draft(full, isComplete: shape.isComplete, rules: rules)
        let saves = withLetters.counter.segments < plain.counter.segments || plain.isTooLong
        return withLetters.encoding == .gsm7 && saves ? withLetters : plain
    }
}

/// One way to send a text: cut if need be, and counted.
private struct Draft {
    let whole: String
    let replacements: [Replacement]
    let isTooLong: Bool
    let text: String
    let removed: Int
    let encoding: SMSEncoding
    let counter: SegmentCounter

    init(_ transliterated: Transliterated, isComplete: Bool, rules: TextRules) {
        self.init(
            transliterated.text, replacements: transliterated.replacements, isComplete: isComplete,
            rules: rules)
    }

    init(_ whole: String, replacements: [Replacement] = [], isComplete: Bool, rules: TextRules) {
        self.whole = whole
        self.replacements = replacements
        let limit = rules.maxSegments > 0 ? rules.maxSegments : Int.max
        let wholeEncoding = SMSEncoding(of: whole)
        let wholeCounter = SegmentCounter(wholeEncoding, counting: whole)
        isTooLong =
            !isComplete || wholeCounter.segments > limit || whole.utf16.count > SMSText.maximumLength
        if isTooLong {
            let cut = Cut(whole, maxSegments: limit, maxLength: SMSText.maximumLength)
            text = cut.text
            removed = cut.removed
            encoding = SMSEncoding(of: text)
            counter = SegmentCounter(encoding, counting: text)
        } else {
            text = whole
            removed = 0
            encoding = wholeEncoding
            counter = wholeCounter
        }
    }
}
