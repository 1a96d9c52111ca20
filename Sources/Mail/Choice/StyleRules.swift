/// Style sheet rules (CSS 2.2, 4.1.1) in a plain text, left by senders who removed only the tags of HTML.
enum StyleRules {
    /// The text without its rules; nil if there are no rules, or it mentions one. A pair of braces is a rule
    /// if it contains rules or declarations of known properties.
    static func removed(from source: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let text = withoutComments(source)
        return rulesRemoved(from: text ?? source) ?? text
    }

    /// Without comments of HTML that begin a line and hold a rule; nil if there are none.
    private static func withoutComments(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var kept: [UInt8] = []
        var index = text.startIndex
        var keptUntil = index
        while let start = text.firstIndex(of: 0x3C, from: index) {
            index = start + 1
            guard text[start...].starts(with: "<!--".utf8), start == keptUntil || text[start - 1] == lineFeed
            else { continue }
            // Comments are not nested.
            guard let end = endOfHTMLComment(text, from: start) else { break }
            index = end
            guard let open = text[start..<end].firstIndex(of: 0x7B),
                let rule = Self.end(of: text[..<end], from: open, depth: 0), rule < end
            else { continue }
            kept += text[keptUntil..<start]
            keptUntil = end
        }
        guard keptUntil > text.startIndex else { return nil }
        return (kept + text[keptUntil...])[...]
    }

    /// The index after the next `-->`.
    private static func endOfHTMLComment(_ text: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start
        while let close = text.firstIndex(of: 0x3E, from: index) {
            index = close + 1
            if text[start..<index].suffix(3).elementsEqual("-->".utf8) { return index }
        }
        return nil
    }

    private static func rulesRemoved(from text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var kept: [UInt8] = []
        var keptUntil = text.startIndex
        var rules: [Range<Int>] = []
        var index = text.startIndex
        var braces = 0
        while braces < Limit.styleRules, let open = text.firstIndex(of: 0x7B, from: index) {
            braces += 1
            guard let close = end(of: text, from: open, depth: 0) else {
                index = open + 1
                continue
            }
            let start = selector(
                of: text, before: open, from: max(keptUntil, open - Limit.selectorBytes))
            guard isSelectorList(text[start..<open]) else {
                index = open + 1
                continue
            }
            kept += text[keptUntil..<start]
            rules.append(start..<close)
            keptUntil = close
            index = close
        }
        guard let first = rules.first,
            // Who writes of rules introduces them with a colon.
            text[..<first.lowerBound].trimmed().last != UInt8(ascii: ":"),
            rules.count > 1 ? !areMentioned(rules, in: text) : !isMentioned(first, in: text)
        else { return nil }
        kept += text[keptUntil...]
        return withoutRemains(kept)[...]
    }

    /// Whether a text with a single rule is about it: the rule is short and inside of the text, or shares a
    /// line with it. Style sheets are longer, and at the beginning.
    private static func isMentioned(_ rule: Range<Int>, in text: ArraySlice<UInt8>) -> Bool {
        let declarations = declarations(in: text[rule])
        guard declarations <= 2 else { return false }
        let (before, after) = (text[..<rule.lowerBound], text[rule.upperBound...])
        if !before.trimmed().isEmpty, !after.trimmed().isEmpty { return true }
        let sharesLine =
            !before.suffix { $0 != lineFeed }.trimmed().isEmpty
            || !after.prefix { $0 != lineFeed }.trimmed().isEmpty
        return declarations == 1 && sharesLine
    }

    /// Whether a text with several short rules is about them: there are words before the first one and between them.
    private static func areMentioned(_ rules: [Range<Int>], in text: ArraySlice<UInt8>) -> Bool {
        var end = text.startIndex
        for rule in rules {
            let words = withoutRemains(Array(text[end..<rule.lowerBound]))
            guard !words[...].trimmed().isEmpty, declarations(in: text[rule]) <= 2 else { return false }
            end = rule.upperBound
        }
        return true
    }

    /// How many declarations a rule has, by their colons; those of the selector do not count.
    private static func declarations(in rule: ArraySlice<UInt8>) -> Int {
        rule.count { $0 == 0x3A } - rule.prefix { $0 != 0x7B }.count { $0 == 0x3A }
    }

    /// The index after the brace that closes the rule; nil if it is not a rule.
    private static func end(of text: ArraySlice<UInt8>, from open: Int, depth: Int) -> Int? {
        var index = open + 1
        var hasRules = false
        var declarations = index
        let limit = min(text.endIndex, open + Limit.styleRuleBytes)
        while index < limit {
            switch text[index] {
            case 0x7B:
                guard depth < 2, let end = end(of: text, from: index, depth: depth + 1) else { return nil }
                hasRules = true
                index = end
                declarations = end
            case 0x7D:
                let rest = text[declarations..<index].trimmed()
                if hasRules ? rest.isEmpty || areDeclarations(rest) : areDeclarations(rest) {
                    return index + 1
                }
                return nil
            default: index += 1
            }
        }
        return nil
    }

    private static func areDeclarations(_ block: ArraySlice<UInt8>) -> Bool {
        let declarations = block.split(separator: semicolon).map { $0.trimmed() }.filter { !$0.isEmpty }
        guard !declarations.isEmpty else { return false }
        let known = declarations.filter { declaration in
            guard let colon = declaration.firstIndex(of: 0x3A) else { return false }
            return isProperty(declaration[..<colon].trimmed())
                || isOfWord(declaration[..<colon].trimmed(), declaration[(colon + 1)...].trimmed())
        }
        return 2 * known.count > declarations.count
    }

