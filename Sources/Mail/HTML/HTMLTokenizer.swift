/// Cuts an HTML text into tags and text, by the tokenization rules of WHATWG HTML section 13.2.5.
///
/// Unlike a browser, it does not discard the rest of a truncated or broken text: an unclosed comment ends at
/// its first `>`, an unclosed quote is an ordinary character, and an unclosed raw text element ends at the
/// next tag. Searches without result are remembered and not repeated, so that time is linear.
struct HTMLTokenizer {
    let bytes: [UInt8]
    private(set) var attributes = HTMLAttributes()
    /// The content of the last raw text element, such as the rules of a `<style>`.
    private(set) var rawText: Range<Int>?

    private var position = 0
    private var next: HTMLToken?
    /// The index of the `]]>` that ends the CDATA section being read.
    private var markedSectionEnd: Int?
    /// Marks that do not occur between `position` and the end.
    private var absent: Set<Mark> = []

    private enum Mark: Hashable {
        case commentEnd, markedSectionEnd, quote(UInt8), endTag(HTMLElement)
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next token, nil at the end.
    mutating func nextToken() -> HTMLToken? {
        if let token = next {
            next = nil
            return token
        }
        while position < bytes.count {
            if let end = markedSectionEnd, position >= end {
                markedSectionEnd = nil
                if position == end { position += 3 }
                continue
            }
            let start = position
            let limit = markedSectionEnd ?? bytes.count
            position = endOfText(from: start, limit: limit)
            if position > start { return .text(start..<position) }
            if let token = readMarkup() { return token }
        }
        return nil
    }

    /// Whether there is anything but text and character references.
    var holdsMarkup: Bool { endOfText(from: 0, limit: bytes.count) < bytes.count }

    private func endOfText(from start: Int, limit: Int) -> Int {
        var index = start
        while let opening = bytes.firstIndex(of: UInt8(ascii: "<"), in: index..<max(index, limit)) {
            if beginsMarkup(at: opening) { return opening }
            index = opening + 1
        }
        return max(start, limit)
    }

    /// Whether the `<` at `index` starts markup.
    private func beginsMarkup(at index: Int) -> Bool {
        guard let byte = byte(at: index + 1) else { return false }
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return true
        case UInt8(ascii: "/"): return index + 2 < bytes.count
        default: return byte.isASCIILetter && !holdsAddress(at: index + 1)
        }
    }

    /// Whether the name of a tag would be a mail address, `Eva <eva@example.com>`, as programs write that put a
    /// text into HTML without escaping it.
    private func holdsAddress(at start: Int) -> Bool {
        let longestName = 64
        for index in start..<min(bytes.count, start + longestName) {
            switch bytes[index] {
            case UInt8(ascii: "@"): return true
            case UInt8(ascii: "/"), UInt8(ascii: ">"), 0...space: return false
            default: break
            }
        }
        return false
    }

    /// Reads the markup at `position`; nil if it is a comment or other markup without a token.
    private mutating func readMarkup() -> HTMLToken? {
        let second = byte(at: position + 1) ?? 0
        if second.isASCIILetter {
            return readStartTag()
        } else if second == UInt8(ascii: "/"), byte(at: position + 2)?.isASCIILetter == true {
            return readEndTag()
        } else if hasPrefix("<!--", at: position) {
            skipComment()
        } else if hasPrefix("<![CDATA[", at: position) {
            skipMarkedSectionStart()
        } else {
            // Doctype, processing instruction, downlevel-revealed condition, `</>`: they end at the first `>`.
            skipPast(UInt8(ascii: ">"), from: position + 2)
        }
        return nil
    }

    private mutating func skipPast(_ byte: UInt8, from index: Int) {
        position = firstIndex(of: byte, from: index).map { $0 + 1 } ?? bytes.count
    }

    // MARK: Comments and sections

    private mutating func skipComment() {
        let content = position + 4
        if hasPrefix(">", at: content) || hasPrefix("->", at: content) {
            skipPast(UInt8(ascii: ">"), from: content)
        } else if !absent.contains(.commentEnd), let end = commentEnd(from: content) {
            position = end
        } else {
            absent.insert(.commentEnd)
            skipPast(UInt8(ascii: ">"), from: content)
        }
    }

    /// The index after the first `-->` or `--!>`.
    private func commentEnd(from start: Int) -> Int? {
        var index = start
        while let dash = firstIndex(of: UInt8(ascii: "-"), from: index) {
            if hasPrefix("-->", at: dash) { return dash + 3 }
            if hasPrefix("--!>", at: dash) { return dash + 4 }
            index = dash + 1
        }
        return nil
    }

