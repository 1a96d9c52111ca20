import SMS
import Testing

@Suite struct SMSTextTests {
    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test func hasTheDefaultsOfTheConfiguration() {
        #expect(
            TextRules() == TextRules(maxSegments: 8, longMessage: .truncate, transliteration: .typographic))
    }

    @Test(arguments: [(160, 1), (161, 2), (306, 2), (307, 3), (1224, 8)])
    func aTextThatFitsIsNotCut(length: Int, segments: Int) throws {
        let text = try SMSText(shaping: repeated("a", length), rules: TextRules())
        #expect(text.text == repeated("a", length))
        #expect(text.segments == segments)
        #expect(text.removedCharacters == 0)
    }

    @Test func aLongTextEndsInDots() throws {
        let gsm = try SMSText(shaping: repeated("a", 1225), rules: TextRules())
        #expect(gsm.text == repeated("a", 1221) + "...")
        #expect(gsm.segments == 8)
        #expect(gsm.units == 1224)
        #expect(gsm.removedCharacters == 4)
        let ucs2 = try SMSText(shaping: repeated("ж", 537), rules: TextRules())
        #expect(ucs2.text == repeated("ж", 533) + "...")
        #expect(ucs2.segments == 8)
        #expect(ucs2.units == 536)
    }

    @Test func aSingleSegmentIsFilled() throws {
        #expect(try SMSText(shaping: repeated("a", 161), rules: TextRules(maxSegments: 1)).units == 160)
        #expect(try SMSText(shaping: repeated("ж", 71), rules: TextRules(maxSegments: 1)).units == 70)
    }

    @Test func theCutNeverSplitsACharacter() throws {
        let rules = TextRules(maxSegments: 1)
        #expect(
            try SMSText(shaping: repeated("a", 156) + "€" + "aaaa", rules: rules).text == repeated("a", 156)
                + "...")
        #expect(
            try SMSText(shaping: repeated("ж", 66) + "😀😀ж", rules: rules).text == repeated("ж", 66) + "...")
        #expect(try SMSText(shaping: repeated("ж", 60) + "👨‍👩‍👧‍👦", rules: rules).text == repeated("ж", 60) + "...")
        #expect(
            try SMSText(shaping: repeated("ж", 66) + "q\u{301}ж ж", rules: rules).text == repeated("ж", 66)
                + "...")
    }

    @Test func theCutLeavesNoWhiteSpaceInFrontOfTheDots() throws {
        let source = repeated("a", 153) + "  \n\n  " + repeated("b", 20)
        #expect(
            try SMSText(shaping: source, rules: TextRules(maxSegments: 1)).text == repeated("a", 153) + "...")
    }

    @Test func aCharacterThatWouldTakeInTheDotsGoes() throws {
        let source = repeated("ж", 66) + "\u{600}\n" + repeated("ж", 20)
        #expect(
            try SMSText(shaping: source, rules: TextRules(maxSegments: 1)).text == repeated("ж", 66) + "...")
    }

    @Test func aCutThatLeavesOnlyGSMHasTheRoomOfGSM() throws {
        // The only character outside of GSM 03.38 is beyond one segment of either encoding.
        let far = try SMSText(shaping: repeated("a", 200) + "ж", rules: TextRules(maxSegments: 1))
        #expect(far.text == repeated("a", 157) + "...")
        #expect(far.encoding == .gsm7)
        // Here GSM 03.38 ends at 100 characters, which is still more than UCS-2 would hold.
        let middle = try SMSText(shaping: repeated("a", 100) + "ж", rules: TextRules(maxSegments: 1))
        #expect(middle.text == repeated("a", 100) + "...")
        #expect(middle.encoding == .gsm7)
        // Here UCS-2 holds more.
        let near = try SMSText(
            shaping: repeated("a", 30) + repeated("ж", 60), rules: TextRules(maxSegments: 1))
        #expect(near.text == repeated("a", 30) + repeated("ж", 37) + "...")
        #expect(near.encoding == .ucs2)
    }

    @Test func transliterationComesBeforeTheCut() throws {
        let text = try SMSText(shaping: repeated("it’s ", 100), rules: TextRules(maxSegments: 1))
        #expect(text.text == repeated("it's ", 30) + "it's...")
        #expect(text.encoding == .gsm7)
        // A part that is cut off does not matter.
        let emoji = try SMSText(shaping: repeated("it’s ", 100) + "👍", rules: TextRules(maxSegments: 1))
        #expect(emoji.text == text.text)
    }

    @Test func aLongTextIsRejectedIfTheRulesSaySo() throws {
        let rules = TextRules(maxSegments: 2, longMessage: .reject)
        #expect(try SMSText(shaping: repeated("a", 306), rules: rules).segments == 2)
        #expect(throws: TextProblem.tooLong(segments: 3, limit: 2)) {
            try SMSText(shaping: repeated("a", 307), rules: rules)
        }
        #expect(try SMSText(shaping: repeated("’", 306), rules: rules).segments == 2)
        #expect(throws: TextProblem.tooLong(segments: 3, limit: 2)) {
            try SMSText(shaping: repeated("ж", 135), rules: rules)
        }
    }

    @Test func theLimitOfTheAPIAlwaysHolds() throws {
        let unlimited = TextRules(maxSegments: 0)
        for letter in ["a", "ä"] {
            let text = repeated(letter, 65_535)
            #expect(try SMSText(shaping: text, rules: unlimited).text == text)
        }
        let cut = try SMSText(shaping: repeated("a", 65_536), rules: unlimited)
        #expect(cut.text == repeated("a", 65_532) + "...")
        #expect(try SMSText(shaping: repeated("😀", 500_000), rules: unlimited).text.utf16.count == 65_535)
        #expect(throws: TextProblem.tooLong(segments: 429, limit: 0)) {
            try SMSText(
                shaping: repeated("a", 65_536), rules: TextRules(maxSegments: 0, longMessage: .reject))
        }
        // So long that only the beginning is examined.
        #expect(
            try SMSText(shaping: repeated("’", 1_000_000), rules: unlimited).text == repeated("'", 65_532)
                + "...")
        #expect(
            try SMSText(shaping: "a" + repeated("\u{200D}", 1_000_000) + "b", rules: unlimited).text
                .hasSuffix("..."))
        #expect(try SMSText(shaping: repeated(" ", 1_000_000) + "b", rules: unlimited).text == "b")
    }
}
