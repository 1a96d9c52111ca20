/// The charset of a text that is no UTF-8 and whose label tells nothing: one of East Asia's, or a Cyrillic one, if
/// the text decodes in it and its characters are those that the language mostly consists of. Else nil, and the text
/// is taken for a Western one.
struct CharsetGuess {
    let charset: IconvCharset?

    init(_ bytes: ArraySlice<UInt8>) {
        let head = bytes.prefix(Limit.guessedCharsetBytes)
        // First, because words of an even number of letters are Chinese characters as well.
        if let cyrillic = CyrillicCharset.guess(head) {
            charset = cyrillic
            return
        }
        let isWhole = head.endIndex == bytes.endIndex
        let best = DoubleByteCharset.all.map { charset in
            (charset: charset.charset, score: DoubleByteScore(head, charset, isWhole: isWhole).value)
        }.max { $0.score < $1.score }
        charset = best.flatMap { $0.score >= Self.leastScore ? $0.charset : nil }
    }

    /// Of the characters, the share that has to be common ones.
    private static let leastScore = 0.6
}

/// How a charset writes a character in two bytes, and which characters are common.
struct DoubleByteCharset {
    let charset: IconvCharset
    let leads: ClosedRange<UInt8>
    let isTrail: @Sendable (UInt8) -> Bool
    /// Bytes above ASCII that are a character alone: the half-width Katakana of Shift_JIS.
    var singles: ClosedRange<UInt8>?
    /// How much a character tells for the charset: 1 for a common one, 0 for one that other charsets have too,
    /// -1 for a rare one.
    let weight: @Sendable (_ lead: UInt8, _ trail: UInt8) -> Double

    static let all: [DoubleByteCharset] = [
        // Kana are at least a fifth of a Japanese text; kanji alone might be Chinese as well.
        DoubleByteCharset(charset: .eucJPMS, leads: 0xA1...0xFE, isTrail: isEUC) { lead, trail in
            switch lead {
            case 0xA4 where trail <= 0xF3, 0xA5 where trail <= 0xF6: 2
            case 0xA1...0xA3: 0.5
            case 0xB0...0xCF: 0.5
            case 0xD0...0xF4: 0
            default: -1
            }
        },
        DoubleByteCharset(
            charset: .cp932, leads: 0x81...0xFC, isTrail: { 0x40...0xFC ~= $0 && $0 != 0x7F },
            singles: 0xA1...0xDF
        ) { lead, trail in
            switch (lead, trail) {
            case (0x82, 0x9F...0xF1), (0x83, 0x40...0x96): 2
            case (0x81, _), (0x82, 0x4F...0x9A): 0.5
            case (0x88...0x97, _): 0.7
            case (0x98...0x9F, _), (0xE0...0xEA, _): 0
            default: -1
            }
        },
        // The syllables, which are a Korean text but for its punctuation.
        DoubleByteCharset(charset: .cp949, leads: 0x81...0xFE, isTrail: isKorean) { lead, trail in
            switch lead {
            case 0xB0...0xC8 where trail >= 0xA1: 1.05
            case 0xA1...0xA3 where trail >= 0xA1: 0.5
            default: -1
            }
        },
        // The 3,755 characters of the first level.
        DoubleByteCharset(
            charset: .gb18030, leads: 0x81...0xFE, isTrail: { 0x40...0xFE ~= $0 && $0 != 0x7F }
        ) { lead, trail in
            switch lead {
            case 0xB0...0xD7 where trail >= 0xA1: 1
            case 0xA1...0xA3 where trail >= 0xA1: 0.5
            case 0xD8...0xF7 where trail >= 0xA1: 0
            default: -1
            }
        },
        // The 5,401 characters of the first level.
        DoubleByteCharset(
            charset: .big5HKSCS, leads: 0x81...0xFE, isTrail: { 0x40...0x7E ~= $0 || 0xA1...0xFE ~= $0 }
        ) { lead, trail in
            switch lead {
            case 0xA4...0xC6: 1
            case 0xA1...0xA3: 0.5
            case 0xC9...0xF9: -0.5
            default: -1
            }
        },
    ]

    private static let isEUC: @Sendable (UInt8) -> Bool = { 0xA1...0xFE ~= $0 }
    private static let isKorean: @Sendable (UInt8) -> Bool = {
        0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || 0x81...0xFE ~= $0
    }
}

