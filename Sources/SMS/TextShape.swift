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
        lines.removeBlanks()
        text = String(decoding: lines.bytes, as: UTF8.self)
    }
}

/// Writes lines without superfluous white space: what a line turns out not to need is removed at its end.
private struct Lines {
    /// The text so far, in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// The same in UTF-16 code units.
    private var length = 0
    /// How much of both stays if nothing visible follows.
    private var kept = (bytes: 0, length: 0)
    /// Whether a visible character precedes on this line, with only invisible ones since.
    private var isAttached = false
    /// Line ends since the last visible character, if there is one.
    private var lineEnds = 0
    private var endsInCR = false

    /// False, and the character is not added, if the text has its maximum length.
    mutating func add(_ scalar: Unicode.Scalar) -> Bool {
        let isSecondOfCRLF = endsInCR && scalar == "\n"
        endsInCR = scalar == "\r"
        switch CharacterClass(scalar) {
        case .visible:
            guard length < TextShape.maximumLength else { return false }
            append(scalar)
            keep()
            isAttached = true
            lineEnds = 0
        case .lineEnd:
            if !isSecondOfCRLF { endLine() }
        case .space:
            isAttached = false
            // Invisible characters attached to the first visible one stay, e.g. a direction mark.
            if kept.bytes == 0 { removeBlanks() } else { append(scalar == "\t" ? " " : scalar) }
        case .invisible:
            append(scalar)
            // So do those attached to the last one, e.g. an emoji's variation selector.
            if isAttached, length <= TextShape.maximumLength { keep() }
        case .control:
            break
        }
        return true
    }

    private mutating func endLine() {
        removeBlanks()
        isAttached = false
        guard kept.bytes > 0 else { return }
        lineEnds += 1
        for _ in 0..<min(lineEnds, 2) { append("\n") }
    }

    private mutating func keep() { kept = (bytes.count, length) }

    /// Removes what was written since the last character that stays.
    mutating func removeBlanks() {
        bytes.removeLast(bytes.count - kept.bytes)
        length = kept.length
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
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
