/// How the text of an HTML mail marks quoted lines until the end: by control characters, which no text holds, so
/// that nobody takes a `>` of the sender for one.
struct QuoteMark: Equatable {
    static let none = QuoteMark()

    /// Start of heading, for each level of quotation; shown as `>`.
    static let level: UInt8 = 0x01
    /// Start of text, for a line in an element that holds a quotation or a signature and shows as any other.
    static let container: UInt8 = 0x02

    /// Levels of `blockquote`.
    var depth = 0
    var isContainer = false

    var bytes: [UInt8] {
        (isContainer ? [Self.container] : [])
            + [UInt8](repeating: Self.level, count: min(depth, Limit.quoteLevels))
    }

    /// The mark of a blank line between lines that are marked so.
    func common(with other: QuoteMark) -> QuoteMark {
        QuoteMark(depth: min(depth, other.depth), isContainer: isContainer && other.isContainer)
    }

    static func isMark(_ byte: UInt8) -> Bool { byte == level || byte == container }
}

/// Quoted mail in a text.
enum QuotedLines {
    /// The text with its marks made visible.
    static func shown(_ text: String) -> String {
        guard text.utf8.contains(where: QuoteMark.isMark) else { return text }
        var shown: [UInt8] = []
        shown.reserveCapacity(text.utf8.count)
        for byte in text.utf8 where byte != QuoteMark.container {
            shown.append(byte == QuoteMark.level ? UInt8(ascii: ">") : byte)
        }
        return String(decoding: shown, as: UTF8.self)
    }
}
