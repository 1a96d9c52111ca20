/// Tells UTF-8 with the label of another charset from text in that charset which is valid UTF-8 by chance.
/// Programs and relays label by the language or by a default and then send UTF-8.
enum MislabelledUTF8 {
    /// Different characters. In text of another charset each byte above ASCII would have to match its neighbours by
    /// chance, and a word may be there several times.
    private static let certainCharacters = 4
    /// The same for characters with three bytes or more, in a charset with two for a character.
    private static let certainLongCharacters = 2

    /// - Parameters:
    ///   - bytes: without errors in the charset
    ///   - converted: what the charset makes of them
    static func isLikely(_ bytes: ArraySlice<UInt8>, labelled charset: IconvCharset, _ converted: [UInt8])
        -> Bool
    {
        guard isPlausible(bytes) else { return false }
        let characters = Set(scalars(bytes).filter { !$0.isASCII })
        if characters.isEmpty { return false }
        if characters.count >= certainCharacters { return true }
        guard scalars(converted[...]).count == bytes.count else {
            return characters.count { $0.value > 0x7FF } >= certainLongCharacters
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

    /// Whether text is valid UTF-8 of characters that mails have: the bytes of a capital E with acute and a no-break
    /// space in a Latin charset are a letter of Africa in UTF-8.
    static func isPlausible(_ bytes: ArraySlice<UInt8>) -> Bool {
        let check = UTF8Check(bytes)
        guard check.isValid, !check.endsWithin else { return false }
        return scalars(bytes).allSatisfy { scalar in
            scalar.isASCII || usual.contains { $0.contains(scalar.value) }
        }
    }

    /// Latin of Europe and Vietnam, Greek, Cyrillic, Hebrew, Arabic, Thai, punctuation and symbols, East Asia, emoji.
    private static let usual: [ClosedRange<UInt32>] = [
        0xA0...0x17F, 0x1A0...0x1A1, 0x1AF...0x1B0, 0x218...0x21B, 0x300...0x303, 0x309...0x309,
        0x323...0x323,
        0x386...0x3CE, 0x401...0x45F, 0x490...0x491, 0x5D0...0x5EA, 0x60C...0x60C, 0x61B...0x61B,
        0x61F...0x61F,
        0x621...0x652, 0x660...0x669, 0x67E...0x67E, 0x686...0x686, 0x698...0x698, 0x6A9...0x6A9,
        0x6AF...0x6AF,
        0x6CC...0x6CC, 0xE01...0xE5B, 0x1EA0...0x1EF9, 0x2000...0x27BF, 0x2E80...0x9FFF, 0xAC00...0xD7A3,
        0xFE0E...0xFE0F, 0xFEFF...0xFEFF, 0xFF00...0xFFEE, 0x1F000...0x1FAFF,
    ]

    /// Whether letters do not go together when UTF-8 is read in the charset, which has one byte for each
    /// character: `fÃ¼r` has a symbol in a word, and `fĂźr` a capital letter.
    private static func isOdd(_ bytes: ArraySlice<UInt8>, _ charset: IconvCharset) -> Bool {
        guard let converted = Charset.convert(bytes, from: charset) else { return false }
        let scalars = scalars(converted.utf8[...])
        let holdsSymbol = zip(scalars, bytes).contains { scalar, byte in
            0x80...0xBF ~= byte && !scalar.properties.isAlphabetic
        }
        return holdsSymbol
            || zip(scalars, scalars.dropFirst()).contains {
                $0.properties.isLowercase && $1.properties.isUppercase
            }
    }

    private static func scalars(_ utf8: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        Array(String(decoding: utf8, as: UTF8.self).unicodeScalars)
    }
}
