/// Which characters outside of GSM 03.38 are replaced, so that a segment holds 160 characters instead of 70.
package enum Transliteration: String, CaseIterable, Sendable {
    case none
    /// Punctuation, spaces and invisible characters, if the whole SMS is then in GSM 03.38.
    case typographic
    /// Also letters and symbols, if the whole SMS is then in GSM 03.38 and needs fewer segments.
    case full
}

/// The treatment of a text that needs more segments than allowed.
package enum LongMessage: String, CaseIterable, Sendable {
    case truncate, reject
}

/// The rules for the text of an SMS.
package struct TextRules: Equatable, Sendable {
    /// The maximum number of segments; 0: only the API's limit.
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
