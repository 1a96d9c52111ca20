/// `text/enriched` (RFC 1896) and its predecessor `text/richtext` (RFC 1341, 7.1.3): commands in angle
/// brackets that look like HTML, but with different rules for line ends.
struct EnrichedText {
    enum Version {
        /// A single line end is a space, `n` in a row are `n - 1` line ends. `<<` is a less-than sign.
        case enriched
        /// Every line end is a space; `<nl>` is a new line, `<lt>` a less-than sign.
        case richtext
    }

    private let version: Version
    private var writer: HTMLTextWriter
    /// Open commands that preserve line ends.
    private var unfilled = 0
    private var hidden = 0

    /// The text; excerpts are marked as quoted, see `QuoteMark`.
    static func plainText(_ bytes: [UInt8], _ version: Version, quotes: QuoteUse) -> String {
        var text = EnrichedText(version, quotes)
        text.read(bytes)
        return String(decoding: text.writer.output, as: UTF8.self)
    }

    private init(_ version: Version, _ quotes: QuoteUse) {
        self.version = version
        writer = HTMLTextWriter(quotes: quotes)
    }

    private mutating func read(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "<"):
                if version == .enriched, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "<") {
                    write(bytes, index..<(index + 1))
                    index += 2
                } else if let command = Self.command(in: bytes, at: index) {
                    apply(command.name, isEnd: command.isEnd)
                    index = command.end
                } else {
                    write(bytes, index..<(index + 1))
                    index += 1
                }
            case lineFeed:
                let end = bytes[index...].firstIndex { $0 != lineFeed } ?? bytes.count
                endLines(end - index)
                index = end
            default:
                let end =
                    bytes[index...].firstIndex { $0 == UInt8(ascii: "<") || $0 == lineFeed } ?? bytes.count
                write(bytes, index..<end)
                index = end
            }
        }
    }

    private mutating func write(_ bytes: [UInt8], _ range: Range<Int>) {
        guard hidden == 0 else { return }
        writer.append(bytes, range, unfilled > 0 ? .keep : .collapse, references: .none)
    }

    private mutating func endLines(_ count: Int) {
        guard hidden == 0 else { return }
        if unfilled > 0 {
            for _ in 0..<min(count, 2) { writer.endLine() }
        } else if version == .richtext || count == 1 {
            writer.appendWhitespace(space, .collapse)
        } else {
            for _ in 0..<min(count - 1, 2) { writer.endLine() }
        }
    }

    /// `<name>` or `</name>` (RFC 1896: up to 60 letters, digits and hyphens).
    private static func command(in bytes: [UInt8], at start: Int) -> (name: String, isEnd: Bool, end: Int)? {
        let longestName = 60
        let isEnd = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "/")
        let name = bytes[(start + (isEnd ? 2 : 1))...].prefix(longestName).prefix {
            $0.isASCIILetterOrDigit || $0 == hyphen
        }
        guard !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ">") else {
            return nil
        }
        return (String(decoding: name.map(\.lowercased), as: UTF8.self), isEnd, name.endIndex + 1)
    }

    private mutating func apply(_ command: String, isEnd: Bool) {
        let step = isEnd ? -1 : 1
        switch command {
        case "param", "comment": hidden = max(hidden + step, 0)
        case "nofill" where version == .enriched, "verbatim" where version == .enriched:
            unfilled = max(unfilled + step, 0)
        case "excerpt":
            writer.breakBlock(lineEnds: 1)
            if isEnd { writer.quote.leave() } else { writer.quote.enter() }
        case "nl" where version == .richtext: writer.endLine()
        case "np" where version == .richtext: writer.breakBlock(lineEnds: 2)
        case "lt" where version == .richtext: writer.append(UInt8(ascii: "<"))
        case "paragraph", "heading", "footing", "signature", "center", "flushleft", "flushright", "flushboth",
            "indent", "indentright", "paraindent":
            writer.breakBlock(lineEnds: 1)
        default: break
        }
    }
}
