import SMS
import Testing

@Suite struct TextShapeTests {
    @Test(arguments: [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u{0B}b\u{0C}c\u{85}d\u{2028}e\u{2029}f", "a\nb\nc\nd\ne\nf"),
        ("a\tb", "a b"),
        ("a\u{0}\u{7}\u{8}\u{1B}b\u{7F}\u{80}\u{9F}\u{FEFF}c", "abc"),
        ("a  \nb\t\nc\u{A0}\u{2003}\n", "a\nb\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\r\n\r\n\r\nb", "a\n\nb"),
        ("a\n\nb", "a\n\nb"),
        ("\n \n\na\n \n", "a"),
        ("  a\n  b", "a\n  b"),
        ("a\n \u{200B}\u{34F}\u{AD}\n\u{200C}\nb", "a\n\nb"),
        ("a  b", "a  b"),
        ("\u{FEFF}a", "a"),
        ("a\r\u{0}\nb", "a\n\nb"),
        // Attached invisible characters stay; those separated by white space at an edge are removed.
        ("\u{200F} \u{200F}א\u{200F} \u{200F}", "\u{200F}א\u{200F}"),
        // Found by fuzzing: the white space before the first character is removed completely.
        ("\u{AD} a ", "a"),
        ("\u{AD}\u{AD}\u{A0}a\u{A0}\u{AD}\nb ", "a\nb"),
        ("👩\u{200D}💻 ❤\u{FE0F} \n", "👩\u{200D}💻 ❤\u{FE0F}"),
    ])
    func isShaped(source: String, expected: String) throws {
        let text = try SMSText(shaping: source, rules: TextRules(transliteration: .none)).text
        #expect(Array(text.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: [
        "", " ", "\r\n\t\u{A0}", "\u{200B}\u{200D}\u{FEFF}\u{AD}", "\u{0}\u{1B}\u{9B}", "\u{2028}\u{3000}",
        "\u{FE0F}",
    ])
    func isEmptyWithoutAnythingVisible(source: String) {
        for transliteration in Transliteration.allCases {
            #expect(throws: TextProblem.empty) {
                try SMSText(shaping: source, rules: TextRules(transliteration: transliteration))
            }
        }
    }
}
