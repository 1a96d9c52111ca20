/// The HTML tags in a plain text.
struct MarkupTags {
    private struct Tag {
        let range: Range<Int>
        let name: String
        let isEnd: Bool
    }

    private let text: ArraySlice<UInt8>
    private var tags: [Tag] = []
    /// The number of unknown tags, such as `<srv1>`.
    private var unknown = 0

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        var index = text.startIndex
        while tags.count + unknown < Limit.markupTags, let found = text.firstIndex(of: 0x3C, from: index) {
            guard let tag = Self.tag(text, at: found) else {
                index = found + 1
                continue
            }
            if Self.elements.contains(tag.name) {
                tags.append(tag)
            } else {
                unknown += 1
            }
            index = tag.range.upperBound
        }
    }

    /// Whether the text was written as HTML: tags come in pairs or break lines, and nearly all are HTML tags.
    var areMarkup: Bool {
        guard !tags.isEmpty, 4 * unknown <= tags.count, !isSnippet else { return false }
        var open: [String: Int] = [:]
        var pairs = 0
        var breaks = 0
        // A script shows nothing; alone it is what the text is about.
        for tag in tags where !isQuoted(tag) && tag.name != "script" {
            if Self.voids.contains(tag.name) {
                if breaksLine(tag) { breaks += 1 }
            } else if !tag.isEnd {
                open[tag.name, default: 0] += 1
            } else if let count = open[tag.name], count > 0 {
                open[tag.name] = count - 1
                pairs += 1
            }
        }
        let unmatched = open.filter { !Self.endIsOptional.contains($0.key) }.reduce(0) { $0 + $1.value }
        if pairs + breaks > 0 { return unmatched <= pairs + breaks }
        // A paragraph without an end tag.
        let first = tags.first.map { text[..<$0.range.lowerBound].allSatisfy(\.isWhiteSpaceOrLineEnd) }
        return first == true && tags.allSatisfy { Self.endIsOptional.contains($0.name) && !$0.isEnd }
    }

    /// Whether line ends are insignificant: there is a single line, or there are tables and similar elements.
    var isDocument: Bool {
        text.trimmed().firstIndex(of: lineFeed, from: text.trimmed().startIndex) == nil
            || tags.contains { Self.layout.contains($0.name) }
    }

    /// The same text with its lines kept, and without blank lines after a tag at the end of a line.
    var withLineBreaks: ArraySlice<UInt8> {
        let lineBreak = Array("<br>".utf8)
        var bytes: [UInt8] = []
        var index = text.startIndex
        /// Whether this line is empty so far, and whether a tag ended the line before.
        var isEmpty = true
        var endedByTag = false
        func add(_ range: Range<Int>) {
            for byte in text[range] {
                if byte == lineFeed {
                    if !(isEmpty && endedByTag) { bytes += lineBreak }
                    (isEmpty, endedByTag) = (true, false)
                } else {
                    bytes.append(byte)
                    if !byte.isWhiteSpaceOrLineEnd { isEmpty = false }
                }
            }
        }
        for tag in tags {
            add(index..<tag.range.lowerBound)
            index = tag.range.upperBound
            if tag.name == "br" || (Self.blocks.contains(tag.name) && !isEmpty) {
                bytes += lineBreak
                (isEmpty, endedByTag) = (true, true)
            } else if !Self.blocks.contains(tag.name) {
                bytes += text[tag.range]
            }
            if tag.name == "li", !tag.isEnd { bytes += Array("- ".utf8) }
        }
        add(index..<text.endIndex)
        return bytes[...]
    }

    // MARK: Texts that only look like markup

    /// In quotation marks or backticks, alone or as a pair: the text is about the tag.
    private func isQuoted(_ tag: Tag) -> Bool {
        let quotes: Set<UInt8> = [0x22, 0x27, 0x60]
        let before = tag.range.lowerBound > text.startIndex ? text[tag.range.lowerBound - 1] : space
        let after = tag.range.upperBound < text.endIndex ? text[tag.range.upperBound] : space
        return tag.isEnd ? quotes.contains(after) : quotes.contains(before)
    }

    /// `Use <br> for a new line` and `a literal <br>, please fix` do not break a line.
    private func breaksLine(_ tag: Tag) -> Bool {
        guard tag.range.lowerBound > text.startIndex, tag.range.upperBound < text.endIndex else {
            return true
        }
        let after = text[tag.range.upperBound]
        return !text[tag.range.lowerBound - 1].isWhiteSpace
            || !(after.isWhiteSpace || ",.;:!?)".utf8.contains(after))
    }

    /// A text that quotes lines of a page: it starts with words, and all tags are on lines of their own,
    /// including layout code.
    private var isSnippet: Bool {
        guard tags.contains(where: { Self.code.contains($0.name) }), let first = tags.first else {
            return false
        }
        let before = text[..<first.range.lowerBound]
        // Words, and an empty line between them and the code.
        guard !before.trimmed().isEmpty,
            before.reversed().prefix(while: \.isWhiteSpaceOrLineEnd).count(where: { $0 == lineFeed }) > 1
        else { return false }
        var last = text.startIndex
        return tags.allSatisfy { tag in
            guard tag.range.lowerBound >= last else { return true }
            let start =
                text[..<tag.range.lowerBound].lastIndex(of: lineFeed).map { $0 + 1 } ?? text.startIndex
            last = text.firstIndex(of: lineFeed, from: tag.range.lowerBound) ?? text.endIndex
            return text[start..<tag.range.lowerBound].allSatisfy(\.isWhiteSpace)
        }
    }

    // MARK: Reading

    /// `<name ...>` or `</name>`; nil for everything else, such as `a < b`, `<srv@host>` and `<https://...>`.
    private static func tag(_ text: ArraySlice<UInt8>, at start: Int) -> Tag? {
        var index = start + 1
        let isEnd = index < text.endIndex && text[index] == 0x2F
        if isEnd { index += 1 }
        let nameStart = index
        while index < text.endIndex, index - nameStart <= longestName, text[index].isASCIILetterOrDigit {
            index += 1
        }
        guard index > nameStart, index < text.endIndex, !text[nameStart].isASCIIDigit else { return nil }
        let name = String(decoding: text[nameStart..<index].map(\.lowercased), as: UTF8.self)
        guard text[index] == 0x3E || text[index] == 0x2F || text[index].isWhiteSpaceOrLineEnd else {
            return nil
        }
        var quote: UInt8?
        let limit = min(text.endIndex, index + longestTag)
        while index < limit {
            let byte = text[index]
            index += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                return Tag(range: start..<index, name: name, isEnd: isEnd)
            } else if byte == 0x3C {
                return nil
            }
        }
        return nil
    }

    private static let longestName = 12
    private static let longestTag = 4_096

    private static let voids: Set<String> = ["br", "hr", "img", "wbr"]
    private static let endIsOptional: Set<String> = [
        "p", "li", "td", "tr", "th", "dt", "dd", "body", "html", "meta", "link",
    ]
    private static let code: Set<String> = [
        "html", "head", "body", "script", "style", "link", "meta", "div", "form", "template", "nav", "button",
        "input",
    ]
    private static let layout: Set<String> = [
        "html", "head", "body", "style", "script", "table", "tbody", "tr", "td", "th", "div", "title",
    ]
    private static let blocks: Set<String> = [
        "p", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "center",
        "blockquote", "pre",
        "section", "article", "header", "footer", "address",
    ]
    static let elements: Set<String> = voids.union(endIsOptional).union(code).union(layout).union(
        blocks
    ).union([
        "a", "abbr", "b", "big", "caption", "code", "colgroup", "col", "del", "em", "font", "i", "ins", "kbd",
        "label", "main",
        "map", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "thead",
        "tfoot", "tt",
        "u", "var", "o", "video", "audio", "picture", "figure", "figcaption", "fieldset", "legend",
        "textarea", "select",
        "option", "iframe", "svg", "noscript", "base",
    ])
}
