import SMS
import Testing

@Suite struct TransliterationTests {
    @Test(arguments: [
        ("‘a’ ‚b‛ “c” „d‟ ‹e› «f»", "'a' 'b' \"c\" \"d\" <e> \"f\""),
        ("a‐b‑c‒d–e—f―g−h", "a-b-c-d-e-f-g-h"),
        ("a\u{A0}b\u{2009}c\u{202F}d\u{3000}e", "a b c d e"),
        ("wait…", "wait..."),
        ("• a\n‣ b\n◦ c\n▪ d · e", "- a\n- b\n- c\n- d - e"),
        ("z\u{200B}e\u{200C}r\u{200D}o\u{AD}w\u{2060}i\u{200E}d\u{202A}e", "zerowide"),
        ("5′ 6″ `ls`", "5' 6\" 'ls'"),
        ("Ｈｅｌｌｏ！", "Hello!"),
        ("1⁄2 ﬁne ﬂy", "1/2 fine fly"),
        ("Cafe\u{301} U\u{308}ber \u{212B}ngstro\u{308}m", "Café Über Ångström"),
    ])
    func typographicReachesGSM(source: String, expected: String) throws {
        for transliteration in [Transliteration.typographic, .full] {
            let text = try SMSText(shaping: source, rules: TextRules(transliteration: transliteration))
            #expect(Array(text.text.unicodeScalars) == Array(expected.unicodeScalars))
            #expect(text.encoding == .gsm7)
            #expect(!text.replacements.isEmpty)
        }
        let none = try SMSText(shaping: source, rules: TextRules(transliteration: .none))
        #expect(none.text == source)
        #expect(none.encoding == .ucs2)
        #expect(none.replacements.isEmpty)
    }

    @Test(arguments: [
        "“Привет”", "it’s ż", "ok… 👍", "می\u{200C}خواهم – ok", "👩\u{200D}💻 don’t", "a\u{323}\u{308}…",
    ])
    func typographicLeavesATextThatStaysInUCS2(source: String) throws {
        let text = try SMSText(shaping: source, rules: TextRules())
        #expect(Array(text.text.unicodeScalars) == Array(source.unicodeScalars))
        #expect(text.encoding == .ucs2)
        #expect(text.replacements.isEmpty)
    }

    /// Each is inserted into a text that is one segment in GSM 03.38 and two in UCS-2.
    @Test(arguments: [
        ("Žluťoučký kůň", "Zlutoucky kun"),
        ("łódź đak høj ħal groß œuvre Œ", "lodz dak høj hal groß oeuvre OE"),
        ("Tiếng Việt ơ ư Đ", "Tieng Viet o u D"),
        ("șțŞşĞğİı", "stSsGgIi"),
        ("é è ù ì ò ç Ç á â ê", "é è ù ì ò c Ç a a e"),
        ("ẞ Þ þ ð ŋ ĳ", "ß TH th d ng ij"),
        ("o\u{302}\u{301} a\u{323}\u{308} s\u{326}", "o ä s"),
        ("ǚ ǻ", "ü å"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ ΩΔ Ά", "ABEZHIKMNOPTYX ΩΔ A"),
        (
            "™ © ® 20°C ½ 1½ 3×4 ≤ ≥ → ✓ ✔\u{FE0F} m² H₂O µs",
            "(TM) (c) (R) 20degC 1/2 1 1/2 3x4 <= >= -> ok ok m^2 H2O us"
        ),
        ("€ £ ¥ ₹5", "€ £ ¥ INR5"),
        ("│ ─ ┼", "| - +"),
    ])
    func fullReplacesLettersAndSymbols(source: String, expected: String) throws {
        let filler = String(repeating: " x", count: 35)
        let text = try SMSText(shaping: source + filler, rules: TextRules(transliteration: .full))
        #expect(text.text == expected + filler)
        #expect(text.encoding == .gsm7)
        #expect(text.segments == 1)
    }

    @Test(arguments: ["Zażółć", "Привет", "naïve"])
    func fullLeavesATextItSavesNothingIn(source: String) throws {
        let text = try SMSText(shaping: source, rules: TextRules(transliteration: .full))
        #expect(text.text == source)
    }

    @Test func fullLeavesATextThatStaysInUCS2() throws {
        let source = String(repeating: "Zażółć ", count: 20) + "gęślą 👍"
        #expect(try SMSText(shaping: source, rules: TextRules(transliteration: .full)).text == source)
    }

    @Test func replacementsAreCountedByFirstOccurrence() throws {
        let text = try SMSText(shaping: "it’s – it’s\u{200B} e\u{301}", rules: TextRules())
        #expect(
            text.replacements.map { "\($0.character)>\($0.replacement)>\($0.count)" } == [
                "’>'>2", "–>->1", "\u{200B}>>1", "e\u{301}>é>1",
            ])
    }
}
