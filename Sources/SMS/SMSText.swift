/// Why there is no text to send.
package enum TextProblem: Error, Equatable {
    /// Only white space, control characters and invisible characters.
    case empty
    /// More segments than the limit; limit 0: longer than the API accepts. Of a text far longer than possible
    /// only the beginning is counted.
    case tooLong(segments: Int, limit: Int)
}

/// The text of one SMS as sent.
package struct SMSText: Equatable, Sendable {
    /// The API's limit. It counts Unicode scalars, and a text never has fewer UTF-16 code units.
    package static let maximumLength = 65_535

    package let text: String
    /// GSM 03.38 exactly if all characters of `text` are in its tables.
    package let encoding: SMSEncoding
    package let segments: Int
    /// Septets or UTF-16 code units.
    package let units: Int
    /// Replacements by transliteration, in order of first occurrence, even in a part that was cut off.
    package let replacements: [Replacement]
    /// The number of characters (Unicode scalars) that were replaced by `...`, 0 if the text was not cut. Of
    /// a text far longer than possible only the beginning is counted.
    package let removedCharacters: Int

    /// Shapes a text: white space and control characters, then transliteration, then the cut.
    ///
    /// Transliteration is used only if the text that remains after the cut is then entirely in GSM 03.38.
    package init(shaping text: String, rules: TextRules) throws(TextProblem) {
        let shape = TextShape(text)
        guard !shape.text.isEmpty else { throw .empty }
        let draft = Self.best(of: shape, rules: rules)
        if draft.fit.cut != nil, rules.longMessage == .reject {
            throw .tooLong(
                segments: SegmentCounter(draft.whole).segments, limit: max(rules.maxSegments, 0))
        }
        self.text = draft.fit.text
        encoding = draft.fit.counter.encoding
        segments = draft.fit.counter.segments
        units = draft.fit.counter.units
        replacements = draft.replacements
        removedCharacters = draft.fit.cut.map { draft.whole.unicodeScalars[$0...].count } ?? 0
    }

    /// The text unchanged, or transliterated as far as allowed, needed and useful.
    private static func best(of shape: TextShape, rules: TextRules) -> Draft {
        func draft(_ whole: String, _ replacements: [Replacement] = []) -> Draft {
            let maxSegments = rules.maxSegments > 0 ? rules.maxSegments : Int.max
            let fit = Fit(
                whole, isComplete: shape.isComplete, maxSegments: maxSegments, maxLength: maximumLength)
            return Draft(whole: whole, replacements: replacements, fit: fit)
        }
        let plain = draft(shape.text)
        guard plain.fit.counter.encoding == .ucs2, rules.transliteration != .none else { return plain }

        let typography = Transliterated(shape.text, letters: false)
        let typographic = draft(typography.text, typography.replacements)
        if typographic.fit.counter.encoding == .gsm7 { return typographic }
        guard rules.transliteration == .full else { return plain }

        let letters = Transliterated(shape.text, letters: true)
        let full = draft(letters.text, letters.replacements)
        let saves = plain.fit.cut != nil || full.fit.counter.segments < plain.fit.counter.segments
        return full.fit.counter.encoding == .gsm7 && saves ? full : plain
    }
}

/// A possible form of a text.
private struct Draft {
    /// The text before the cut.
    let whole: String
    let replacements: [Replacement]
    let fit: Fit
}
