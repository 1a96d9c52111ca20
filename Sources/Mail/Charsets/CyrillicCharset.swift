/// The Cyrillic charsets with letters in single bytes from C0 to FF.
enum CyrillicCharset: CaseIterable {
    case windows1251, koi8

    private var charset: IconvCharset {
        switch self {
        case .windows1251: .cp1251
        case .koi8: .koi8R
        }
    }

    /// The small letters that make up three quarters of a Russian text, in alphabetical order: а в д е и к л
    /// м н о п р с т у, in bytes.
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

    /// nil if the text does not consist of words in letters above ASCII. In Western text such letters occur
    /// among ASCII letters.
    static func guess(_ bytes: ArraySlice<UInt8>) -> IconvCharset? {
        let words = bytes.split { !isLetter($0) }.filter { $0.contains { $0 >= 0x80 } }
        let letters = words.reduce(0) { $0 + $1.count }
        let cyrillic = words.filter { $0.allSatisfy { $0 >= 0xC0 } }
        let inWords = cyrillic.reduce(0) { $0 + $1.count }
        let others = bytes.count { 0x80..<0xC0 ~= $0 }
        guard inWords >= leastLetters, 10 * others <= inWords, 10 * inWords >= 9 * letters,
            inWords >= 2 * cyrillic.count,
            !typedLetters.contains(where: { cyrillic.joined().allSatisfy($0.contains) })
        else {
            return nil
        }
        let scores = allCases.map { (charset: $0.charset, score: $0.score(cyrillic)) }
        guard let best = scores.max(by: { $0.score < $1.score }), best.score >= leastScore else { return nil }
        return best.charset
    }

    /// Letters in ISO-8859-1 that people write in a row to test their mail. No Russian text consists of the letters in these
    /// places.
    private static let typedLetters: [Set<UInt8>] = [
        // Ä, Å, Æ, Ö, Ø, Ü and ß
        [0xC4, 0xC5, 0xC6, 0xD6, 0xD8, 0xDC, 0xDF, 0xE4, 0xE5, 0xE6, 0xF6, 0xF8, 0xFC],
        // à, ç, è, é and ù
        [0xC0, 0xC7, 0xC8, 0xC9, 0xD9, 0xE0, 0xE7, 0xE8, 0xE9, 0xF9],
        // á, é, í, ñ, ó, ú and ü
        [0xC1, 0xC9, 0xCD, 0xD1, 0xD3, 0xDA, 0xDC, 0xE1, 0xE9, 0xED, 0xF1, 0xF3, 0xFA, 0xFC],
    ]

    private static let leastLetters = 3
    private static let leastScore = 0.55

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0xC0 || byte.isASCIILetter
    }

    /// The share of common letters in words, minus that of letters in what is no word, because capital letters
    /// follow small ones in it, or small ones several capitals.
    private func score(_ words: [ArraySlice<UInt8>]) -> Double {
        let common = commonLetters
        var (hits, letters) = (0, 0)
        for word in words {
            letters += word.count
            // Upper and lower case differ in one bit.
            let hasCapitals = word.dropFirst().contains { !isSmall($0) }
            if hasCapitals, word.contains(where: isSmall) {
                hits -= word.count
            } else {
                hits += word.count { common.contains($0) || common.contains($0 ^ 0x20) }
            }
        }
        return Double(hits) / Double(letters)
    }
}
