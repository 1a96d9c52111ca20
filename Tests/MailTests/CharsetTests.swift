import Mail
import Testing

@Suite("Charsets")
struct CharsetTests {
    @Test(
        "A label is read as senders mean it",
        arguments: [
            ("utf-8", Array("grün".utf8), "grün"),
            ("utf8", Array("grün".utf8), "grün"),
            ("iso-8859-1", latin1("gr\u{FC}n"), "grün"),
            ("latin1", latin1("gr\u{FC}n"), "grün"),
            ("ISO-8859-1", latin1("\u{93}x\u{94} \u{80}"), "“x” €"),
            ("cp1252", latin1("\u{80}"), "€"),
            ("iso-8859-15", latin1("\u{A4}"), "€"),
            ("iso_8859-2", latin1("\u{B1}"), "ą"),
            ("iso-8859-9", latin1("\u{FD}"), "ı"),
            ("iso-8859-8-i", latin1("\u{F9}\u{EC}"), "של"),
            ("win-1257", latin1("\u{D5}\u{C4}\u{D6}\u{DC}"), "ÕÄÖÜ"),
            ("windows-1251", latin1("\u{CF}\u{F0}"), "Пр"),
            ("koi8-r", latin1("\u{F0}\u{D2}"), "Пр"),
            ("x-sjis", latin1("\u{93}\u{FA}\u{96}\u{7B}"), "日本"),
            ("shift_jis", latin1("\u{87}\u{40}"), "①"),
            ("euc-jp", latin1("\u{C6}\u{FC}\u{CB}\u{DC}"), "日本"),
            ("iso-2022-jp", latin1("\u{1B}$BF|K\\\u{1B}(B"), "日本"),
            ("gb2312", latin1("\u{D6}\u{D0}\u{CE}\u{C4}"), "中文"),
            ("gb2312", latin1("\u{E9}\u{66}"), "閒"),
            ("hz-gb-2312", latin1("a~{VPND~}b"), "a中文b"),
            ("hz-gb-2312", latin1("~{7~NqFw~}\n~{VP~}~~"), "服务器\n中~"),
            ("big5", latin1("\u{A4}\u{A4}\u{A4}\u{E5}"), "中文"),
            ("big5", latin1("9\u{A1}\u{E3}10 \u{A3}\u{E1}5 \u{A1}\u{45}"), "9～10 €5 ‧"),
            ("big5", latin1("\u{9D}\u{EF}\u{FB}\u{48}\u{A1}\u{E3}\u{A5}\u{5C}"), "嘅嘅～功"),
            ("big5_tw", latin1("\u{A4}\u{A4}"), "中"),
            ("eucgb2312_cn", latin1("\u{D6}\u{D0}"), "中"),
            (
                "euc-kr",
                latin1(
                    "\u{A4}\u{D4}\u{A4}\u{A8}\u{A4}\u{C7}\u{A4}\u{B1}\u{B9}\u{E6}\u{A4}\u{D4}\u{A4}\u{BD}"),
                "똠방\u{3164}ㅍ"
            ),
            ("ks_c_5601-1987", latin1("\u{C7}\u{D1}\u{B1}\u{DB}"), "한글"),
            ("unicode-1-1-utf-7", Array("gr+APw-n".utf8), "grün"),
            ("utf-16", latin1("\u{FE}\u{FF}\u{0}h\u{0}i"), "hi"),
            ("utf-16", latin1("\u{FF}\u{FE}h\u{0}i\u{0}"), "hi"),
            ("utf-16", latin1("h\u{0}i\u{0}"), "hi"),
            ("utf-16", latin1("\u{0}h\u{0}i"), "hi"),
            ("utf-16le", latin1("h\u{0}i\u{0}"), "hi"),
            ("utf-16be", latin1("\u{D8}\u{0}\u{0}x"), "\u{FFFD}x"),
            ("utf-16", Array("no UTF-16".utf8), "no UTF-16"),
            ("utf-32", latin1("\u{FF}\u{FE}\u{0}\u{0}h\u{0}\u{0}\u{0}i\u{0}\u{0}\u{0}"), "hi"),
            ("ptcp154", latin1("\u{CF}\u{F0}"), "Пр"),
            ("us-ascii", latin1("gr\u{FC}n"), "grün"),
            ("ansi_x3.4-1968", Array("grün".utf8), "grün"),
            ("x-unknown", latin1("gr\u{FC}n"), "grün"),
            ("no-such-charset", Array("grün".utf8), "grün"),
            ("\"utf-8\"", Array("grün".utf8), "grün"),
            ("'utf-8'", Array("grün".utf8), "grün"),
            ("UTF-8//IGNORE", latin1("gr\u{FC}n"), "grün"),
            ("../../etc/passwd", Array("grün".utf8), "grün"),
            ("utf-8", [0xEF, 0xBB, 0xBF] + Array("mark".utf8), "mark"),
            // Valid UTF-8 by chance.
            (
                "gb2312", latin1("5\u{D4}\u{AA} 10\u{D4}\u{AA} 20\u{D4}\u{AA} 50\u{D4}\u{AA}"),
                "5元 10元 20元 50元"
            ),
            ("euc-kr", latin1("1\u{C8}\u{A3} 2\u{C8}\u{A3} 3\u{C8}\u{A3} 4\u{C8}\u{A3}"), "1호 2호 3호 4호"),
            ("euc-jp", latin1("1\u{CA}\u{AC} 2\u{CA}\u{AC} 3\u{CA}\u{AC} 4\u{CA}\u{AC}"), "1分 2分 3分 4分"),
            ("tis-620", latin1("\u{C5}\u{B4} \u{C5}\u{B4} \u{C5}\u{B4} \u{C5}\u{B4}"), "ลด ลด ลด ลด"),
            ("koi8-u", latin1("\u{CE}\u{A6} \u{CE}\u{A6} \u{CE}\u{A6} \u{CE}\u{A6}"), "ні ні ні ні"),
            ("iso-8859-15", latin1("PRIORIT\u{C9}\u{A0}: 1"), "PRIORITÉ\u{A0}: 1"),
            ("windows-1251", latin1("t=20\u{D1}\u{B0}"), "t=20С°"),
            ("windows-1254", latin1("BAK\u{DC}\u{92}DE"), "BAKÜ’DE"),
            ("iso-8859-7", latin1("R=10\u{D9}\u{B1}5%"), "R=10Ω±5%"),
            (
                "windows-1252", latin1("\u{C9}tat\u{A0}: re\u{E7}u\nPRIORIT\u{C9}\u{A0}: 1"),
                "État\u{A0}: reçu\nPRIORITÉ\u{A0}: 1"
            ),
            ("iso-8859-2", latin1("PODR\u{D3}\u{AF}"), "PODRÓŻ"),
            ("windows-1250", latin1("PODR\u{D3}\u{AF}"), "PODRÓŻ"),
            ("gb2312", latin1("\u{C2}\u{A9}\u{CB}\u{AE}"), "漏水"),
            ("gb2312", latin1("\u{C1}\u{AA}\u{CD}\u{A8}"), "联通"),
            ("tis-620", latin1("\u{E1}\u{A1}\u{A7}"), "แกง"),
            ("windows-1251", latin1("\u{CF}\u{B8}\u{F2}\u{F0}"), "Пётр"),
            ("ibm866", latin1("\u{E1}\u{A0}\u{A4}"), "сад"),
            ("ibm850", latin1("\u{C3}\u{C4}\u{C4} 1"), "├── 1"),
        ] as [(String, [UInt8], String)])
    func label(label: String, bytes: [UInt8], expected: String) {
        #expect(text(of: bytes, contentType: "text/plain; charset=\(label)") == expected)
    }

