/// How a charset encodes a character in two bytes, and which characters are common.
struct DoubleByteCharset {
    let charset: IconvCharset
    let leads: ClosedRange<UInt8>
    let isTrail: @Sendable (UInt8) -> Bool
    /// Single bytes above ASCII that are characters: the half-width Katakana of Shift_JIS.
    var singles: ClosedRange<UInt8>?
    /// The characters that are common in the language.
    let common: Set<Unicode.Scalar>
    /// The weight of a character as evidence: 1 if common, 0 if other charsets have it too, -1 if rare.
    let weight: @Sendable (_ lead: UInt8, _ trail: UInt8) -> Double

    static let all: [DoubleByteCharset] = [
        // Kana are at least a fifth of most Japanese texts.
        DoubleByteCharset(
            charset: .eucJPMS, leads: 0xA1...0xFE, isTrail: isEUC, common: CommonCharacters.japanese
        ) { lead, trail in
            switch lead {
            case 0xA4 where trail <= 0xF3, 0xA5 where trail <= 0xF6: 2
            case 0xA1...0xA3: 0.5
            case 0xB0...0xCF: 0.9
            case 0xD0...0xF4: 0
            default: -1
            }
        },
        DoubleByteCharset(
            charset: .cp932, leads: 0x81...0xFC, isTrail: { 0x40...0xFC ~= $0 && $0 != 0x7F },
            singles: 0xA1...0xDF, common: CommonCharacters.japanese
        ) { lead, trail in
            switch (lead, trail) {
            case (0x82, 0x9F...0xF1), (0x83, 0x40...0x96): 2
            case (0x81, _), (0x82, 0x4F...0x9A): 0.5
            case (0x88...0x97, _), (0x98, 0x40...0x72): 0.7
            case (0x98...0x9F, _), (0xE0...0xEA, _): 0
            default: -1
            }
        },
        // The syllables, which make up a Korean text except for its punctuation.
        DoubleByteCharset(
            charset: .cp949, leads: 0x81...0xFE, isTrail: isKorean, common: CommonCharacters.korean
        ) { lead, trail in
            switch lead {
            case 0xB0...0xC8 where trail >= 0xA1: 1
            case 0xA1...0xA3 where trail >= 0xA1: 0.5
            default: -1
            }
        },
        // The 3,755 characters of the first level.
        DoubleByteCharset(
            charset: .gb18030, leads: 0x81...0xFE, isTrail: { 0x40...0xFE ~= $0 && $0 != 0x7F },
            common: CommonCharacters.chinese
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
            charset: .big5HKSCS, leads: 0x81...0xFE, isTrail: { 0x40...0x7E ~= $0 || 0xA1...0xFE ~= $0 },
            common: CommonCharacters.chinese
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

/// How well a text matches a two-byte charset.
struct DoubleByteScore {
    /// The mean weight of the characters; negative if the text is in another charset.
    private(set) var value = -1.0

    /// - Parameter isWhole: false if the text goes on, so that it may end inside a character
    init(_ bytes: ArraySlice<UInt8>, _ charset: DoubleByteCharset, isWhole: Bool) {
        var weight = 0.0
        var characters = 0
        /// Characters next to each other: languages write words with them, not single letters.
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
                // Too rare to be evidence; a Latin letter would look the same.
                weight -= 0.2
            } else if charset.leads.contains(lead), index + 1 < bytes.endIndex,
                charset.isTrail(bytes[index + 1])
            {
                weight += charset.weight(lead, bytes[index + 1])
                length = 2
            } else {
                // A truncated text may end in half a character.
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
