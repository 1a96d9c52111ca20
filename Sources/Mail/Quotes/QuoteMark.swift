/// The mark of a quoted line in the text of an HTML mail.
struct QuoteMark: Equatable {
    static let none = QuoteMark()

    /// The levels of `blockquote` around the line, at most `Limit.quoteLevels`.
    private(set) var depth: UInt8 = 0
    /// Whether the line is in an element that contains a quotation or a signature without visible sign.
    var isContainer = false

    mutating func enter() { depth = min(depth + 1, Limit.quoteLevels) }
    mutating func leave() { depth = depth > 0 ? depth - 1 : 0 }

    /// `>` for each level. If quotations are to be removed, control characters instead, which text does not
    /// contain, so that a `>` of the sender is not mistaken for one.
    func bytes(_ use: QuoteUse) -> [UInt8] {
        switch use {
        case .keep: [UInt8](repeating: UInt8(ascii: ">"), count: Int(depth))
        case .remove:
            (isContainer ? [Self.container] : []) + [UInt8](repeating: Self.level, count: Int(depth))
        }
    }

    /// The mark of a blank line between lines with these marks.
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
