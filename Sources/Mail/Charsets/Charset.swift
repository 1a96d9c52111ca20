/// Decodes text in a charset to Unicode.
enum Charset {
    struct Decoded {
        /// Well-formed UTF-8, without a byte order mark.
        var utf8: ArraySlice<UInt8>
        /// The charset that was used.
        var charset: String
        /// How it was found, if not by its label.
        var treatments: [TextTreatment] = []

        var text: String { String(decoding: utf8, as: UTF8.self) }
    }

    /// Decodes; never fails. If a label is missing, unknown or wrong, the text is read as UTF-8 if it is
    /// valid UTF-8, else as windows-1252. Single bad bytes become U+FFFD.
    static func decode(_ bytes: ArraySlice<UInt8>, label: String?) -> Decoded {
        var decoded = decodeMarked(bytes) ?? decode(bytes, as: CharsetName.meaning(of: label))
        if decoded.utf8.starts(with: [0xEF, 0xBB, 0xBF]) { decoded.utf8.removeFirst(3) }
        return decoded
    }

    /// A byte order mark overrides any label. That of UTF-16 is credible only with at least one more unit.
    private static func decodeMarked(_ bytes: ArraySlice<UInt8>) -> Decoded? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            let bytes = CESU8.toUTF8(bytes) ?? bytes
            let check = UTF8Check(bytes)
            return check.errors <= check.sequences ? repaired(bytes, check) : nil
        }
        // The mark of UTF-32 begins with that of UTF-16. Nobody sends UTF-32 without a label.
        guard bytes.count >= 4, !bytes.starts(with: [0xFF, 0xFE, 0x00, 0x00]) else { return nil }
        if bytes.starts(with: [0xFF, 0xFE]) { return UTF16Text.decode(bytes, bigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return UTF16Text.decode(bytes, bigEndian: true) }
        return nil
    }

    private static func decode(_ bytes: ArraySlice<UInt8>, as meaning: CharsetName.Meaning) -> Decoded {
        switch meaning {
        case .unknown, .utf8:
            return decodeUnknown(bytes)
        case .windows1252:
            return decodeUnknown(bytes, isWestern: !isHardlyWestern(bytes))
        case .utf16(let bigEndian):
            // Half of a unit is zero or a control character in most scripts. Well-formed UTF-8 without many: the label is
            // wrong.
            let controls = bytes.count { $0 < space && !$0.isWhiteSpaceOrLineEnd }
            if !bytes.contains(0), 4 * controls < bytes.count, UTF8Check(bytes).isValid {
                return decodeUnknown(bytes)
            }
            return UTF16Text.decode(bytes, bigEndian: bigEndian ?? UTF16Text.guessBigEndian(bytes))
        case .hz:
            return decode(HZ.toGB2312(bytes)[...], as: .iconv(.gb18030))
        case .iconv(let charset):
            if let windows = CharsetName.windowsCounterparts[charset], holdsUpperControls(bytes) {
                return UTF8Check(bytes).isValid
                    ? decodeUnknown(bytes) : decode(bytes, as: windows)
            }
            guard let converted = convert(bytes, from: charset) else { return decodeUnknown(bytes) }
            guard converted.errors > 0 else {
                if MislabelledUTF8.isLikely(bytes, labelled: charset, converted.utf8) {
                    return decodeUnknown(bytes)
                }
                let utf8 = charset == .cp949 ? HangulLetters.composed(converted.utf8) : converted.utf8
                return Decoded(utf8: utf8[...], charset: charset.rawValue)
            }
            let check = UTF8Check(bytes)
            let isUTF8 = check.isValid && check.sequences > 0
            // More than one undefined byte in eight: it is another charset.
            if isUTF8 || converted.errors > 1 + bytes.count / 8 { return decodeUnknown(bytes) }
            return Decoded(utf8: converted.utf8[...], charset: charset.rawValue)
        }
    }

    static func convert(_ bytes: ArraySlice<UInt8>, from charset: IconvCharset) -> (
        utf8: [UInt8], errors: Int
    )? {
        switch charset {
        case .big5HKSCS: Big5.decode(bytes)
        case .gb18030: GB18030.decode(bytes)
        case .iso2022JP2: ISO2022JP.decode(bytes)
        default: IconvConverter.convert(bytes, from: charset)
        }
    }

    /// Whether there are bytes that are control characters in ISO-8859, which text does not contain.
    private static func holdsUpperControls(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.contains { (0x80...0x9F).contains($0) }
    }

    /// Whether most characters above ASCII stand in rows, as letters with accents in Western languages do not.
    private static func isHardlyWestern(_ bytes: ArraySlice<UInt8>) -> Bool {
        let rows = bytes.prefix(Limit.guessedCharsetBytes).split { $0 < 0x80 }
        let long = rows.filter { $0.count >= shortestRow }.reduce(0) { $0 + $1.count }
        return long >= leastInRows && 2 * long > rows.reduce(0) { $0 + $1.count }
    }

    private static let shortestRow = 4
    private static let leastInRows = 12

    /// UTF-8 if most of the non-ASCII text is well-formed; else a guess from the bytes; else windows-1252.
    /// The label ISO-8859-1 is not believed: mails in UTF-8 carry it by mistake, while ISO-8859-1 text that
    /// is valid UTF-8 does not occur.
    private static func decodeUnknown(_ bytes: ArraySlice<UInt8>, isWestern: Bool = false) -> Decoded {
        let check = UTF8Check(bytes)
        if check.isASCII {
            if ISO2022JP.isLikely(bytes), let japanese = ISO2022JP.decode(bytes),
                japanese.errors <= 1 + bytes.count / 8
            {
                return Decoded(utf8: japanese.utf8[...], charset: "ISO-2022-JP-2")
            }
            return Decoded(utf8: bytes, charset: "us-ascii")
        }
        if !check.isValid, let utf8 = CESU8.toUTF8(bytes) {
            let check = UTF8Check(utf8)
            if check.errors < check.sequences { return repaired(utf8, check) }
        }
        if check.isMostlyUTF8 && check.isValid || UTF8Check.isCutAtEnd(bytes) {
            return repaired(bytes, check)
        }
        let guess = isWestern ? nil : CharsetGuess(bytes)
        // Letters of the charset may look like UTF-8 with an error.
        if check.isMostlyUTF8, guess?.isFamiliar != true { return repaired(bytes, check) }
        if let guess = guess?.charset, let converted = convert(bytes, from: guess), converted.errors <= 1 {
            return Decoded(
                utf8: converted.utf8[...], charset: guess.rawValue,
                treatments: [.guessedCharset(guess.rawValue)])
        }
        return decodeLines(bytes)
    }

    /// Logs of several programs have lines in UTF-8 and others in windows-1252.
    private static func decodeLines(_ bytes: ArraySlice<UInt8>) -> Decoded {
        var utf8: [UInt8] = []
        var areMixed = false
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes.firstIndex(of: lineFeed, from: start).map { $0 + 1 } ?? bytes.endIndex
            let line = bytes[start..<end]
            if MislabelledUTF8.isPlausible(line) {
                utf8 += line
                areMixed = areMixed || line.contains { $0 >= 0x80 }
            } else {
                utf8 += Windows1252.toUTF8(line)
            }
            start = end
        }
        return Decoded(
            utf8: utf8[...], charset: "windows-1252", treatments: areMixed ? [.linesInUTF8] : [])
    }

    private static func repaired(_ bytes: ArraySlice<UInt8>, _ check: UTF8Check) -> Decoded {
        if check.isValid, !check.endsWithin { return Decoded(utf8: bytes, charset: "utf-8") }
        return Decoded(
            utf8: Array(String(decoding: bytes, as: UTF8.self).utf8)[...], charset: "utf-8",
            treatments: [.damagedUTF8])
    }
}

