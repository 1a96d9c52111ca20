import Delivery
import Files
import Testing

@Suite("The size that pipe(8) states")
struct QueueFileSizeTests {
    static func line(_ length: Int) -> String { String(repeating: "x", count: length) + "\n" }

    /// A record has a type byte and a length of one byte below 128, of two from there on.
    @Test(arguments: [
        ("", 0), ("\n", 2), ("a\n", 3), ("a", 3), ("a\nb\n", 6), ("a\n\nb\n", 8), ("\n\n", 4),
        (line(127), 129), (line(128), 131), (line(2047), 2050),
        // Longer lines take several records: 2048 + 1, and 2 * 2048 + 904.
        (line(2049), 2051 + 3), (line(5000), 2 * 2051 + 907),
    ])
    func isTheRoomOfTheRecords(message: String, size: Int) {
        #expect(QueueFileSize.size(of: Array(message.utf8)) == size)
    }

    @Test(arguments: [
        ("Return-Path: <a@b.example>\nSubject: x\n", 12), ("Return-Path: <>\n", 0),
        ("Subject: x\nReturn-Path: <>\n", 12 + 17), ("X-Return-Path: x\n", 18),
    ])
    func leavesOutTheReturnPathInFront(message: String, size: Int) {
        #expect(QueueFileSize.size(of: Array(message.utf8)) == size)
    }

    /// (stated size, short or not) for a message that takes 30 bytes, and for one that takes 13,100.
    @Test(arguments: [
        (1, 28, 30, false), (1, 28, 0, false), (1, 28, 40, false), (1, 28, 41, true), (1, 28, 1000, true),
        (100, 128, 13_100, false), (100, 128, 13_612, false), (100, 128, 13_613, true),
        (100, 128, 12_000, false), (0, 0, 0, false), (0, 0, 1, true),
        (1, 28, .max, true), (1, 28, -1, false), (1, 28, .min, false), (0, 0, .min, false),
    ])
    func shortfallOfAFewRecordsIsAMilters(lines: Int, length: Int, statedSize: Int, isShort: Bool) {
        let message = String(repeating: Self.line(length), count: lines)
        #expect(QueueFileSize.isShort(Array(message.utf8), of: statedSize) == isShort)
    }
}
