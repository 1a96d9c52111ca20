/// The charset of a text that is not UTF-8 and has no useful label: East Asian or Cyrillic, if the text
/// decodes in it to characters that are common in the language. Else nil, and the text is read as Western.
struct CharsetGuess {
    let charset: IconvCharset?
    /// Whether most characters are among the most common of the language.
    private(set) var isFamiliar = false

    init(_ bytes: ArraySlice<UInt8>) {
        let head = bytes.prefix(Limit.guessedCharsetBytes)
        // First, because words with an even number of letters are valid Chinese, too.
        if let cyrillic = CyrillicCharset.guess(head) {
            charset = cyrillic
            return
        }
        let isWhole = head.endIndex == bytes.endIndex
        let best = DoubleByteCharset.all.compactMap { charset in
            let score = DoubleByteScore(head, charset, isWhole: isWhole).value
            return score < Self.leastScore ? nil : (charset.charset, score, Self.share(of: charset, in: head))
        }.max { $0.1 + $0.2 < $1.1 + $1.2 }
        charset = best?.0
        isFamiliar = best.map { $0.2 >= Self.familiarShare } ?? false
    }

    /// The minimum share of characters that the charset is made for.
    private static let leastScore = 0.6
    private static let familiarShare = 0.75

    /// The share of the language's most common characters.
    private static func share(of charset: DoubleByteCharset, in bytes: ArraySlice<UInt8>) -> Double {
        guard let converted = Charset.convert(bytes, from: charset.charset) else { return 0 }
        let others = String(decoding: converted.utf8, as: UTF8.self).unicodeScalars.filter {
            $0.value >= 0x2E80
        }
        guard !others.isEmpty else { return 0 }
        return Double(others.count(where: charset.common.contains)) / Double(others.count)
    }
}