    @Test(
        "A wrong label gives way to UTF-8, else to windows-1252",
        arguments: [
            ("utf-8", latin1("sch\u{F6}n gr\u{FC}n"), "schön grün"),
            ("iso-8859-1", Array("schön grün".utf8), "schön grün"),
            ("iso-2022-jp", Array("schön".utf8), "schön"),
            ("us-ascii", Array("schön".utf8), "schön"),
            (
                "utf-8", Array("user=Müller\n".utf8) + latin1("user=J\u{F6}rg\u{2E}"),
                "user=Müller\nuser=Jörg."
            ),
            ("utf-16", Array("Alarm 7\u{7}".utf8), "Alarm 7\u{7}"),
            ("utf-16be", latin1("\u{4}\u{1F}\u{4}\u{40}\u{4}\u{38}"), "При"),
            ("iso-8859-9", Array("für 5 €".utf8), "für 5 €"),
            ("windows-1254", Array("Kapı açık".utf8), "Kapı açık"),
            ("iso-8859-2", Array("Café".utf8), "Café"),
            ("windows-1250", Array("Temperature 45 °C".utf8), "Temperature 45 °C"),
            ("windows-1251", Array("нет".utf8), "нет"),
            ("koi8-r", Array("Сервер недоступен".utf8), "Сервер недоступен"),
            ("windows-1258", Array("Đã gửi".utf8), "Đã gửi"),
            ("tis-620", Array("ระบบล่ม".utf8), "ระบบล่ม"),
            ("gb2312", Array("服务器故障".utf8), "服务器故障"),
            ("gb18030", Array("告警".utf8), "告警"),
            ("euc-kr", Array("서버 장애".utf8), "서버 장애"),
            ("shift_jis", Array("障害".utf8), "障害"),
            ("ibm850", Array("Tür offen".utf8), "Tür offen"),
        ] as [(String, [UInt8], String)])
    func wrongLabel(label: String, bytes: [UInt8], expected: String) {
        #expect(text(of: bytes, contentType: "text/plain; charset=\(label)") == expected)
    }

