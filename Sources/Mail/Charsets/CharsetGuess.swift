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
