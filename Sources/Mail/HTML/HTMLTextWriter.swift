/// The treatment of white space: the CSS property `white-space`.
enum HTMLWhiteSpace {
    case collapse, keepLines, keep
}

/// Collects the text of an HTML document and sets white space as a browser does: line breaks and spaces are
/// held back until text follows, so that they do not repeat and do not occur at the end of a line or at
/// either end of the text.
struct HTMLTextWriter {
    private(set) var output: [UInt8] = []
    /// Line ends written so far.
    private(set) var lineCount = 0

    /// Line ends to write before the next text; 2, the maximum, make a blank line.
    private(set) var pendingLineEnds = 0
    private var pendingSpaces = 0
    /// The `- ` of a list item that has no text yet.
    private var pendingMarker: [UInt8] = []
    /// A joiner or direction mark, written only if a character outside of ASCII follows immediately.
    private var pendingMark: UInt32?
    /// Whether the line so far is a single no-break space, which marks an intended blank line.
    private var lineHoldsNoBreakSpace = false
    /// Whether this table cell has no text yet: breaks of its blocks then do not separate it from the cell
    /// before.
    private var isAtCellStart = false
    private var partsFromNextWord = false
    /// The quote mark of new lines.
    var quote = QuoteMark.none
    /// The quote mark of the last line.
    private var writtenQuote = QuoteMark.none

    private let quotes: QuoteUse

    init(quotes: QuoteUse) {
        self.quotes = quotes
    }

    // MARK: Text

    /// Writes visible ASCII characters.
    mutating func append(_ characters: ArraySlice<UInt8>) {
        guard let first = characters.first else { return }
        writePending(before: first)
        output.append(contentsOf: characters)
    }

    mutating func append(_ character: UInt8) {
        writePending(before: character)
        output.append(character)
    }

    /// Writes a character, or its equivalent: spaces of any width become spaces, and characters without width
    /// are dropped.
    mutating func append(scalar value: UInt32, _ whiteSpace: HTMLWhiteSpace) {
        switch value {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20: appendWhitespace(UInt8(value), whiteSpace)
        case ..<0x20, 0x7F..<0xA0: break
        case ..<0x7F: append(UInt8(value))
        case 0xA0: appendNoBreakSpace(whiteSpace)
        case 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            appendWhitespace(0x20, whiteSpace)
        case 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x2060...0x2064, 0x3164, 0xFEFF,
            0xFFA0:
            break
        case 0x200C...0x200F:
            pendingMark = value
        default:
            appendVisible(value)
        }
    }

    private mutating func appendVisible(_ value: UInt32) {
        guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else { return }
        let mark = pendingMark
        writePending(before: UInt8.max)
        if let mark, let scalar = Unicode.Scalar(mark), let encodedMark = UTF8.encode(scalar) {
            output.append(contentsOf: encodedMark)
        }
        output.append(contentsOf: encoded)
    }

    mutating func appendWhitespace(_ byte: UInt8, _ whiteSpace: HTMLWhiteSpace) {
        pendingMark = nil
        if byte == 0x0A, whiteSpace != .collapse {
            endLine()
        } else if whiteSpace == .keep {
            if byte != 0x0D { pendingSpaces += 1 }
        } else if pendingLineEnds == 0, pendingSpaces == 0, pendingMarker.isEmpty, !output.isEmpty {
            pendingSpaces = 1
        }
    }

    private mutating func appendNoBreakSpace(_ whiteSpace: HTMLWhiteSpace) {
        appendWhitespace(0x20, whiteSpace)
        if pendingLineEnds > 0 { lineHoldsNoBreakSpace = true }
    }

    private mutating func writePending(before character: UInt8) {
        if partsFromNextWord {
            partsFromNextWord = false
            if pendingLineEnds == 0, pendingSpaces == 0, character.beginsWord { pendingSpaces = 1 }
        }
        pendingMark = nil
        isAtCellStart = false
        lineHoldsNoBreakSpace = false
        if output.isEmpty {
            beginLine()
        } else if pendingLineEnds > 0 {
            lineCount += pendingLineEnds
            output.append(0x0A)
            if pendingLineEnds > 1 {
                // A blank line between two quoted lines is quoted, too.
                output.append(contentsOf: quote.common(with: writtenQuote).bytes(quotes))
                output.append(0x0A)
            }
            beginLine()
        }
        pendingLineEnds = 0
        if !pendingMarker.isEmpty {
            output.append(contentsOf: pendingMarker)
            pendingMarker = []
        }
        if pendingSpaces > 0 {
            output.append(contentsOf: repeatElement(0x20, count: pendingSpaces))
            pendingSpaces = 0
        }
    }

    private mutating func beginLine() {
        writtenQuote = quote
        guard quote != .none else { return }
        output.append(contentsOf: quote.bytes(quotes))
        if quote.depth > 0 { output.append(0x20) }
    }

    // MARK: Breaks

    /// Ends the line as `<br>` does: an empty line becomes a blank line.
    mutating func endLine() {
        guard !isAtCellStart, pendingMarker.isEmpty else { return }
        pendingLineEnds = min(pendingLineEnds + 1, 2)
        pendingSpaces = 0
        pendingMark = nil
        lineHoldsNoBreakSpace = false
    }

    /// Separates two blocks by 1 line end, or by 2 for a blank line.
    mutating func breakBlock(lineEnds: Int) {
        guard !isAtCellStart, pendingMarker.isEmpty else { return }
        pendingSpaces = 0
        pendingMark = nil
        pendingLineEnds = max(pendingLineEnds, lineHoldsNoBreakSpace ? 2 : lineEnds)
        lineHoldsNoBreakSpace = false
    }

    /// Begins or ends a table, a table row or a list item: always a new line, and no marker without text.
    mutating func breakStructure() {
        isAtCellStart = false
        pendingMarker = []
        lineHoldsNoBreakSpace = false
        breakBlock(lineEnds: 1)
    }

    mutating func beginListItem(marker: [UInt8]) {
        breakStructure()
        pendingMarker = marker
    }

    /// Begins a table cell. A space or a new line separates it from earlier text of the row.
    mutating func beginCell(after separator: HTMLCellSeparator) {
        pendingMarker = []
        pendingSpaces = 0
        lineHoldsNoBreakSpace = false
        switch separator {
        case .none: break
        case .space:
            pendingLineEnds = 0
            pendingSpaces = 1
        case .lineEnd: breakBlock(lineEnds: 1)
        }
        isAtCellStart = true
    }

    /// Ends a table cell. Blank lines at its end would separate the rows.
    mutating func endCell(hasText: Bool) {
        isAtCellStart = false
        pendingMarker = []
        lineHoldsNoBreakSpace = false
        if hasText { pendingLineEnds = min(pendingLineEnds, 1) }
    }

    /// Writes directly after the text so far, before pending breaks and spaces.
    mutating func attach(_ text: [UInt8]) {
        output.append(contentsOf: text)
        partsFromNextWord = true
    }

    /// A letter or digit that follows immediately gets a space before it, because the text so far is a unit,
    /// such as an address or an image.
    mutating func partFromNextWord() {
        partsFromNextWord = true
    }

    /// The line of the next text.
    var nextLine: Int { output.isEmpty ? lineCount : lineCount + pendingLineEnds }
}

/// The separator before a table cell.
enum HTMLCellSeparator {
    case none, space, lineEnd
}

extension UInt8 {
    fileprivate var beginsWord: Bool {
        isASCIILetterOrDigit || self >= 0x80
    }
}