/// windows-1252 by hand: as the fallback for everything it must also accept its five undefined bytes.
enum Windows1252 {
    static func toUTF8(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count + bytes.count / 8)
        for (index, byte) in zip(bytes.indices, bytes) {
            if byte < 0x80 {
                utf8.append(byte)
            } else if byte == 0x9B, beginsColour(bytes[index...]) {
                utf8 += [0xC2, 0x9B]
            } else {
                let scalar = byte < 0xA0 ? upperControls[Int(byte - 0x80)] : Unicode.Scalar(byte)
                utf8.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return utf8
    }

    /// Whether the byte is ISO-8859-1's control sequence introducer, followed by a colour or an erasure for a
    /// terminal.
    private static func beginsColour(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parameters = bytes.dropFirst().prefix(16).prefix { $0.isASCIIDigit || $0 == semicolon }
        return !parameters.isEmpty && parameters.endIndex < bytes.endIndex
            && "mK".utf8.contains(bytes[parameters.endIndex])
    }

    /// 0x80 to 0x9F.
    private static let upperControls: [Unicode.Scalar] = [
        "\u{20AC}", "\u{FFFD}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{FFFD}", "\u{017D}", "\u{FFFD}",
        "\u{FFFD}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", "\u{FFFD}", "\u{017E}", "\u{0178}",
    ]
}

/// UTF-16 by hand: lone surrogates become U+FFFD, and the byte order may be guessed.
enum UTF16Text {
    static func decode(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> Charset.Decoded {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while bytes.endIndex - index >= 2 {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(bigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        let text = String(decoding: units, as: UTF16.self)
        return Charset.Decoded(utf8: Array(text.utf8)[...], charset: bigEndian ? "utf-16be" : "utf-16le")
    }

    /// The upper half of a unit is 0 more often than the lower one: Latin text, spaces, line ends. Big-endian
    /// if there is no difference (RFC 2781, 4.3).
    static func guessBigEndian(_ bytes: ArraySlice<UInt8>) -> Bool {
        let zeros = zeros(in: bytes.prefix(4_096))
        return zeros.even >= zeros.odd
    }

    /// The number of zero bytes at even and at odd positions.
    static func zeros(in bytes: ArraySlice<UInt8>) -> (even: Int, odd: Int) {
        var zeros = (even: 0, odd: 0)
        for (offset, byte) in bytes.enumerated() where byte == 0 {
            if offset % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        return zeros
    }
}

/// HZ (RFC 1843), which glibc lacks: GB2312 with the upper bits cleared between `~{` and `~}`.
enum HZ {
    static func toGB2312(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var converted: [UInt8] = []
        converted.reserveCapacity(bytes.count)
        var isChinese = false
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if isChinese, 0x21...0x77 ~= byte, index < bytes.endIndex, 0x21...0x7E ~= bytes[index] {
                // A character, whose second byte may be a tilde.
                converted += [byte | 0x80, bytes[index] | 0x80]
                index += 1
            } else if byte == 0x7E, index < bytes.endIndex {
                let next = bytes[index]
                index += 1
                switch next {
                case 0x7B: isChinese = true
                case 0x7D: isChinese = false
                case 0x7E: converted.append(0x7E)
                case lineFeed: break
                default: converted += [byte, next]
                }
            } else {
                if byte == lineFeed { isChinese = false }
                converted.append(isChinese && byte > space ? byte | 0x80 : byte)
            }
        }
        return converted
    }
}