    /// Skips `<![CDATA[`, and leaves the rest to be read as usual: its text is shown, its tags are not.
    /// Without a `]]>` it is a comment up to the first `>`.
    private mutating func skipMarkedSectionStart() {
        let content = position + 9
        if markedSectionEnd == nil, !absent.contains(.markedSectionEnd) {
            var index = content
            while let bracket = firstIndex(of: UInt8(ascii: "]"), from: index), markedSectionEnd == nil {
                if hasPrefix("]]>", at: bracket) { markedSectionEnd = bracket }
                index = bracket + 1
            }
        }
        if markedSectionEnd != nil {
            position = content
        } else {
            absent.insert(.markedSectionEnd)
            skipPast(UInt8(ascii: ">"), from: content)
        }
    }

    // MARK: Tags

    private mutating func readStartTag() -> HTMLToken {
        let name = readName(at: position + 1)
        let element = HTMLElement(nameHash: name)
        attributes.removeAll()
        let selfClosing = readAttributes(keeping: true)
        rawText = nil
        if element.isRawText { readRawText(of: element, name: name, selfClosing: selfClosing) }
        return .startTag(element, name, selfClosing: selfClosing)
    }

    private mutating func readEndTag() -> HTMLToken {
        let name = readName(at: position + 2)
        _ = readAttributes(keeping: false)
        return .endTag(HTMLElement(nameHash: name), name)
    }

    private mutating func readName(at start: Int) -> HTMLNameHash {
        var name = HTMLNameHash()
        position = start
        while let byte = byte(at: position), !byte.endsTagName {
            name.add(byte)
            position += 1
        }
        return name
    }

    /// Reads attributes through the `>`. Returns whether a `/` precedes it.
    private mutating func readAttributes(keeping: Bool) -> Bool {
        var slash = false
        while let byte = byte(at: position) {
            if byte == UInt8(ascii: ">") {
                position += 1
                return slash
            }
            slash = byte == UInt8(ascii: "/")
            if slash || byte.isHTMLWhitespace {
                position += 1
            } else {
                readAttribute(keeping: keeping)
            }
        }
        return false
    }

    private mutating func readAttribute(keeping: Bool) {
        var name = HTMLNameHash()
        // A leading `=` is part of the name.
        repeat {
            name.add(bytes[position])
            position += 1
        } while byte(at: position).map { !$0.endsTagName && $0 != UInt8(ascii: "=") } ?? false
        let end = position
        skipWhitespace()
        var value = position..<position
        if byte(at: position) == UInt8(ascii: "=") {
            position += 1
            skipWhitespace()
            value = readAttributeValue()
        } else {
            position = end
        }
        if keeping, let attribute = HTMLAttribute(nameHash: name) { attributes.add(attribute, value) }
    }

    private mutating func readAttributeValue() -> Range<Int> {
        guard let quote = byte(at: position) else { return position..<position }
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), !absent.contains(.quote(quote)) {
            let start = position + 1
            if let end = firstIndex(of: quote, from: start) {
                position = end + 1
                return start..<end
            }
            absent.insert(.quote(quote))
            position = start
        }
        let start = position
        while let byte = byte(at: position), byte != UInt8(ascii: ">"), !byte.isHTMLWhitespace {
            position += 1
        }
        return start..<position
    }

    private mutating func skipWhitespace() {
        while let byte = byte(at: position), byte.isHTMLWhitespace { position += 1 }
    }

    // MARK: Raw text

    /// Skips the content of a raw text element up to its end tag, and returns the part to read.
    private mutating func readRawText(of element: HTMLElement, name: HTMLNameHash, selfClosing: Bool) {
        let start = position
        if !absent.contains(.endTag(element)), let end = endTag(name, from: start) {
            position = end
        } else {
            absent.insert(.endTag(element))
            // A stray or unclosed start tag must not hide the rest of the mail. A script is an exception, because
            // it cannot be distinguished from text.
            switch element {
            case .style,
                .title where !selfClosing:
                position = endOfText(from: position, limit: bytes.count)
            case .script where !selfClosing: position = bytes.count
            default: return
            }
        }
        rawText = start..<position
        if element == .textarea { next = .text(start..<position) }
        if element == .xmp { next = .literalText(start..<position) }
    }

    /// The index of the first `</name`.
    private func endTag(_ name: HTMLNameHash, from start: Int) -> Int? {
        var index = start
        while let opening = firstIndex(of: UInt8(ascii: "<"), from: index) {
            index = opening + 1
            guard byte(at: index) == UInt8(ascii: "/") else { continue }
            index += 1
            var found = HTMLNameHash()
            while let byte = byte(at: index), !byte.endsTagName, byte != UInt8(ascii: "<") {
                found.add(byte)
                index += 1
            }
            if found == name { return opening }
        }
        return nil
    }

    // MARK: Bytes

    private func byte(at index: Int) -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        bytes.firstIndex(of: byte, in: min(start, bytes.count)..<bytes.count)
    }

    private func hasPrefix(_ prefix: String, at start: Int) -> Bool {
        var index = start
        for expected in prefix.utf8 {
            guard byte(at: index) == expected else { return false }
            index += 1
        }
        return true
    }
}

extension UInt8 {
    fileprivate var endsTagName: Bool {
        isHTMLWhitespace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">")
    }
}