    @Test("A few bad bytes do not cost the charset")
    func fewBadBytes() {
        let utf8 = Array("schön und grün ".utf8) + [0xFF] + Array(" und blau".utf8)
        #expect(
            text(of: utf8, contentType: "text/plain; charset=utf-8") == "schön und grün \u{FFFD} und blau")
        let japanese = latin1(
            "\u{93}\u{FA}\u{96}\u{7B}\u{93}\u{FA}\u{96}\u{7B}\u{93}\u{FA}\u{96}\u{7B}\u{FF}x")
        #expect(text(of: japanese, contentType: "text/plain; charset=shift_jis") == "日本日本日本\u{FFFD}x")
    }

    @Test("Overlong and truncated UTF-8 never makes a slash or a trap")
    func overlong() {
        for bytes in [[0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80]]
            as [[UInt8]]
        {
            #expect(!text(of: bytes, contentType: "text/plain; charset=utf-8").contains("/"))
        }
        #expect(
            text(of: Array("grün \u{20AC}".utf8).dropLast(), contentType: "text/plain").hasPrefix("grün "))
    }

    @Test("The charset used is told")
    func used() {
        let mail = Message(parsing: Array("Content-Type: text/plain; charset=Latin1\n\ngr\u{FC}n".utf8))
        #expect(mail.body.part?.charsetLabel == "Latin1")
        #expect(mail.body.part?.charset == "utf-8")
    }

    @Test(
        "ISO-2022-JP is read as mail programs write it",
        arguments: [
            ("iso-2022-jp", "\u{1B}$B-!-j\u{1B}(B ok", "①㈱ ok"),
            ("iso-2022-jp", "\u{1B}$By!\u{1B}(B", "纊"),
            ("iso-2022-jp", "\u{1B}$B|b\u{1B}(B", "髙"),
            ("iso-2022-jp", "\u{1B}$B$3$s\nabc", "こん\nabc"),
            ("iso-2022-jp", "\u{1B}$B$3$s\nabc\n\u{1B}$B$3$s\u{1B}(B", "こん\nabc\nこん"),
            ("iso-2022-jp", "\u{1B}(J\\100\u{1B}(B \\", "¥100 \\"),
            ("iso-2022-jp", "\u{1B}(I1\u{1B}(B1", "ｱ1"),
            ("iso-2022-jp", "\u{1B}$(D0!\u{1B}(B", "丂"),
            ("iso-2022-jp", "\u{1B}$@F|K\\\u{1B}(J", "日本"),
            ("iso-2022-jp-2", "\u{1B}$AVP\u{1B}(B", "中"),
            ("us-ascii", "\u{1B}$BF|K\\\u{1B}(B", "日本"),
            ("iso-8859-1", "\u{1B}$@F|K\\\u{1B}(B", "日本"),
            ("us-ascii", "\u{1B}[1mbold", "bold"),
        ] as [(String, String, String)])
    func iso2022JP(label: String, body: String, expected: String) {
        #expect(text(of: latin1(body), contentType: "text/plain; charset=\(label)") == expected)
        if label == "us-ascii" { #expect(text(of: latin1(body), contentType: "text/plain") == expected) }
    }

    @Test("ISO-2022-JP that breaks off or holds other bytes costs no more than these")
    func damagedISO2022JP() {
        let label = "text/plain; charset=iso-2022-jp"
        #expect(text(of: latin1("a\u{1B}"), contentType: label).hasPrefix("a"))
        #expect(text(of: latin1("abc\u{1B}$B$"), contentType: label).hasPrefix("abc"))
        #expect(text(of: latin1("\u{1B}$B$3$\nabc"), contentType: label) == "こ\u{FFFD}\nabc")
    }

    @Test(
        "Bytes that only the Windows charset has choose it",
        arguments: [
            ("gbk", latin1("\u{80}5 \u{D6}\u{D0}\u{80}"), "€5 中€"),
            ("gb18030", latin1("\u{94}\u{39}\u{FC}\u{36}\u{80}\u{81}\u{80}"), "😀€\u{4E90}"),
            ("iso-8859-7", latin1("\u{93}\u{C1}\u{94} \u{80}"), "“Α” €"),
            ("iso-8859-7", latin1("\u{B6}"), "Ά"),
            ("iso-8859-2", latin1("\u{8A}koda \u{84}\u{B9}\u{94}"), "Škoda „ą”"),
            ("iso-8859-2", latin1("\u{B9}"), "š"),
            ("iso-8859-8", latin1("\u{F9}\u{EC} \u{93}"), "של “"),
            ("iso-8859-15", latin1("\u{93}\u{E9}"), "“é"),
            ("iso-8859-2", Array("Škoda Ó".utf8), "Škoda Ó"),
        ] as [(String, [UInt8], String)])
    func windowsBytes(label: String, bytes: [UInt8], expected: String) {
        #expect(text(of: bytes, contentType: "text/plain; charset=\(label)") == expected)
    }

    @Test(
        "UTF-8 with surrogate pairs stays UTF-8",
        arguments: [
            ([0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], "😀"),
            (Array("grün ".utf8) + [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80] + Array("!".utf8), "grün 😀!"),
            ([0xEF, 0xBB, 0xBF, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], "😀"),
            ([0xED, 0xAF, 0xBF, 0xED, 0xBF, 0xBF], "\u{10FFFF}"),
            (latin1("Sch\u{F6}n, G\u{ED} gr\u{FC}n"), "Schön, Gí grün"),
        ] as [([UInt8], String)])
    func cesu8(bytes: [UInt8], expected: String) {
        #expect(text(of: bytes, contentType: "text/plain; charset=utf-8") == expected)
    }

    /// iconv has these charsets, but mail does not use them: the charset is guessed, as without a label.
    @Test(arguments: [
        "ISO-IR-209", "ISO-IR-197", "IBM1390", "CP1390", "1390", "EBCDIC-AT-DE", "EBCDIC-US", "ebcdic-cp-fr",
        "IBM1047", "INIS-8", "BRF", "T.61", "ANSI_X3.110", "NATS-SEFI", "GREEK7", "ISO_5427", "ISO_10367-BOX",
        "ISO_11548-1", "CWI-2", "DEC-MCS", "SHIFT_JISX0213", "IBM037//TRANSLIT", "UTF-7//TRANSLIT", "KOI8-R/",
        "KOI8-R//", "KOI8-R,IBM1390", "KOI8-R//IBM1390", "../x", "../../x", "/tmp/x", "IBM1390.so",
        "x-IBM1390",
        "x-", "", "IBM", "CP", "IBM0037", "IBM\u{661}", "ISO-8859-0", "ISO-8859-12",
        "ISO646-DE",
        "ISO-10646/UCS4/", "KOI8-R\u{0}", String(repeating: "9", count: 5_000),
    ])
    func charsetThatNoMailIsInIsNotAskedOf(label: String) {
        #expect(used(latin1("gr\u{FC}n"), label) == "windows-1252")
        #expect(used(Array("grün".utf8), label) == "utf-8")
        #expect(used(Array("+APw-".utf8), label) == "us-ascii")
    }

    @Test(arguments: [
        ("KOI8-R", "KOI8-R"), ("koi8", "KOI8-R"), ("latin2", "ISO-8859-2"), ("iso-ir-101", "ISO-8859-2"),
        ("greek", "ISO-8859-7"), ("l6", "ISO-8859-10"), ("ISO_8859-5:1988", "ISO-8859-5"),
        ("latin10", "ISO-8859-16"),
        ("cp850", "IBM850"), ("ibm-850", "IBM850"), ("DOS-850", "IBM850"), ("850", "IBM850"),
        ("cp737", "CP737"),
        ("cp866", "IBM866"), ("csIBM866", "IBM866"), ("ibm037", "IBM037"), ("cp1125", "CP1125"),
        ("cp932", "CP932"),
        ("windows-874", "CP874"), ("ms950", "CP950"), ("x-johab", "JOHAB"),
        ("windows-1251", "CP1251"), ("tcvn", "TCVN"), ("roman8", "HP-ROMAN8"), ("x-mac-roman", "MACINTOSH"),
    ])
    func charsetOfMailIsAskedOf(label: String, charset: String) {
        // Bytes that are letters in most of these, and not UTF-8.
        #expect(used(latin1("a\u{B0}\u{E1}"), label) == charset)
    }

    private func used(_ bytes: [UInt8], _ label: String) -> String? {
        let header = "Content-Type: text/plain; charset=\"\(label)\"\n\n"
        return Message(parsing: Array(header.utf8) + bytes).body.part?.charset
    }
}
