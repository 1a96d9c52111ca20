/// Text that a program wrote for a terminal, as it appeared there (ECMA-48): control sequences are removed,
/// rewritten lines keep their last state, and backspaces overtype. CRLF line ends become LF.
///
/// An unterminated sequence loses only its introducer, so that no text is lost. Time is linear.
struct TerminalText {
    /// The changes; shown by --explain.
    private(set) var holdsSequences = false
    private(set) var holdsRewrites = false
    private(set) var text: ArraySlice<UInt8>

    /// - Parameters:
    ///   - text: UTF-8
    ///   - isHTML: markup separates the pieces of text, so overtyping stops at tags
    init(_ text: ArraySlice<UInt8>, isHTML: Bool = false) {
        self.text = text
        if text.holdsControlSequence { removeSequences() }
        removeStrippedSequences()
        self.text = LineEnds.withoutReturnsBeforeFeeds(self.text)
        let rewriting = [backspace, carriageReturn]
        if rewriting.contains(where: { self.text.firstIndex(of: $0, from: self.text.startIndex) != nil }) {
            overtype(isHTML: isHTML)
        }
    }

    // MARK: Control sequences

    private mutating func removeSequences() {
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            if let sequence = ControlSequence(at: index, in: text) {
                kept += sequence.replacement
                index = sequence.end
                holdsSequences = true
            } else {
                if text[index] != escape { kept.append(text[index]) }
                index += 1
            }
        }
        text = kept[...]
    }

    /// Removes colours that lost their escape character or have a visible one: `[1;31mERROR[0m`. Requires
    /// that the text also resets the colour, so that array indices and units of measure stay.
    private mutating func removeStrippedSequences() {
        let head = text.prefix(Limit.strippedColourBytes)
        guard head.firstIndex(of: UInt8(ascii: "["), from: head.startIndex) != nil else { return }
        var found: [StrippedColour] = []
        var start = head.startIndex
        while let opening = head.firstIndex(of: UInt8(ascii: "["), from: start) {
            start = opening + 1
            guard let colour = StrippedColour(at: opening, in: text) else { continue }
            found.append(colour)
            start = colour.range.upperBound
        }
        guard let first = found.firstIndex(where: { !$0.isReset }), found[first...].contains(where: \.isReset)
        else { return }
        var kept: [UInt8] = []
        var end = text.startIndex
        for colour in found where colour.range.lowerBound >= end {
            kept += text[end..<colour.range.lowerBound]
            end = colour.range.upperBound
        }
        text = (kept + text[end...])[...]
        holdsSequences = true
    }

    // MARK: Lines

    /// Shows each line with carriage returns or backspaces as a terminal does.
    private mutating func overtype(isHTML: Bool) {
        var shown: [UInt8] = []
        shown.reserveCapacity(text.count)
        let hasLineFeeds = text.firstIndex(of: lineFeed, from: text.startIndex) != nil
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex { $0 == lineFeed || isHTML && $0.isMarkup } ?? text.endIndex
            let content = text[start..<end]
            if content.contains(where: { $0 == backspace || $0 == carriageReturn }) {
                let line = TerminalLine(content, isTerminal: holdsSequences, hasLineFeeds: hasLineFeeds)
                holdsRewrites = holdsRewrites || line.isRewritten
                shown += line.bytes
            } else {
                shown += content
            }
            if end < text.endIndex { shown.append(text[end]) }
            start = end + 1
        }
        text = shown[...]
    }
}

private let escape: UInt8 = 0x1B
private let backspace: UInt8 = 0x08
private let bell: UInt8 = 0x07

/// One control sequence (ECMA-48, 5.3 to 5.6).
private struct ControlSequence {
    private(set) var end: Int
    /// Its visible replacement.
    private(set) var replacement: [UInt8] = []

    /// nil if no sequence starts at `start`.
    init?(at start: Int, in text: ArraySlice<UInt8>) {
        end = start
        guard let (introducer, length) = Self.introducer(at: start, in: text) else { return nil }
        let content = start + length
        switch introducer {
        case UInt8(ascii: "["): readControlSequence(from: content, in: text)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            readString(from: content, in: text, isCommand: introducer == UInt8(ascii: "]"))
        case 0x20...0x2F:
            // For example ESC ( B, which selects a character set.
            end = content + text[content...].prefix(Self.longestIntermediate) { 0x20...0x2F ~= $0 }.count
            if end < text.endIndex, 0x30...0x7E ~= text[end] { end += 1 }
        case 0x30...0x5F: end = content
        // The functions with small letters: reset, and shifts of character sets.
        case UInt8(ascii: "c"), UInt8(ascii: "n"), UInt8(ascii: "o"), 0x7C...0x7E: end = content
        default: return nil
        }
    }

    private static let longestIntermediate = 4

