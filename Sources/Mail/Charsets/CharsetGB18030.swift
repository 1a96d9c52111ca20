/// GB18030 with windows-936's euro sign: the single byte 80, which GB18030 does not define.
enum GB18030 {
    /// nil if iconv lacks the charset.
    static func decode(_ bytes: ArraySlice<UInt8>) -> (utf8: [UInt8], errors: Int)? {
        guard let plain = IconvConverter.convert(bytes, from: .gb18030) else { return nil }
        if plain.errors == 0 || !bytes.contains(0x80) { return plain }
        return IconvConverter.convert(withEuroSigns(bytes)[...], from: .gb18030)
    }

    private static func withEuroSigns(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var converted: [UInt8] = []
        converted.reserveCapacity(bytes.count + bytes.count / 8)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            var length = 1
            if byte == 0x80 {
                converted += [0xA2, 0xE3]
                index += 1
                continue
            }
            if byte > 0x80, byte < 0xFF, index + 1 < bytes.endIndex {
                switch bytes[index + 1] {
                case 0x30...0x39: length = 4
                case 0x40...0x7E, 0x80...0xFE: length = 2
                default: break
                }
            }
            let character = bytes[index...].prefix(length)
            converted += character
            index += character.count
        }
        return converted
    }
}