/// How well a text suits a charset of two-byte characters.
struct DoubleByteScore {
    /// The mean weight of the characters; negative if the text is in another charset.
    private(set) var value = -1.0

    /// - Parameter isWhole: false if the text goes on, so that its end may fall into a character
    init(_ bytes: ArraySlice<UInt8>, _ charset: DoubleByteCharset, isWhole: Bool) {
        var weight = 0.0
        var characters = 0
        /// Characters next to another one: a language writes words with them, and not single letters.
        var neighbours = 0
        var lastEnd: Int?
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let lead = bytes[index]
            guard lead >= 0x80 else {
                index += 1
                continue
            }
            var length = 1
            if charset.singles?.contains(lead) == true {
                // Rare enough to tell nothing; a Latin letter would look like it.
                weight -= 0.2
            } else if charset.leads.contains(lead), index + 1 < bytes.endIndex,
                charset.isTrail(bytes[index + 1])
            {
                weight += charset.weight(lead, bytes[index + 1])
                length = 2
            } else {
                // A text that was cut may end in half a character.
                let isAtEnd = bytes[index...].dropFirst().allSatisfy(\.isWhiteSpaceOrLineEnd)
                guard isAtEnd, characters > 1 || !isWhole else { return }
                break
            }
            if lastEnd == index { neighbours += 1 }
            characters += 1
            index += length
            lastEnd = index
        }
        guard characters >= 2, 3 * neighbours >= characters else { return }
        value = weight / Double(characters)
    }
}

/// The Cyrillic charsets whose letters are single bytes from C0 to FF.
enum CyrillicCharset: CaseIterable {
    case windows1251, koi8

    private var charset: IconvCharset {
        switch self {
        case .windows1251: .cp1251
        case .koi8: .koi8R
        }
    }

    /// The small letters that are three fourths of a Russian text, in order of the alphabet:
    /// а в д е и к л м н о п р с т у, in bytes.
    private var commonLetters: Set<UInt8> {
        switch self {
        case .windows1251:
            [
                0xE0, 0xE2, 0xE4, 0xE5, 0xE8, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF2,
                0xF3,
            ]
        case .koi8:
            [
                0xC1, 0xD7, 0xC4, 0xC5, 0xC9, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD2, 0xD3, 0xD4,
                0xD5,
            ]
        }
    }

    private func isSmall(_ byte: UInt8) -> Bool {
        switch self {
        case .windows1251: byte >= 0xE0
        case .koi8: byte < 0xE0
        }
    }

    /// nil if the text does not consist of words in letters above ASCII. In a Western text such letters stand
    /// among those of ASCII.
    static func guess(_ bytes: ArraySlice<UInt8>) -> IconvCharset? {
        let words = bytes.split { !isLetter($0) }.filter { $0.contains { $0 >= 0x80 } }
        let letters = words.reduce(0) { $0 + $1.count }
        let cyrillic = words.filter { $0.allSatisfy { $0 >= 0xC0 } }
        let inWords = cyrillic.reduce(0) { $0 + $1.count }
        let others = bytes.count { 0x80..<0xC0 ~= $0 }
        guard inWords >= leastLetters, 10 * others <= inWords, 10 * inWords >= 9 * letters,
            inWords >= 2 * cyrillic.count
        else {
            return nil
        }
        let scores = allCases.map { (charset: $0.charset, score: $0.score(cyrillic)) }
        guard let best = scores.max(by: { $0.score < $1.score }), best.score >= leastScore else { return nil }
        return best.charset
    }

    private static let leastLetters = 4
    private static let leastScore = 0.55

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0xC0 || 0x61...0x7A ~= byte.lowercased
    }

    /// The share of common letters, less that of capital letters behind small ones, which no word has.
    private func score(_ words: [ArraySlice<UInt8>]) -> Double {
        let common = commonLetters
        var (hits, breaks, letters) = (0, 0, 0)
        for word in words {
            letters += word.count
            // The other case is the same letter but for one bit.
            hits += word.count { common.contains($0) || common.contains($0 ^ 0x20) }
            breaks += zip(word, word.dropFirst()).count { isSmall($0) && !isSmall($1) }
        }
        return Double(hits - 2 * breaks) / Double(letters)
    }
}
