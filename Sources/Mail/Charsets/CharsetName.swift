/// Maps charset names in mails to a decoder.
enum CharsetName {
    /// The meaning of a label.
    enum Meaning: Equatable {
        /// No label, US-ASCII, or a useless or unused one: guess from the bytes.
        case unknown
        case utf8
        /// windows-1252 and its subset ISO-8859-1; labels confuse the two.
        case windows1252
        case utf16(bigEndian: Bool?)
        case hz
        case iconv(IconvCharset)
    }

    static func meaning(of label: String?) -> Meaning {
        guard let label else { return .unknown }
        var name = String(decoding: label.utf8.filter { !isPadding($0) }.map(\.lowercased), as: UTF8.self)
        if name.hasPrefix("x-"), !name.hasPrefix("x-mac-") { name.removeFirst(2) }
        if let meaning = unicode(name) ?? western(name) ?? asian(name) ?? vendor(name) { return meaning }
        if let number = windowsNumber(name) {
            return number == "1252" ? .windows1252 : iconv("CP" + number)
        }
        if let number = iso8859Number(name) { return iso8859(number) }
        if let number = codePageNumber(name) { return codePage(number) }
        return iconv(name.uppercased())
    }

    /// iconv's charset for `name`, if it is allowed.
    private static func iconv(_ name: String) -> Meaning {
        IconvCharset(rawValue: name).map(Meaning.iconv) ?? .unknown
    }

    /// Quotes and white space that senders put around a name.
    private static func isPadding(_ byte: UInt8) -> Bool {
        byte.isWhiteSpaceOrLineEnd || byte == 0x22 || byte == 0x27
    }

    /// The number in `windows-1251`, `win1251`, `cp-1251`, `ms-1251`.
    private static func windowsNumber(_ name: String) -> String? {
        let digits = name.suffix(4)
        guard digits.hasPrefix("125"), let last = digits.utf8.last, (0x30...0x38).contains(last) else {
            return nil
        }
        let stem = name.dropLast(4).filter { $0 != "-" && $0 != "_" }
        return ["windows", "win", "cp", "ms", "ibm", "ansi", "microsoftcp", "mswin", ""].contains(stem)
            ? String(digits) : nil
    }

    /// The number in `iso-8859-15`, `latin9`, `8859-15`, `iso_8859-8-i`, `iso-8859-1:1987`.
    private static func iso8859Number(_ name: String) -> Int? {
        var rest = name[...]
        if rest.hasPrefix("iso") { rest = rest.dropFirst(3) }
        rest = rest.drop { $0 == "-" || $0 == "_" }
        guard rest.hasPrefix("8859") else { return nil }
        let digits = rest.dropFirst(4).drop { $0 == "-" || $0 == "_" }.prefix { $0 >= "0" && $0 <= "9" }
        return Int(digits)
    }

    /// The Windows superset if it exists: senders use its additional characters under the ISO name.
    private static func iso8859(_ number: Int) -> Meaning {
        switch number {
        case 1: .windows1252
        case 9: .iconv(.cp1254)
        case 11: .iconv(.cp874)
        default: iconv("ISO-8859-\(number)")
        }
    }

    /// The charset of a text labelled with one of iconv's ISO charsets that uses bytes from 80 to 9F. These
    /// charsets differ in other bytes as well, so they cannot always replace the ISO one.
    static let windowsCounterparts: [IconvCharset: Meaning] = [
        .latin2: .iconv(.cp1250), .isoGreek: .iconv(.cp1253), .isoHebrew: .iconv(.cp1255),
        .latin7: .iconv(.cp1257), .latin9: .windows1252,
    ]

    /// The number in `ibm850`, `cp-850`, `dos-850`, `850`.
    private static func codePageNumber(_ name: String) -> String? {
        let digits = name.reversed().prefix { $0 >= "0" && $0 <= "9" }.reversed()
        let stem = name.dropLast(digits.count).filter { $0 != "-" && $0 != "_" }
        return ["ibm", "cp", "dos", "csibm", "ccsid", ""].contains(stem) ? String(digits) : nil
    }

    /// iconv has most code pages under IBM names and some under CP.
    private static func codePage(_ number: String) -> Meaning {
        let meaning = iconv("IBM" + number)
        return meaning == .unknown ? iconv("CP" + number) : meaning
    }
}

// Names that differ from those of iconv.
extension CharsetName {
    private static func unicode(_ name: String) -> Meaning? {
        switch name {
        case "utf-8", "utf8", "utf_8", "utf-8n", "utf8n", "utf8mb4", "utf-8-mac", "cp65001", "65001",
            "windows-65001", "unicode-1-1-utf-8", "unicode-2-0-utf-8", "unicode11utf8", "unicode20utf8":
            .utf8
        case "utf-16", "utf16", "ucs-2", "ucs2", "iso-10646-ucs-2", "unicode", "csunicode":
            .utf16(bigEndian: nil)
        case "utf-16be", "utf16be", "ucs-2be", "unicodefffe": .utf16(bigEndian: true)
        case "utf-16le", "utf16le", "ucs-2le", "unicodefeff": .utf16(bigEndian: false)
        case "utf7", "unicode-1-1-utf-7", "unicode-2-0-utf-7", "csunicode11utf7": .iconv(.utf7)
        case "utf32", "ucs-4", "ucs4", "iso-10646-ucs-4", "csucs4": .iconv(.utf32)
        case "utf32be", "ucs-4be": .iconv(.utf32BE)
        case "utf32le", "ucs-4le": .iconv(.utf32LE)
        default: nil
        }
    }

