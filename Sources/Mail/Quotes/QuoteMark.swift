/// What shows that a line is quoted, in the text of an HTML mail.
struct QuoteMark: Equatable {
    static let none = QuoteMark()

    /// The levels of `blockquote` around the line, at most `Limit.quoteLevels`.
    private(set) var depth: UInt8 = 0
    /// The line stands in an element that holds a quotation or a signature and looks like any other.
    var isContainer = false

    mutating func enter() { depth = min(depth + 1, Limit.quoteLevels) }
    mutating func leave() { depth = depth > 0 ? depth - 1 : 0 }

    /// `>` for each level; or, where quotations are to be removed, control characters, which no text holds, so that a
    /// `>` of the sender is not taken for one.
    func bytes(_ use: QuoteUse) -> [UInt8] {
        switch use {
        case .keep: [UInt8](repeating: UInt8(ascii: ">"), count: Int(depth))
        case .remove:
            (isContainer ? [Self.container] : []) + [UInt8](repeating: Self.level, count: Int(depth))
        }
    }

    /// The mark of a blank line between lines that are marked so.
    func common(with other: QuoteMark) -> QuoteMark {
        QuoteMark(depth: min(depth, other.depth), isContainer: isContainer && other.isContainer)
    }

    // MARK: Marked texts

    /// Start of heading and start of text.
    private static let level: UInt8 = 0x01
    private static let container: UInt8 = 0x02

    static func isMark(_ byte: UInt8) -> Bool { byte == level || byte == container }

    /// A text with its marks made visible.
    static func shown(_ text: String) -> String {
        let shown = text.utf8.filter { $0 != container }.map { $0 == level ? UInt8(ascii: ">") : $0 }
        return String(decoding: shown, as: UTF8.self)
    }
}
