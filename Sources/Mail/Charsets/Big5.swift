/// Big5 as mail programs read it (WHATWG Encoding, 12.1). Of glibc's two charsets, BIG5 has the right symbols
/// and BIG5-HKSCS the characters of Hong Kong.
enum Big5 {
    /// nil if iconv has neither charset.
    static func decode(_ bytes: ArraySlice<UInt8>) -> (utf8: [UInt8], errors: Int)? {
        if let plain = IconvConverter.convert(bytes, from: .big5), plain.errors == 0,
            !holdsPrivateUse(plain.utf8)
        {
            return plain
        }
        guard var decoded = IconvConverter.convert(unified(bytes), from: .big5HKSCS) else { return nil }
        let scalars = String(decoding: decoded.utf8, as: UTF8.self).unicodeScalars.map { symbols[$0] ?? $0 }
        decoded.utf8 = Array(String(String.UnicodeScalarView(scalars)).utf8)
        return decoded
    }

    /// Whether there is a character from U+F000 to U+F8FF, as which BIG5 reads characters that only HKSCS
    /// has.
    private static func holdsPrivateUse(_ utf8: [UInt8]) -> Bool {
        zip(utf8, utf8.dropFirst()).contains { $0 == 0xEF && $1 < 0xA4 }
    }

    /// The symbols that BIG5-HKSCS reads differently from everything else.
    private static let symbols: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{2022}": "\u{2027}", "\u{FF64}": "\u{FE51}", "\u{203E}": "\u{AF}", "\u{223C}": "\u{FF5E}",
        "\u{2641}": "\u{2295}", "\u{2609}": "\u{2299}", "\u{FF0F}": "\u{2215}", "\u{FF3C}": "\u{FE68}",
        "\u{A5}": "\u{FFE5}", "\u{A2}": "\u{FFE0}", "\u{A3}": "\u{FFE1}",
    ]

    /// Replaces HKSCS codes that later editions unified with others, and that glibc lacks. Programs still
    /// write some of them: browsers and iconv-lite encode the Cantonese U+5605 as FB48.
    private static func unified(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var unified = bytes
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            guard bytes[index] > 0x80 else {
                index += 1
                continue
            }
            if bytes[index] >= 0xFA,
                let code = unifications[UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])]
            {
                unified[index] = UInt8(code >> 8)
                unified[index + 1] = UInt8(code & 0xFF)
            }
            index += 2
        }
        return unified
    }

    private static let unifications: [UInt16: UInt16] = [
        0xFA5F: 0xADC5, 0xFA66: 0xB0B0, 0xFABD: 0xA55D, 0xFAC5: 0xA2CD, 0xFAD5: 0xADEB, 0xFB48: 0x9DEF,
        0xFBB8: 0xB440, 0xFBF3: 0xC9DB, 0xFBF9: 0x9DFB, 0xFC4F: 0xD8F4, 0xFC6C: 0xA0DC, 0xFCB9: 0xBCB5,
        0xFCE2: 0xB4B8, 0xFCF1: 0xA7FB, 0xFDB7: 0xCB58, 0xFDB8: 0xB4FC, 0xFDBB: 0xB4E4, 0xFDF1: 0xB54E,
        0xFE52: 0x9975, 0xFE6F: 0xB7EC, 0xFEAA: 0xA260, 0xFEDD: 0xCFF1,
    ]
}
