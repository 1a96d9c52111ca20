/// CESU-8 (Unicode Technical Report 26): UTF-8, except that characters above U+FFFF are two encoded UTF-16
/// surrogates. Programs that store text in UTF-16 write it by mistake.
enum CESU8 {
    /// The same bytes with surrogate pairs replaced by UTF-8; nil if there are no pairs. Lone surrogates
    /// stay.
    static func toUTF8(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var converted: [UInt8] = []
        var copiedUntil = bytes.startIndex
        var start = bytes.startIndex
        while let found = bytes.firstIndex(of: 0xED, from: start) {
            start = found + 1
            guard let scalar = pair(Array(bytes[found...].prefix(6))), let sequence = UTF8.encode(scalar)
            else {
                continue
            }
            converted += bytes[copiedUntil..<found]
            converted += sequence
            start = found + 6
            copiedUntil = start
        }
        return converted.isEmpty ? nil : converted[...] + bytes[copiedUntil...]
    }

    /// The character of a high and a low surrogate, three bytes each.
    private static func pair(_ bytes: [UInt8]) -> Unicode.Scalar? {
        guard bytes.count == 6, bytes[3] == 0xED, (0xA0...0xAF).contains(bytes[1]),
            (0xB0...0xBF).contains(bytes[4]), bytes[2] & 0xC0 == 0x80, bytes[5] & 0xC0 == 0x80
        else { return nil }
        let high = UInt32(bytes[1] & 0x0F) << 6 | UInt32(bytes[2] & 0x3F)
        let low = UInt32(bytes[4] & 0x0F) << 6 | UInt32(bytes[5] & 0x3F)
        return Unicode.Scalar(0x1_0000 + (high << 10 | low))
    }
}
