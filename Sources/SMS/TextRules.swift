/// How far characters outside of GSM 03.38 are replaced, so that a segment holds 160 characters and not 70.
package enum Transliteration: String, CaseIterable, Sendable {
    case none
    /// Punctuation, spaces and invisible characters, where that brings the whole SMS into GSM 03.38.
    case typographic
    /// Also letters and symbols, where that brings the whole SMS into GSM 03.38 and saves segments.
    case full
}

/// What becomes of a text that needs more segments than allowed.
package enum LongMessage: String, CaseIterable, Sendable {
    case truncate, reject
}

/// What the configuration says about the text of an SMS.
package struct TextRules: Equatable, Sendable {
    /// The most segments an SMS may take; 0: no limit but the API's.
    package var maxSegments: Int
    package var longMessage: LongMessage
    package var transliteration: Transliteration

    package init(
        maxSegments: Int = 8, longMessage: LongMessage = .truncate,
        transliteration: Transliteration = .typographic
    ) {
        self.maxSegments = maxSegments
        self.longMessage = longMessage
        self.transliteration = transliteration
    }
}
