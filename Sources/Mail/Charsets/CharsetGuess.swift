/// The charset of a text that is not UTF-8 and has no useful label: East Asian or Cyrillic, if the text
/// decodes in it to characters that are common in the language. Else nil, and the text is read as Western.
struct CharsetGuess {
    let charset: IconvCharset?

    init(_ bytes: ArraySlice<UInt8>) {
        let head = bytes.prefix(Limit.guessedCharsetBytes)
        // First, because words with an even number of letters are valid Chinese, too.
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

    /// The minimum share of common characters.
    private static let leastScore = 0.6
}
