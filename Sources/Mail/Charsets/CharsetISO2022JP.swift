/// ISO-2022-JP (RFC 1468) as Japanese mail programs write it: with the vendor characters of CP50221, and
/// lines that do not switch back to ASCII.
enum ISO2022JP {
    private static let escape: UInt8 = 0x1B

    /// The character sets of the bytes.
    private enum CharacterSet {
        case ascii
        /// The Latin half of JIS X 0201: ASCII with a yen sign.
        case roman
        case katakana
        case kanji
    }

    /// An escape to JIS X 0208 occurs only in ISO-2022-JP.
    static func isLikely(_ bytes: ArraySlice<UInt8>) -> Bool {
        var start = bytes.startIndex
        while let found = bytes.firstIndex(of: escape, from: start) {
            let rest = bytes[found...]
            if rest.starts(with: [escape, 0x24, 0x42]) || rest.starts(with: [escape, 0x24, 0x40]) {
                return true
            }
            start = found + 1
        }
        return false
    }

    /// nil if iconv lacks the charset.
    static func decode(_ bytes: ArraySlice<UInt8>) -> (utf8: [UInt8], errors: Int)? {
        if let shiftJIS = toShiftJIS(bytes),
            var decoded = IconvConverter.convert(shiftJIS[...], from: .cp932)
        {
            // The lead byte of the private use area, which only yen signs reach.
            if decoded.utf8.contains(0xEE) { decoded.utf8 = withYenSigns(decoded.utf8) }
            return decoded
        }
        return IconvConverter.convert(bytes, from: .iso2022JP2)
    }

    /// Shift_JIS has no half-width yen sign. CP932 reads this as U+E000, after the rows of JIS X 0208.
    private static let yenMark: [UInt8] = [0xF0, 0x40]

    /// The same text in Shift_JIS, because CP932 has all vendor characters; nil if it contains bytes above
    /// ASCII or character sets that Shift_JIS lacks. Every line starts in ASCII, however the one before
    /// ended.
    private static func toShiftJIS(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var converted: [UInt8] = []
        converted.reserveCapacity(bytes.count)
        var set = CharacterSet.ascii
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            guard byte < 0x80 else { return nil }
            if byte == escape, let (next, length) = switchover(bytes[index...].prefix(4)) {
                guard let next else { return nil }
                set = next
                index += length
                continue
            }
            index += 1
            guard byte > space, byte < 0x7F else {
                if byte == lineFeed || byte == carriageReturn { set = .ascii }
                converted.append(byte)
                continue
            }
            switch set {
            case .ascii: converted.append(byte)
            case .roman: converted += byte == 0x5C ? yenMark : [byte]
            case .katakana: converted.append(byte | 0x80)
            case .kanji:
                guard index < bytes.endIndex, (0x21...0x7E).contains(bytes[index]) else {
                    converted.append(invalid)
                    continue
                }
                converted += shiftJIS(byte, bytes[index])
                index += 1
            }
        }
        return converted
    }

    /// Not defined in CP932; stands for half a character.
    private static let invalid: UInt8 = 0xFF

    /// JIS X 0208 to Shift_JIS: two rows share a lead byte. Both bytes are from 21 to 7E.
    private static func shiftJIS(_ first: UInt8, _ second: UInt8) -> [UInt8] {
        let row = first - 0x21
        let cell = second - 0x21
        let lead = row / 2 + (row < 62 ? 0x81 : 0xC1)
        if row % 2 == 1 { return [lead, cell + 0x9F] }
        return [lead, cell + (cell < 63 ? 0x40 : 0x41)]
    }

    /// The character set that the escape sequence at the start selects, nil if Shift_JIS lacks it, and the
    /// sequence's length; nil as a whole for other escapes.
    private static func switchover(_ bytes: ArraySlice<UInt8>) -> (set: CharacterSet?, length: Int)? {
        switch Array(bytes.dropFirst()) {
        case let code where code.starts(with: "(B".utf8): (.ascii, 3)
        case let code where code.starts(with: "(J".utf8) || code.starts(with: "(H".utf8): (.roman, 3)
        case let code where code.starts(with: "(I".utf8): (.katakana, 3)
        case let code where code.starts(with: "$@".utf8) || code.starts(with: "$B".utf8): (.kanji, 3)
        case let code where code.starts(with: "$(B".utf8) || code.starts(with: "$(@".utf8): (.kanji, 4)
        case let code where code.starts(with: "$A".utf8) || code.starts(with: "$(".utf8): (nil, 0)
        case let code where code.starts(with: ".".utf8): (nil, 0)
        default: nil
        }
    }

    private static func withYenSigns(_ utf8: [UInt8]) -> [UInt8] {
        let scalars = String(decoding: utf8, as: UTF8.self).unicodeScalars.map {
            $0 == "\u{E000}" ? "\u{A5}" : $0
        }
        return Array(String(String.UnicodeScalarView(scalars)).utf8)
    }
}
