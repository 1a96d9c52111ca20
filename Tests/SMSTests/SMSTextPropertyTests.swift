import SMS
import Testing

/// SplitMix64: the same numbers in each run.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct SMSTextPropertyTests {
    private static let alphabets: [[String]] = [
        ["a", "b", " ", "€", "[", "\n", "é"],
        ["a", " ", "’", "–", "\u{A0}", "…", "\r\n", "\t"],
        ["ж", "a", " ", "😀", "👨‍👩‍👧‍👦", "🇩🇪", "q\u{301}", "e\u{301}", "\n"],
        ["ż", "ł", "½", "1", "™", "a", "a\u{323}\u{308}", " ", "Ž"],
        [
            "\u{600}", "ж", "\u{301}", "\u{200D}", "क्", "ष", "🏽", "\u{FE0F}", "한", "\u{1100}", " ",
            "\u{1F1E6}",
        ],
        [" ", "\u{200B}", "\n", "\r", "\u{0}", "\u{200F}", "\u{AD}", "a", "’"],
        [
            "q", "\u{301}", "\u{301}", "\u{301}", "\u{301}", "\u{301}", "\u{301}", "\u{301}", "\u{301}",
            "\u{301}",
        ],
    ]

    /// 2,000 texts per alphabet, with rules.
    private func forEachText(_ seed: UInt64, _ body: (String, TextRules) throws -> Void) rethrows {
        for alphabet in Self.alphabets {
            var generator = SeededGenerator(state: seed)
            for _ in 0..<2_000 {
                let length = Int.random(in: 1...400, using: &generator)
                var text = ""
                for _ in 0..<length { text += alphabet.randomElement(using: &generator) ?? "" }
                let rules = TextRules(
                    maxSegments: Int.random(in: 0...4, using: &generator),
                    transliteration: Transliteration.allCases.randomElement(using: &generator) ?? .none)
                try body(text, rules)
            }
        }
    }

    @Test func theTextIsWithinItsRulesAndCountedRight() throws {
        forEachText(1) { source, rules in
            guard let text = shaped(source, rules) else { return }
            let counter = SegmentCounter(text.text)
            #expect(text.segments == counter.segments && text.units == counter.units)
            #expect(rules.maxSegments == 0 || text.segments <= rules.maxSegments)
            #expect(
                (text.encoding == .gsm7)
                    == text.text.unicodeScalars.allSatisfy { GSM0338.septets(of: $0) != nil })
            #expect(text.encoding == .gsm7 || text.units == text.text.utf16.count)
            let scalars = text.text.unicodeScalars
            #expect(scalars.first?.properties.isWhitespace == false)
            #expect(scalars.last?.properties.isWhitespace == false)
            #expect(!text.text.contains("\n\n\n") && !text.text.contains(" \n"))
        }
    }

    @Test func aCutTextIsTheBeginningOfTheWholeAndDots() throws {
        forEachText(2) { source, rules in
            guard let text = shaped(source, rules), text.removedCharacters > 0 else { return }
            let kept = Array(text.text.unicodeScalars.dropLast(3))
            #expect(text.text.hasSuffix("..."))
            // It starts like the text without a limit, in one of the transliterations.
            let wholes = [Transliteration.none, rules.transliteration].compactMap {
                shaped(source, TextRules(maxSegments: 0, transliteration: $0))?.text
            }
            let isPrefix = wholes.contains { Array($0.unicodeScalars.prefix(kept.count)) == kept }
            // Full transliteration may be used for a text that is cut although it is not used for the whole
            // text.
            #expect(isPrefix || !text.replacements.isEmpty)
        }
    }

    @Test func shapingTwiceChangesNothing() throws {
        forEachText(3) { source, rules in
            guard let once = shaped(source, rules) else { return }
            guard let twice = shaped(once.text, rules) else {
                Issue.record("nothing left")
                return
            }
            #expect(
                Array(twice.text.unicodeScalars) == Array(once.text.unicodeScalars),
                "\(source.debugDescription)")
        }
    }

    private func shaped(_ source: String, _ rules: TextRules) -> SMSText? {
        do {
            return try SMSText(shaping: source, rules: rules)
        } catch .empty {
            return nil
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }
}
