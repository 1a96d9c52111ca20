/// Tells UTF-8 with the label of another charset from text in that charset which is valid UTF-8 by chance.
/// Programs and relays label by the language or by a default and then send UTF-8.
enum MislabelledUTF8 {
    /// In text of another charset each byte above ASCII would have to match its neighbours by chance.
    private static let certainSequences = 4
    /// The same for a charset with two bytes for a character, where pairs of bytes match in one case in eight.
    private static let certainLongSequences = 2

    /// - Parameters:
    ///   - bytes: without errors in the charset
    ///   - check: that of the bytes
    ///   - converted: what the charset makes of them
    static func isLikely(
        _ bytes: ArraySlice<UInt8>, _ check: UTF8Check, labelled charset: IconvCharset, _ converted: [UInt8]
    ) -> Bool {
        guard check.isValid, check.sequences > 0 else { return false }
        if check.sequences >= certainSequences { return true }
        guard scalars(converted).count == bytes.count else {
            let others = bytes.count { $0 >= 0x80 }
            return others - 2 * check.sequences >= certainLongSequences
        }
        var index = bytes.startIndex
        while let start = bytes[index...].firstIndex(where: { $0 >= 0x80 }) {
            let end = bytes[start...].firstIndex { $0 < 0x80 } ?? bytes.endIndex
            let (before, after) = (bytes[..<start].suffix(1), bytes[end...].prefix(1))
            if isOdd(before + bytes[start..<end] + after, charset) { return true }
            index = end
        }
        return false
    }

    /// Whether letters do not go together when UTF-8 is read in the charset, which has one byte for each
    /// character: `fÃ¼r` has a symbol in a word, and `fĂźr` a capital letter.
    private static func isOdd(_ bytes: ArraySlice<UInt8>, _ charset: IconvCharset) -> Bool {
        guard let converted = Charset.convert(bytes, from: charset) else { return false }
        let scalars = scalars(converted.utf8)
        let holdsSymbol = zip(scalars, bytes).contains { scalar, byte in
            0x80...0xBF ~= byte && !scalar.properties.isAlphabetic
        }
        return holdsSymbol
            || zip(scalars, scalars.dropFirst()).contains {
                $0.properties.isLowercase && $1.properties.isUppercase
            }
    }

    private static func scalars(_ utf8: [UInt8]) -> [Unicode.Scalar] {
        Array(String(decoding: utf8, as: UTF8.self).unicodeScalars)
    }
}