    private static func western(_ name: String) -> Meaning? {
        switch name {
        case "us-ascii", "ascii", "us_ascii", "usascii", "us", "ansi_x3.4-1968", "ansi_x3.4-1986",
            "iso646-us",
            "iso_646.irv:1991", "646", "cp367", "iso-ir-6", "7bit", "8bit", "7-bit", "8-bit", "binary",
            "unknown", "unknown-8bit", "default", "default_charset", "user-defined", "none", "null", "char",
            "wchar_t", "internal", "ansi", "ansi_x3.110-1983":
            .unknown
        case "latin1", "latin-1", "latin_1", "l1", "iso-ir-100", "cp819", "ibm819", "csisolatin1", "western",
            "iso-8859", "iso8859":
            .windows1252
        case "latin2", "latin-2", "l2", "iso-ir-101", "csisolatin2": iso8859(2)
        case "latin3", "latin-3", "l3", "iso-ir-109", "csisolatin3": iso8859(3)
        case "latin4", "latin-4", "l4", "iso-ir-110", "csisolatin4": iso8859(4)
        case "cyrillic", "iso-ir-144", "csisolatincyrillic": iso8859(5)
        case "arabic", "asmo-708", "ecma-114", "iso-ir-127", "csisolatinarabic", "csiso88596i", "csiso88596e":
            iso8859(6)
        case "greek", "greek8", "ecma-118", "elot_928", "iso-ir-126", "csisolatingreek", "sun_eu_greek":
            iso8859(7)
        case "hebrew", "logical", "visual", "iso-ir-138", "csisolatinhebrew", "csiso88598i", "csiso88598e":
            iso8859(8)
        case "latin5", "latin-5", "l5", "iso-ir-148", "csisolatin5": iso8859(9)
        case "latin6", "latin-6", "l6", "iso-ir-157", "csisolatin6": iso8859(10)
        case "latin7", "latin-7", "l7", "iso-ir-179": iso8859(13)
        case "latin8", "latin-8", "l8", "iso-ir-199", "iso-celtic": iso8859(14)
        case "latin9", "latin-9", "latin0", "l9", "iso-ir-203", "csisolatin9": iso8859(15)
        case "latin10", "latin-10", "l10", "iso-ir-226": iso8859(16)
        default: nil
        }
    }

    private static func asian(_ name: String) -> Meaning? {
        switch name {
        case "gb2312", "gb-2312", "gb_2312", "gb_2312-80", "gb2312-80", "gb2312.1980-0", "csgb2312",
            "csiso58gb231280", "chinese", "iso-ir-58", "gbk", "gb-18030", "cp936", "windows-936", "win-936",
            "ms936", "936", "euc-cn", "euccn", "cn-gb", "eucgb2312_cn":
            .iconv(.gb18030)
        case "hz", "hz-gb-2312", "hz-gb2312": .hz
        case "big5", "big-5", "big5hkscs", "cn-big5", "csbig5", "x-big5", "big5-eten", "big5_tw":
            .iconv(.big5HKSCS)
        case "windows-950", "ms950", "950": .iconv(.cp950)
        case "euctw", "cseuctw": .iconv(.eucTW)
        case "ks_c_5601-1987", "ks_c_5601-1989", "ks_c_5601_1987", "ksc5601", "ksc_5601", "ks_c_5601",
            "ks-c-5601-1987", "csksc56011987", "korean", "iso-ir-149", "euc-kr", "euckr", "cseuckr", "uhc",
            "windows-949", "ms949", "949":
            .iconv(.cp949)
        case "windows-1361", "cp1361", "ms1361": .iconv(.johab)
        case "iso2022kr", "csiso2022kr": .iconv(.iso2022KR)
        case "shift_jis", "shift-jis", "shiftjis", "sjis", "csshiftjis", "ms_kanji", "windows-31j",
            "cswindows31j", "windows-932", "win-932", "ms932", "932", "s-jis":
            .iconv(.cp932)
        case "euc-jp", "eucjp", "cseucpkdfmtjapanese", "eucjp-ms", "cp51932": .iconv(.eucJPMS)
        case "iso-2022-jp", "iso2022-jp", "iso2022jp", "csiso2022jp", "csiso2022jp2", "iso-2022-jp-1", "jis",
            "cp50220", "cp50221":
            .iconv(.iso2022JP2)
        case "tis-620", "tis620", "tis-620-2533", "windows-874", "dos-874", "ibm874", "874": .iconv(.cp874)
        case "tcvn5712-1", "tcvn-5712": .iconv(.tcvn)
        case "armscii8": .iconv(.armscii8)
        default: nil
        }
    }

    private static func vendor(_ name: String) -> Meaning? {
        switch name {
        case "koi8r", "koi8", "koi", "koi8_r", "cskoi8r", "koi-8-r": .iconv(.koi8R)
        case "koi8u", "koi8-ru": .iconv(.koi8U)
        case "ptcp154", "csptcp154", "cp154", "cyrillic-asian": .iconv(.pt154)
        case "kz-1048", "strk1048-2002", "cskz1048": .iconv(.rk1048)
        case "mac", "macroman", "mac-roman", "x-mac-roman", "csmacintosh": .iconv(.macintosh)
        case "x-mac-cyrillic", "mac-cyrillic": .iconv(.macCyrillic)
        case "x-mac-ukrainian": .iconv(.macUkrainian)
        case "x-mac-ce", "x-mac-centraleurroman", "maccentraleurope": .iconv(.macCentralEurope)
        case "roman8", "r8", "cshproman8": .iconv(.hpRoman8)
        default: nil
        }
    }
}
