/// Brings the white space of a text into the form an SMS has, and takes control characters out.
///
/// - CRLF, CR, vertical tab, form feed, NEL, U+2028 and U+2029 become LF, a tab becomes a space.
/// - Other control characters and U+FEFF go.
/// - White space goes from the end of each line and from the very beginning; indentation stays.
/// - No blank line at either end, never more than one in a row. A line of nothing but white space and invisible
///   characters is blank.
struct TextShape {
    /// More could never be sent: transliteration may shorten a text, but hardly to less than half.
    static let maximumLength = 2 * SMSText.maximumLength

    /// The shaped text; empty if there was nothing to see in it.
    private(set) var text = ""
    /// Whether all of the text is here, and not only its beginning up to `maximumLength`.
    private(set) var isComplete = true

    /// In UTF-16 code units.
    private var length = 0
    /// The blank characters of this line since the last visible one, and how many of them are there in front
    /// of the first white space and up to the last.
    private var blanks: [Unicode.Scalar] = []
    private var firstSpace: Int?
    private var lastSpace: Int?
    /// Line ends since the last visible character.
    private var lineEnds = 0

    init(_ source: String) {
        var follows: Unicode.Scalar = " "
        for scalar in source.unicodeScalars {
            switch CharacterClass(scalar) {
            case .visible:
                guard length < Self.maximumLength else {
                    isComplete = false
                    return
                }
                appendVisible(scalar)
            case .lineEnd:
                if scalar != "\n" || follows != "\r" { endLine() }
            case .space:
                if firstSpace == nil { firstSpace = blanks.count }
                lastSpace = blanks.count
                blanks.append(scalar == "\t" ? " " : scalar)
            case .invisible:
                blanks.append(scalar)
            case .control:
                break
            }
            follows = scalar
        }
        endLine()
    }

    private mutating func appendVisible(_ scalar: Unicode.Scalar) {
        if length == 0 {
            // What is invisible but attached to the first character stays, e.g. a direction mark.
            blanks.removeFirst(lastSpace.map { $0 + 1 } ?? 0)
        } else if lineEnds > 0 {
            append("\n")
            if lineEnds > 1 { append("\n") }
        }
        appendBlanks()
        append(scalar)
        lineEnds = 0
    }

    /// Drops the white space at the end of the line and what follows it. A character attached to the last
    /// visible one stays, e.g. an emoji's variation selector.
    private mutating func endLine() {
        if lineEnds == 0, length > 0 {
            if let firstSpace { blanks.removeLast(blanks.count - firstSpace) }
        } else {
            blanks.removeAll(keepingCapacity: true)
        }
        appendBlanks()
        lineEnds += 1
    }

    private mutating func appendBlanks() {
        for blank in blanks { append(blank) }
        blanks.removeAll(keepingCapacity: true)
        firstSpace = nil
        lastSpace = nil
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        text.unicodeScalars.append(scalar)
        length += UTF16.width(scalar)
    }
}

/// What a character does for the shape of a text.
private enum CharacterClass {
    case visible, lineEnd, space, invisible, control

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x21...0x7E:
            self = .visible
        case 0x20, 0x09:
            self = .space
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029:
            self = .lineEnd
        case 0x00...0x1F, 0x7F...0x9F, 0xFEFF:
            self = .control
        case 0xA0, 0x1680, 0x2000...0x200B, 0x202F, 0x205F, 0x3000:
            self = .space
        // Soft hyphen, grapheme joiner, direction marks, joiners, variation selectors and tags.
        case 0xAD, 0x034F, 0x061C, 0x180B...0x180E, 0x200C...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0xFE00...0xFE0F, 0xE0000...0xE0FFF:
            self = .invisible
        default:
            self = .visible
        }
    }
}
