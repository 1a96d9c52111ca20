/// Normalizes the white space of a text for an SMS and removes control characters.
///
/// - CRLF, CR, vertical tab, form feed, NEL, U+2028 and U+2029 become LF, a tab becomes a space.
/// - Other control characters and U+FEFF are removed.
/// - White space is removed at line ends and at the very beginning; indentation stays.
/// - There is no blank line at either end, and never more than one in a row. A line of only white space and
///   invisible characters is blank.
struct TextShape {
    /// In UTF-16 code units. Longer texts never fit: transliteration hardly shortens a text by more than
    /// half.
    static let maximumLength = 2 * SMSText.maximumLength

    /// The shaped text; empty if it has no visible character.
    let text: String
    /// Whether this is the whole text, not only its beginning up to `maximumLength`.
    let isComplete: Bool

    init(_ source: String) {
        var lines = Lines()
        isComplete = source.unicodeScalars.allSatisfy { lines.add($0) }
        if isComplete { lines.endLine() }
        text = String(decoding: lines.bytes, as: UTF8.self)
    }
}

/// Writes lines without superfluous white space.
private struct Lines {
    /// The text so far, in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// The same in UTF-16 code units.
    private var length = 0
    /// The blank characters of this line since the last visible one, and the positions of the first and last
    /// white space among them.
    private var blanks: [Unicode.Scalar] = []
    private var firstSpace: Int?
    private var lastSpace: Int?
    /// Line ends since the last visible character.
    private var lineEnds = 0
    private var endsInCR = false

    /// False, and the character is not added, if the text has its maximum length.
    mutating func add(_ scalar: Unicode.Scalar) -> Bool {
        let isSecondOfCRLF = endsInCR && scalar == "\n"
        endsInCR = scalar == "\r"
        switch CharacterClass(scalar) {
        case .visible:
            // Invisible characters attached to the first character stay, e.g. a direction mark.
            if bytes.isEmpty { dropBlanksUpToLastSpace() }
            guard length + blanks.count < TextShape.maximumLength else { return false }
            addVisible(scalar)
        case .lineEnd:
            if !isSecondOfCRLF { endLine() }
        case .space:
            if firstSpace == nil { firstSpace = blanks.count }
            lastSpace = blanks.count
            blanks.append(scalar == "\t" ? " " : scalar)
        case .invisible:
            blanks.append(scalar)
        case .control:
            break
        }
        return true
    }

    private mutating func dropBlanksUpToLastSpace() {
        guard let lastSpace else { return }
        blanks.removeFirst(lastSpace + 1)
        firstSpace = nil
        self.lastSpace = nil
    }

    private mutating func addVisible(_ scalar: Unicode.Scalar) {
        if !bytes.isEmpty, lineEnds > 0 {
            write("\n")
            if lineEnds > 1 { write("\n") }
        }
        if !blanks.isEmpty { writeBlanks() }
        write(scalar)
        lineEnds = 0
    }

    /// Removes white space at the end of the line and everything after it. Invisible characters attached to
    /// the last visible one stay, e.g. an emoji's variation selector.
    mutating func endLine() {
        if lineEnds == 0, !bytes.isEmpty {
            if let firstSpace { blanks.removeLast(blanks.count - firstSpace) }
        } else {
            blanks.removeAll(keepingCapacity: true)
        }
        writeBlanks()
        lineEnds += 1
    }

    private mutating func writeBlanks() {
        for blank in blanks.prefix(max(0, TextShape.maximumLength - length)) { write(blank) }
        blanks.removeAll(keepingCapacity: true)
        firstSpace = nil
        lastSpace = nil
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            length += 1
        } else if let encoded = UTF8.encode(scalar) {
            bytes.append(contentsOf: encoded)
            length += UTF16.width(scalar)
        }
    }
}

/// The role of a character in the shape of a text.
private enum CharacterClass {
    case visible, lineEnd, space, invisible, control

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x21...0x7E: self = .visible
        case 0x20, 0x09: self = .space
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: self = .lineEnd
        case 0x00...0x1F, 0x7F...0x9F, 0xFEFF: self = .control
        case _ where isUnicodeSpace(scalar) || scalar == "\u{200B}": self = .space
        case _ where isInvisible(scalar): self = .invisible
        default: self = .visible
        }
    }
}

/// The spaces outside of ASCII.
func isUnicodeSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
}

/// Characters without a glyph of their own: soft hyphen, grapheme joiner, direction marks, joiners,
/// zero-width characters, variation selectors and tags.
func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x034F, 0x061C, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F: true
    case 0xFE00...0xFE0F, 0xFEFF, 0xE0000...0xE0FFF: true
    default: false
    }
}