    /// The byte after ESC, or the one for a C1 control (5.3), and their length.
    private static func introducer(at start: Int, in text: ArraySlice<UInt8>) -> (UInt8, Int)? {
        guard start + 1 < text.endIndex else { return nil }
        let second = text[start + 1]
        if text[start] == escape { return (second, 2) }
        guard text[start] == 0xC2, 0x80...0x9F ~= second else { return nil }
        // Others read U+0085, next line, as a line end.
        return [0x90, 0x98, 0x9B, 0x9D, 0x9E, 0x9F].contains(second) ? (second - 0x40, 2) : nil
    }

    /// Parameters, intermediate bytes, a final byte. `<` is not accepted as a parameter: only answers of
    /// terminals use it, and in HTML it starts a tag.
    private mutating func readControlSequence(from start: Int, in text: ArraySlice<UInt8>) {
        let rest = text[start...].prefix(Limit.controlSequenceBytes)
        let parameters = rest.prefix { 0x30...0x3F ~= $0 && $0 != UInt8(ascii: "<") }
        let intermediates = rest[parameters.endIndex...].prefix { 0x20...0x2F ~= $0 }
        end = intermediates.endIndex
        guard end < text.endIndex, 0x40...0x7E ~= text[end] else {
            // Incomplete: apparent intermediate bytes may be text.
            end = parameters.endIndex
            return
        }
        switch text[end] {
        // Cursor forward: the gap between two columns.
        case UInt8(ascii: "C"): replacement = [space]
        // A position on the screen, or another line.
        case UInt8(ascii: "H"), UInt8(ascii: "f"), UInt8(ascii: "E"), UInt8(ascii: "B"):
            replacement = [lineFeed]
        case UInt8(ascii: "G"): replacement = [carriageReturn]
        default: break
        }
        end += 1
    }

    /// A string up to ST (or BEL, as in xterm), which is invisible: a window's title, the address of a link.
    /// A command is on one line. If it is unterminated, only its introducer is removed.
    private mutating func readString(from start: Int, in text: ArraySlice<UInt8>, isCommand: Bool) {
        end = start
        var index = start
        let limit = min(text.endIndex, start + Limit.controlStringBytes)
        while index < limit {
            switch text[index] {
            case bell where isCommand: end = index + 1
            case escape where index + 1 < text.endIndex && text[index + 1] == UInt8(ascii: "\\"):
                end = index + 2
            case 0xC2 where index + 1 < text.endIndex && text[index + 1] == 0x9C: end = index + 2
            // Another sequence starts.
            case escape: break
            case 0xC2 where index + 1 < text.endIndex && 0x80...0x9F ~= text[index + 1]: break
            case lineFeed where isCommand: break
            default:
                index += 1
                continue
            }
            break
        }
        guard end == start, isCommand else { return }
        // `0;title` without an end: the number is removed, too.
        let number = text[start...].prefix(4) { $0.isASCIIDigit }
        if !number.isEmpty, number.endIndex < text.endIndex, text[number.endIndex] == semicolon {
            end = number.endIndex + 1
        }
    }
}

/// A colour (SGR, ECMA-48, 8.3.117) without its escape character.
private struct StrippedColour {
    let range: Range<Int>
    let isReset: Bool

    /// - Parameter opening: the index of a `[`
    init?(at opening: Int, in text: ArraySlice<UInt8>) {
        let parameters = text[(opening + 1)...].prefix(16) { $0.isASCIIDigit || $0 == semicolon }
        let end = parameters.endIndex
        guard end < text.endIndex, text[end] == UInt8(ascii: "m") else { return nil }
        let numbers = parameters.split(separator: semicolon).map {
            Int(String(decoding: $0, as: UTF8.self)) ?? -1
        }
        guard numbers.allSatisfy({ 0...107 ~= $0 || numbers.contains(38) || numbers.contains(48) }) else {
            return nil
        }
        // `array[0m]`, or a word that starts after the bracket by chance.
        if end + 1 < text.endIndex, text[end + 1] == UInt8(ascii: "]") { return nil }
        isReset = numbers.allSatisfy { [0, 22, 24, 27, 39, 49].contains($0) }
        let before = text[..<opening]
        let introducer = ["^[", "\\033", "#033", "\\e", "\\x1b", "\\u001b", "\u{241B}"].first {
            before.suffix($0.utf8.count).equalsIgnoringCase($0.utf8)
        }
        // grep(1) erases the rest of the line after each colour.
        let hasErasure = text[(end + 1)...].starts(with: "[K".utf8)
        range = (opening - (introducer?.utf8.count ?? 0))..<(end + (hasErasure ? 3 : 1))
    }
}

extension UInt8 {
    fileprivate var isMarkup: Bool { self == UInt8(ascii: "<") || self == UInt8(ascii: ">") }
}

extension ArraySlice<UInt8> {
    fileprivate func prefix(_ longest: Int, while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        prefix(longest).prefix(while: holds)
    }

    /// Whether there is an ESC or a C1 control (C2 80 to C2 9F in UTF-8).
    fileprivate var holdsControlSequence: Bool {
        if firstIndex(of: escape, from: startIndex) != nil { return true }
        var start = startIndex
        while let found = firstIndex(of: 0xC2, from: start) {
            start = found + 1
            if start < endIndex, self[start] < 0xA0 { return true }
        }
        return false
    }
}
