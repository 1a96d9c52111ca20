import SMS
import Testing

@Suite("The cut")
struct CutTests {
    /// Words of `length` characters in total, ending in a space.
    private static func words(_ length: Int) -> String {
        var words = String(String(repeating: "word ", count: length / 5 + 1).prefix(length - 1))
        if words.last == " " { words = words.dropLast() + "x" }
        return words + " "
    }

    private func cut(_ text: String) throws -> String {
        try SMSText(shaping: text, rules: TextRules(maxSegments: 1)).text
    }

    /// 160 septets minus three for the dots.
    private static let room = 157

    static let tokens = [
        "https://x.example/1?a=b&c=d", "www.example.com/abc", "ops@example.com", "example.com/path", "481516",
        "4711",
        "+49 30 1234567", "+1 (202) 555-0123", "1.234,56", "1 234,56 EUR", "EUR 1.234,56", "1 234,56 ¤",
        "$ 12.50", "42 %",
        "2026-01-05T10:00:00Z",
        "10:00:00", "10:00 AM", "192.168.1.1", "A-47110", "db1.example.com:9100", "http://müller.example/äöü",
        "internationalisation", "030 / 123 45 67", "+49 (0)170 / 1234567", "030 - 1234567", "0170  1234567",
        "5. 1. 2026", "24.-26. 12. 2026",
    ]

    @Test("comes before an address, a number or a word, wherever it would fall", arguments: tokens)
    func before(token: String) throws {
        for inside in 1..<token.count {
            let start = Self.words(Self.room - inside)
            let text = try cut(start + token + String(repeating: " and more", count: 10))
            #expect(text == start.dropLast() + "...")
        }
    }

    @Test("keeps what fits", arguments: tokens)
    func keeps(token: String) throws {
        let start = Self.words(Self.room - token.count)
        for rest in [" and more", ", and more", ". And more"] {
            let text = try cut(start + token + String(repeating: rest, count: 10))
            #expect(text == start + token + "...")
        }
    }

    @Test(
        "falls behind an address, or before it, if a number follows",
        arguments: ["https://ci.example/job?build=4711", "ops@srv1.example.com2", "db1.example.com:9100"],
        ["08:30", "5. 1. 2026", "95,00 EUR", "EUR 95,00", "€95,00", "95 %", "030 / 123 45 67"])
    func numberBehindAddress(address: String, number: String) throws {
        let token = address + " " + number
        for inside in 1..<token.count {
            let start = Self.words(Self.room - inside)
            let text = try cut(start + token + String(repeating: " and more", count: 10))
            let kept = inside < address.count ? String(start.dropLast()) : start + address
            #expect(text == kept + "...")
        }
    }

    @Test("never falls into a code, even in a row without spaces", arguments: ["_", ".", ";", "x"])
    func code(filler: String) throws {
        for digits in 4...8 {
            let code = "48291377".prefix(digits)
            for inside in 1..<digits {
                let start = String(repeating: filler, count: Self.room - inside)
                let text = try cut(start + code + String(repeating: ";and more", count: 20))
                #expect(text == start + "...")
            }
        }
    }

    @Test("never falls into a number between dashes")
    func dashes() throws {
        let rules = TextRules(maxSegments: 1)
        for filler in 55...65 {
            let text =
                String(repeating: "слово—", count: 12).prefix(filler) + "—A1B2C3—" + "слово—слово—слово"
            let cut = try SMSText(shaping: String(text), rules: rules).text
            #expect(cut.contains("A1B2C3") || !cut.contains("A1"), "\(cut)")
        }
    }

    @Test("takes an opening bracket along")
    func brackets() throws {
        let start = Self.words(150)
        let rest = String(repeating: " and more", count: 10)
        #expect(try cut(start + "(https://x.example/1)" + rest) == start.dropLast() + "...")
        #expect(try cut(start + "\"4711 0815\"" + rest) == start.dropLast() + "...")
    }

    @Test(
        "falls within what is no address, number or word, or all there is",
        arguments: [
            String(repeating: "a", count: 400), "x " + String(repeating: "a", count: 400),
            String(repeating: "1", count: 5_000),
            "See https://x.example/" + String(repeating: "a", count: 5_000),
            "https://x.example/" + String(repeating: "a", count: 300),
        ])
    func within(text: String) throws {
        #expect(try cut(text) == text.prefix(Self.room) + "...")
    }

    @Test("leaves out an address that never fits")
    func tooLong() throws {
        #expect(try cut("See https://x.example/" + String(repeating: "a", count: 300)) == "See...")
    }

    @Test("falls between the characters of scripts without spaces, but not into their numbers and addresses")
    func eastAsia() throws {
        let rules = TextRules(maxSegments: 1)
        let text = String(repeating: "温度过高", count: 40)
        #expect(try SMSText(shaping: text, rules: rules).text == text.prefix(67) + "...")
        let number = String(text.prefix(64)) + "481516" + text
        #expect(try SMSText(shaping: number, rules: rules).text == text.prefix(64) + "...")
        for address in ["https://x.example/1", "https://x.example/a?b=1，"] {
            let cut = try SMSText(shaping: text.prefix(60) + address + text, rules: rules).text
            #expect(cut == text.prefix(60) + "...")
        }
        for date in ["2026年3月12日", "3월 12일"] {
            for length in (68 - date.count)...66 {
                let cut = try SMSText(shaping: text.prefix(length) + date + text, rules: rules).text
                #expect(cut == text.prefix(length) + "...")
            }
        }
    }

    @Test("never splits a character", arguments: ["👨‍👩‍👧‍👦", "1️⃣", "q\u{301}", "🇩🇪", "क्ष"])
    func characters(character: String) throws {
        for length in 50..<70 {
            let start = String(repeating: "ж", count: length) + " "
            let text = try SMSText(
                shaping: start + String(repeating: character, count: 40), rules: TextRules(maxSegments: 1)
            ).text
            let kept = text.dropLast(3).drop { $0 == "ж" || $0 == " " }
            #expect(kept.allSatisfy { String($0) == character })
        }
    }
}
