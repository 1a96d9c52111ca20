/// From the charset names that mails carry to those that glibc's iconv knows.
enum CharsetName {
    /// What a label stands for.
    enum Meaning: Equatable {
        /// No label, US-ASCII, or one that says nothing: the bytes must tell.
        case unknown
        case utf8
        /// windows-1252 and its subset ISO-8859-1, which stands on either.
        case windows1252
        case utf16(bigEndian: Bool?)
        case hz
        /// A name for iconv.
        case iconv(String)
    }

    static func meaning(of label: String?) -> Meaning {
        guard let label else { return .unknown }
        var name = String(decoding: label.utf8.map(\.lowercased).filter { isNameByte($0) }, as: UTF8.self)
        guard !name.isEmpty, name.utf8.count <= Limit.charsetNameBytes,
            name.utf8.count == label.utf8.count(where: { !isPadding($0) })
        else { return .unknown }
        if name.hasPrefix("x-"), !name.hasPrefix("x-mac-") { name.removeFirst(2) }
        // An empty name would be the locale's charset to iconv.
        if name.isEmpty { return .unknown }
        let alias = aliases.first {
            Array($0.names.utf8).split(separator: space).contains { $0.elementsEqual(name.utf8) }
        }
        if let alias { return alias.meaning }
        if let number = windowsNumber(name) { return number == "1252" ? .windows1252 : .iconv("CP" + number) }
        if let number = iso8859Number(name) { return iso8859(number) }
        return .iconv(name.uppercased())
    }

    /// The only bytes that ever reach iconv: no slash, which would begin a suffix such as `//IGNORE`.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x5F, 0x3A, 0x2B, hyphen: true
        default: false
        }
    }

    /// Quotes and white space that senders leave around a name.
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

    /// The number in `iso-8859-15`, `iso8859_15`, `8859-15`, `iso_8859-8-i`, `iso-8859-1:1987`.
    private static func iso8859Number(_ name: String) -> Int? {
        var rest = name[...]
        if rest.hasPrefix("iso") { rest = rest.dropFirst(3) }
        rest = rest.drop { $0 == "-" || $0 == "_" }
        guard rest.hasPrefix("8859") else { return nil }
        let digits = rest.dropFirst(4).drop { $0 == "-" || $0 == "_" }.prefix { $0 >= "0" && $0 <= "9" }
        guard let number = Int(digits), (1...16).contains(number), number != 12 else { return nil }
        return number
    }

    /// The Windows superset where there is one: senders use its additional characters under the ISO name.
    private static func iso8859(_ number: Int) -> Meaning {
        switch number {
        case 1: .windows1252
        case 9: .iconv("CP1254")
        case 11: .iconv("CP874")
        default: .iconv("ISO-8859-\(number)")
        }
    }

    /// What a text in one of iconv's ISO charsets is in if it uses the bytes from 80 to 9F. These charsets differ in
    /// some of the other bytes too, and so cannot always stand for the ISO one.
    static let windowsCounterparts: [String: Meaning] = [
        "ISO-8859-2": .iconv("CP1250"), "ISO-8859-7": .iconv("CP1253"), "ISO-8859-8": .iconv("CP1255"),
        "ISO-8859-13": .iconv("CP1257"), "ISO-8859-15": .windows1252,
    ]

    /// Looked through from the start, where the usual names stand: a mail has few charsets, and a dictionary of all names
    /// takes 7 % of the instructions of a message.
    private static let aliases: [(meaning: Meaning, names: String)] = [
        (
            .unknown,
            """
            us-ascii ascii us_ascii usascii us ansi_x3.4-1968 ansi_x3.4-1986 iso646-us iso_646.irv:1991 646 \
            cp367 \
            iso-ir-6 7bit 8bit 7-bit 8-bit binary unknown unknown-8bit default default_charset user-defined \
            none null char wchar_t internal ansi ansi_x3.110-1983
            """
        ),
        (
            .utf8,
            """
            utf-8 utf8 utf_8 utf-8n utf8n utf8mb4 utf-8-mac cp65001 65001 windows-65001 unicode-1-1-utf-8 \
            unicode-2-0-utf-8 unicode11utf8 unicode20utf8
            """
        ),
        (
            .windows1252,
            "latin1 latin-1 latin_1 l1 iso-ir-100 cp819 ibm819 csisolatin1 western iso-8859 iso8859"
        ),
        (.utf16(bigEndian: nil), "utf-16 utf16 ucs-2 ucs2 iso-10646-ucs-2 unicode csunicode"),
        (.utf16(bigEndian: true), "utf-16be utf16be ucs-2be unicodefffe"),
        (.utf16(bigEndian: false), "utf-16le utf16le ucs-2le unicodefeff"),
        (.hz, "hz hz-gb-2312 hz-gb2312"),
        (.iconv("UTF-7"), "utf-7 utf7 unicode-1-1-utf-7 unicode-2-0-utf-7 csunicode11utf7"),
        (
            .iconv("GB18030"),
            """
            gb2312 gb-2312 gb_2312 gb_2312-80 gb2312-80 gb2312.1980-0 csgb2312 csiso58gb231280 chinese \
            iso-ir-58 gbk gb18030 gb-18030 cp936 windows-936 win-936 ms936 936 euc-cn euccn cn-gb \
            eucgb2312_cn
            """
        ),
        (.iconv("BIG5-HKSCS"), "big5 big-5 big5-hkscs big5hkscs cn-big5 csbig5 big5-eten big5_tw"),
        (.iconv("CP950"), "cp950 windows-950 ms950 950"),
        (
            .iconv("CP949"),
            """
            ks_c_5601-1987 ks_c_5601-1989 ks_c_5601_1987 ksc5601 ksc_5601 ks_c_5601 ks-c-5601-1987 \
            csksc56011987 korean iso-ir-149 euc-kr euckr cseuckr uhc windows-949 cp949 ms949 949
            """
        ),
        (
            .iconv("CP932"),
            """
            shift_jis shift-jis shiftjis sjis csshiftjis ms_kanji windows-31j cswindows31j windows-932 \
            win-932 cp932 ms932 932 s-jis
            """
        ),
        (.iconv("EUC-JP-MS"), "euc-jp eucjp cseucpkdfmtjapanese eucjp-ms cp51932"),
        (
            .iconv("ISO-2022-JP-2"),
            "iso-2022-jp iso2022-jp iso2022jp csiso2022jp iso-2022-jp-1 jis cp50220 cp50221"
        ),
        (.iconv("CP874"), "tis-620 tis620 windows-874 cp874 dos-874 ibm874 tis-620-2533"),
        (.iconv("CP1254"), "latin5 l5 csisolatin5"),
        (.iconv("MACINTOSH"), "mac macintosh macroman mac-roman x-mac-roman"),
        (.iconv("MACCYRILLIC"), "x-mac-cyrillic mac-cyrillic maccyrillic"),
        (.iconv("MACUKRAINIAN"), "x-mac-ukrainian"),
        (.iconv("MAC-CENTRALEUROPE"), "x-mac-ce x-mac-centraleurroman mac-centraleurope maccentraleurope"),
        (.iconv("KOI8-R"), "koi8-r koi8r koi8 koi cskoi8r koi-8-r"),
        (.iconv("PT154"), "ptcp154 csptcp154 cp154 cyrillic-asian"),
        (.iconv("KOI8-U"), "koi8-u koi8u koi8-ru"),
        (.iconv("IBM866"), "dos-866 cp-866 866"),
        (.iconv("ISO-8859-8"), "logical visual hebrew csiso88598i csisolatinhebrew"),
    ]
}
