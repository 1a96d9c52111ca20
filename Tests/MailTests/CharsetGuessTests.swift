import Glibc
import Mail
import Testing

/// A text in a charset, by iconv.
private func encoded(_ text: String, _ charset: String) throws -> [UInt8] {
    let descriptor = try unsafe #require(unsafe iconv_open(charset, "UTF-8"))
    defer { unsafe _ = iconv_close(descriptor) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 4 * input.count + 16)
    let rest = unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
            var from = source.baseAddress
            var to = target.baseAddress
            var left = source.count
            var room = target.count
            let result = unsafe iconv(descriptor, &from, &left, &to, &room)
            unsafe _ = iconv(descriptor, nil, nil, &to, &room)
            return result == 0 ? room : -1
        }
    }
    try #require(rest >= 0, "\(text) is not in \(charset)")
    return output.prefix(output.count - rest).map { UInt8(bitPattern: $0) }
}

@Suite("A charset without a label")
struct CharsetGuessTests {
    private static let japanese = [
        "サーバー室の温度が上昇しています。", "警報: srv1 のディスクが一杯です。", "エラーが発生しました", "本日の会議は中止です",
    ]
    private static let chinese = ["服务器磁盘空间不足，请尽快处理。", "警告: srv1 磁盘已满", "故障报警", "温度过高 CPU 90 度"]
    private static let traditional = ["伺服器磁碟空間不足，請儘快處理。", "警告: srv1 磁碟已滿", "溫度過高", "您的驗證碼是 4711"]
    private static let korean = ["서버 디스크 공간이 부족합니다.", "경고: srv1 디스크", "인증번호 4711 입니다"]
    private static let russian = [
        "Сервер недоступен, проверьте питание.", "Внимание! Диск srv1", "Диск заполнен на 95%",
        "ВНИМАНИЕ ДИСК",
    ]

    /// Texts of a few characters, as machines and people in a hurry send them.
    private static let short = [
        ("磁盘满", "GBK"), ("告警", "GBK"), ("请回电", "GBK"), ("断电了", "GBK"), ("[告警] CPU 95%", "GBK"),
        ("系统异常", "GBK"),
        ("温度異常", "EUC-JP"), ("会議中止", "EUC-JP"), ("本日休業", "EUC-JP"), ("至急連絡", "SHIFT_JIS"),
        ("停電", "SHIFT_JIS"),
        ("停電", "BIG5"), ("磁碟已滿", "BIG5"), ("정전", "EUC-KR"), ("온도이상", "EUC-KR"), ("Код 12", "CP1251"),
        ("Код 12", "KOI8-R"),
    ]

    static let rows: [(text: String, charset: String)] =
        short + japanese.flatMap { text in ["EUC-JP", "SHIFT_JIS", "ISO-2022-JP"].map { (text, $0) } }
        + chinese.flatMap { text in ["GB2312", "GBK", "GB18030"].map { (text, $0) } }
        + traditional.map { ($0, "BIG5") } + korean.map { ($0, "EUC-KR") }
        + russian.flatMap { text in ["CP1251", "KOI8-R"].map { (text, $0) } }

    @Test(
        "The label of Western Europe is not believed where no text of it can be",
        arguments: rows.filter {
            $0.charset != "ISO-2022-JP" && $0.text.count > 13 && !$0.text.contains("srv1")
        },
        ["text/plain; charset=iso-8859-1", "text/html; charset=windows-1252"])
    func mislabelled(row: (text: String, charset: String), contentType: String) throws {
        #expect(text(of: try encoded(row.text, row.charset), contentType: contentType) == row.text)
    }

    @Test(
        "Greek is no Russian",
        arguments: ["Η παραγγελία σας έχει αποσταλεί", "Ο διακομιστής δεν αποκρίνεται"],
        ["CP1253", "ISO-8859-7"])
    func greek(text original: String, charset: String) throws {
        let read = text(of: try encoded(original, charset), contentType: "text/plain")
        #expect(!read.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) })
    }

    @Test("The language tells", arguments: rows, ["text/plain", "text/plain; charset=us-ascii"])
    func guessed(row: (text: String, charset: String), contentType: String) throws {
        #expect(text(of: try encoded(row.text, row.charset), contentType: contentType) == row.text)
    }

    @Test(
        "A Western text stays one",
        arguments: [
            "schön grün", "Größe: 5 m", "Übergröße für Äpfel", "café", "créée à Évian", "déjà vu",
            "ÄNDERUNG ÜBER ÖL",
            "« 12 °C »", "naïve – “quoted” text…", "Température élevée : 42 °C", "El baño está ocupado",
            "Straße",
            "Ça va, où ça ?", "ÄÖÜ äöü ß", "prêt à partir, déjà", "œuvre", "Smørrebrød på Ærø", "à",
            "ÅÄÖ åäö", "éèà", "ÀÉÇ", "áéí ñóú", "ñandú",
            "Test: ÆØÅ æøå",
        ],
        [
            "text/plain", "text/plain; charset=us-ascii", "text/plain; charset=utf-8",
            "text/plain; charset=iso-8859-1",
        ])
    func western(line: String, contentType: String) throws {
        #expect(text(of: try encoded(line, "CP1252"), contentType: contentType) == line)
    }

    @Test("A charset that was guessed is told")
    func told() throws {
        let mail = Array("Subject: x\n\n".utf8) + (try encoded(Self.chinese[0], "GBK"))
        #expect(Message(parsing: mail).body.treatments == [.guessedCharset("GB18030")])
    }
}

@Suite("UTF-8 that was cut")
struct CutUTF8Tests {
    @Test(
        "What is good stays",
        arguments: [
            (Array("Kältealarm 4 ".utf8) + [0xC2], "Kältealarm 4 \u{FFFD}"),
            (Array("Halle 2: 4 ".utf8) + [0xC2], "Halle 2: 4 \u{FFFD}"),
            (Array("Halle 2: 4 ".utf8) + [0xC2, 0x0A], "Halle 2: 4 \u{FFFD}\n"),
            (Array("Preis 5 €".utf8).dropLast(), "Preis 5 \u{FFFD}"),
            (Array("Alarm 😀".utf8).dropLast(2), "Alarm \u{FFFD}"),
            (Array("日本".utf8).dropLast(), "日\u{FFFD}"),
            (Array("grün ".utf8) + [0xC3] + Array("\nund blau".utf8), "grün \u{FFFD}\nund blau"),
            (Array("Kälte".utf8) + [0xC3] + Array(" rot".utf8), "Kälte\u{FFFD} rot"),
            (Array("grün und schön und weiß ".utf8) + [0xFC], "grün und schön und weiß \u{FFFD}"),
        ] as [([UInt8], String)])
    func cut(bytes: [UInt8], expected: String) {
        for contentType in ["text/plain; charset=utf-8", "text/plain", "text/plain; charset=iso-8859-1"] {
            #expect(text(of: bytes, contentType: contentType) == expected)
        }
    }

    @Test(
        "A Latin letter at the end is no cut character",
        arguments: [
            ("caf\u{E9}", "café"), ("Gru\u{DF}", "Gruß"), ("voil\u{E0}\n", "voilà\n"), ("gr\u{FC}n", "grün"),
        ])
    func latin(bytes: String, expected: String) {
        #expect(text(of: latin1(bytes), contentType: "text/plain; charset=utf-8") == expected)
    }

    @Test("Damage is told")
    func told() {
        let mail = Array("Subject: x\n\nKälte 4 ".utf8) + [0xC2, 0x0A]
        #expect(Message(parsing: mail).body.treatments == [.damagedUTF8])
    }
}
