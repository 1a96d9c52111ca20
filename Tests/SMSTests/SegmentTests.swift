import SMS
import Testing

@Suite struct GSM0338Tests {
    @Test func hasExactlyTheCharactersOfTheTable() {
        #expect(gsm0338Table.count == 137)
        let septets = Dictionary(
            uniqueKeysWithValues: gsm0338Table.map { ($0.scalar, $0.septets.utf8.count / 2) })
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if GSM0338.septets(of: scalar) != septets[value] {
                Issue.record(
                    "U+\(String(value, radix: 16)) takes \(String(describing: septets[value])) septets")
            }
        }
    }

    @Test(arguments: [
        ("hello", true), ("€5 [a] {b} \\ ~^|", true), ("Ünïcode", false), ("`", false), ("ç", false),
        ("Ç", true), ("e\u{301}", false), ("", true), ("\t", false),
    ])
    func containsATextOfItsCharactersOnly(text: String, expected: Bool) {
        #expect(SegmentCounter(text).encoding == (expected ? .gsm7 : .ucs2))
    }
}

@Suite struct SegmentCounterTests {
    @Test(arguments: [
        (0, 1, 1), (159, 1, 159), (160, 1, 160), (161, 2, 161), (305, 2, 305), (306, 2, 306), (307, 3, 307),
        (459, 3, 459), (460, 4, 460),
    ])
    func countsSeptets(length: Int, segments: Int, units: Int) {
        let counter = SegmentCounter(String(repeating: "a", count: length))
        #expect(counter.segments == segments)
        #expect(counter.units == (length == 0 ? 0 : units))
    }

    @Test(arguments: [
        // Before the euro sign, after it; septets, segments.
        (158, 0, 160, 1), (159, 0, 161, 2), (151, 9, 162, 2), (152, 153, 307, 3), (152, 152, 306, 3),
        (151, 153, 306, 2), (153, 151, 306, 2), (305, 1, 308, 3),
    ])
    func neverSplitsAnEscapePair(before: Int, after: Int, units: Int, segments: Int) {
        let text = String(repeating: "a", count: before) + "€" + String(repeating: "a", count: after)
        let counter = SegmentCounter(text)
        #expect(counter.units == units)
        #expect(counter.segments == segments)
    }

    @Test(arguments: [(69, 1), (70, 1), (71, 2), (133, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
    func countsUTF16(length: Int, segments: Int) {
        let counter = SegmentCounter(String(repeating: "ж", count: length))
        #expect(counter.segments == segments)
        #expect(counter.units == length)
    }

    @Test(arguments: [
        // A surrogate pair.
        ("😀", 68, 0, 1), ("😀", 66, 10, 2), ("😀", 65, 67, 2), ("😀", 66, 67, 3), ("😀", 66, 65, 2),
        // A family of 11 code units, joined by U+200D.
        ("👨‍👩‍👧‍👦", 59, 0, 1), ("👨‍👩‍👧‍👦", 60, 0, 2), ("👨‍👩‍👧‍👦", 57, 56, 2), ("👨‍👩‍👧‍👦", 57, 57, 3),
        // A flag of 4, and a letter with two marks.
        ("🇩🇪", 64, 63, 2), ("🇩🇪", 64, 64, 3), ("q\u{301}\u{323}", 65, 64, 2), ("q\u{301}\u{323}", 65, 65, 3),
    ])
    func neverSplitsAGrapheme(grapheme: String, before: Int, after: Int, segments: Int) {
        let text = String(repeating: "ж", count: before) + grapheme + String(repeating: "ж", count: after)
        #expect(SegmentCounter(text).segments == segments)
    }

    @Test(arguments: [(66, 2), (67, 3), (133, 3), (134, 4)])
    func splitsAGraphemeLongerThanASegment(marks: Int, segments: Int) {
        // Ten letters, then a cluster that starts a segment if it is longer than one.
        let text = String(repeating: "ж", count: 10) + "q" + String(repeating: "\u{301}", count: marks)
        #expect(SegmentCounter(text).segments == segments)
    }
}