    private static func isProperty(_ name: ArraySlice<UInt8>) -> Bool {
        // A comment may precede it.
        let name = name.suffix(while: { $0.isASCIILetterOrDigit || $0 == hyphen })
        let text = String(decoding: name.map(\.lowercased), as: UTF8.self)
        return properties.contains(text) || families.contains { text.hasPrefix($0) }
    }

    /// `size:612.0pt 792.0pt` and `page:WordSection1`, whose names alone may be anything.
    private static func isOfWord(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Bool {
        name.elementsEqual("size".utf8) && value.first?.isASCIIDigit == true && value.holds("pt ".utf8)
            || name.elementsEqual("page".utf8) && value.starts(with: "WordSection".utf8)
    }

    private static let families = [
        "-webkit-", "-ms-", "-moz-", "-premailer-", "mso-", "background-", "border-", "font-", "margin-",
        "padding-", "text-",
        "list-style", "max-", "min-", "line-", "letter-", "word-", "table-", "overflow-", "flex-", "grid-",
        "outline-",
        "animation-", "transition-",
    ]
    private static let properties: Set<String> = [
        "background", "border", "font", "margin", "padding", "color", "display", "float", "clear", "width",
        "height",
        "position", "top", "left", "right", "bottom", "overflow", "opacity", "visibility", "vertical-align",
        "white-space",
        "cursor", "src", "zoom", "outline", "direction", "box-sizing", "box-shadow", "content", "align",
        "flex", "z-index",
        "justify-content", "align-items", "transform", "transition", "animation", "fill", "hyphens",
        "panose-1", "behavior", "color-scheme", "supported-color-schemes", "unicode-range",
    ]

    /// The start of the selector: the text before the brace on its line, and lines before it that end in a
    /// comma.
    private static func selector(of text: ArraySlice<UInt8>, before open: Int, from limit: Int) -> Int {
        let first = text[limit..<open].lastIndex(of: lineFeed).map { $0 + 1 } ?? limit
        if let start = endOfProse(in: text[first..<open]) { return start }
        var start = open
        while start > limit {
            let line = text[limit..<start].lastIndex(of: lineFeed).map { $0 + 1 } ?? limit
            if start < open, text[line..<start].trimmed().last != 0x2C { return start }
            if start == open, text[line..<start].trimmed().isEmpty, line > limit {
                // The brace is on a line of its own.
                let before = text[limit..<(line - 1)].lastIndex(of: lineFeed).map { $0 + 1 } ?? limit
                return before
            }
            start = line
            guard start > limit else { return start }
            let before = text[limit..<(start - 1)].lastIndex(of: lineFeed).map { $0 + 1 } ?? limit
            if text[before..<start].trimmed().last != 0x2C { return start }
            start = before
        }
        return start
    }

    /// The start of the selector on a line that begins with other text; nil if there is none.
    private static func endOfProse(in line: ArraySlice<UInt8>) -> Int? {
        // The condition of `@media` has words, too.
        guard !line.contains(0x40) else { return nil }
        let words = line.split { $0.isWhiteSpaceOrLineEnd }
        let selector = words.reversed().prefix(while: isSelector)
        guard let start = selector.last?.startIndex, selector.count < words.count else { return nil }
        return start
    }

    /// Whether the text before a brace can be what a rule is for: `Door sensor` cannot.
    private static func isSelectorList(_ text: ArraySlice<UInt8>) -> Bool {
        let words = text.split { $0.isWhiteSpaceOrLineEnd }
        return text.contains(0x40) || text.contains(0x2F) || words.allSatisfy(isSelector)
    }

    /// Whether a word is part of a selector: `table.main,`, `#outlook`, `>`
    private static func isSelector(_ word: ArraySlice<UInt8>) -> Bool {
        guard let first = word.first, first.isASCIILetter else {
            // The name of a class or an id begins with no digit.
            return word.first.map(".#:[*>+~,".utf8.contains) == true
                && word.dropFirst().first?.isASCIIDigit != true
        }
        let name = word.prefix(while: \.isASCIILetterOrDigit)
        return word.contains(0x5C)
            || (name.endIndex == word.endIndex || ".#:[,>+~".utf8.contains(word[name.endIndex]))
                && MarkupTags.elements.contains(String(decoding: name.map(\.lowercased), as: UTF8.self))
    }

    /// Removes comments, `@import` and the marks of an HTML comment along with the rules.
    private static func withoutRemains(_ text: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var index = 0
        while let start = text.firstIndex(of: 0x2F, in: index..<text.count) {
            guard text[start...].starts(with: "/*".utf8) else {
                kept += text[index...start]
                index = start + 1
                continue
            }
            // If this one does not end, no later one does.
            guard let end = endOfComment(text, from: start + 2) else { break }
            kept += text[index..<start]
            index = end
        }
        kept += text[index...]
        let lines = kept.split(separator: lineFeed, omittingEmptySubsequences: false).filter { line in
            let line = line.trimmed()
            return
                !(line.starts(with: "@import".utf8) || line.starts(with: "@charset".utf8)
                || line.elementsEqual("<!--".utf8) || line.elementsEqual("-->".utf8)
                || line.elementsEqual("}".utf8))
        }
        return Array(lines.joined(separator: [lineFeed]))
    }

    private static func endOfComment(_ text: [UInt8], from start: Int) -> Int? {
        var index = start
        while let star = text.firstIndex(of: 0x2A, in: index..<text.count) {
            guard star + 1 < text.count else { return nil }
            if text[star + 1] == 0x2F { return star + 2 }
            index = star + 1
        }
        return nil
    }
}
