import Foundation
import Mail
import Testing

/// Text, whatever stands behind it, and files that are labelled as text.
@Suite struct BinaryCheckTests {
    private static let zeros = [UInt8](repeating: 0, count: 5_000)

    /// Devices that send a buffer of fixed size as a whole.
    @Test(arguments: [1, 2, 5, 59, 5_000], ["", "\n", "\r\n"])
    func whatFillsUpABufferIsNotSent(count: Int, lineEnd: String) {
        for alarm in ["Alarm", "N1200N", "A", "Zone 1\nZone 2", "Kälte"] {
            let bytes = Array(alarm.utf8) + Self.zeros.prefix(count) + Array(lineEnd.utf8)
            for contentType in ["text/plain", "text/plain; charset=utf-8"] {
                // Shaping the SMS drops what no phone can show.
                let sent = text(of: bytes, contentType: contentType).unicodeScalars.filter { $0 != "\0" }
                #expect(String(sent).trimmingCharacters(in: .newlines) == alarm)
            }
        }
    }

    @Test(arguments: ["Alarm", "Zone 1\nZone 2", "Wärme und Kälte"])
    func unlabelledUTF16StaysText(alarm: String) {
        let littleEndian = alarm.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let bigEndian = alarm.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [littleEndian, bigEndian] {
            #expect(text(of: bytes, contentType: "text/plain") == alarm)
        }
    }

    /// A tar archive's header, records of a fixed length, a counter between texts, a file with zeros at its end.
    @Test(
        arguments: [
            Array("etc/motd".utf8) + zeros.prefix(92) + Array("0000644\0000000\0".utf8),
            (1...20).flatMap { Array("rec\($0)".utf8) + zeros.prefix(4) },
            (1...20).flatMap { [UInt8($0 & 7), 0, 0, 0] + Array("x".utf8) },
            [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + zeros.prefix(100), Array(zeros.prefix(100)),
        ] as [[UInt8]])
    func aFileIsNoText(bytes: [UInt8]) {
        #expect(text(of: bytes, contentType: "text/plain") == "")
    }
}
