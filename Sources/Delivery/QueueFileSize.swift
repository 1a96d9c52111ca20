/// The size that pipe(8) states for a message, `${size}`: not its bytes, but the room that its records take in the
/// queue file (Postfix, src/cleanup/cleanup_final.c and src/global/record.c).
///
/// A record is a type byte, the length in 7-bit groups, and a line without its line end. Milters leave records behind
/// that hold nothing of the message, so that a whole message may fall short of the stated size by some of them.
package enum QueueFileSize {
    /// `line_length_limit`'s default: longer lines take several records.
    private static let recordLimit = 2048
    /// Room for what milters leave behind: about 17 bytes for each header field that they add.
    private static let milterAllowance = 512
    /// In a small message that room must not hide a part that is missing.
    private static let milterShare = 4

    /// Whether `message` lacks a part of the message whose stated size is `statedSize`.
    package static func isShort(_ message: [UInt8], of statedSize: Int) -> Bool {
        size(of: message) < statedSize - min(milterAllowance, statedSize / milterShare)
    }

    /// The room that `message` took in the queue file. The Return-Path that pipe(8) puts in front (`flags=R`) was not
    /// there.
    package static func size(of message: [UInt8]) -> Int {
        let newline = UInt8(ascii: "\n")
        var stored = message[...]
        if stored.starts(with: Array("Return-Path:".utf8)) {
            stored = stored.drop { $0 != newline }.dropFirst()
        }
        var size = 0
        var length = 0
        for byte in stored {
            if byte == newline {
                size += room(forLineOf: length)
                length = 0
            } else {
                length += 1
            }
        }
        return length > 0 ? size + room(forLineOf: length) : size
    }

    private static func room(forLineOf length: Int) -> Int {
        let full = length / recordLimit
        return full * record(recordLimit) + record(length % recordLimit)
    }

    private static func record(_ length: Int) -> Int {
        1 + (length < 128 ? 1 : 2) + length
    }
}
