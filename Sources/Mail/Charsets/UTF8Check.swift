/// Checks bytes as UTF-8 (RFC 3629: no overlong forms, no surrogates).
struct UTF8Check {
    /// Well-formed sequences of two or more bytes.
    private(set) var sequences = 0
    /// Errors: bytes that cannot start a sequence, and incomplete sequences.
    private(set) var errors = 0
    /// The errors that are incomplete sequences, as in a truncated text.
    private(set) var brokenOff = 0
    /// Whether the bytes end inside of a sequence that is well-formed so far; not counted as an error.
    private(set) var endsWithin = false

    var isValid: Bool { errors == 0 }
    var isASCII: Bool { errors == 0 && sequences == 0 && !endsWithin }

    /// Whether this is damaged UTF-8 rather than another charset. One broken sequence for each complete one
    /// is damage; a byte that never occurs in UTF-8 indicates another charset unless complete sequences
    /// outnumber it.
    var isMostlyUTF8: Bool {
        errors < sequences || (sequences > 0 && errors == sequences && brokenOff == errors)
    }

    /// Whether the only non-ASCII character is incomplete at the end of the text, ignoring line ends. A
    /// single lead byte there may also be a final letter in a Latin charset, such as the `é` of `café`: a
    /// small letter after a small letter, or the one-letter words `à`, `è` and `é`.
    static func isCutAtEnd(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = bytes.trimmed()
        guard let lead = text.lastIndex(where: { $0 < 0x80 || $0 >= 0xC0 }), text[lead] >= 0xC0,
            text[..<lead].allSatisfy({ $0 < 0x80 }), UTF8Check(text[lead...]).endsWithin
        else { return false }
        let isSmall = text[lead] == 0xDF || text[lead] >= 0xE0
        let endsWord = isSmall && text[..<lead].last.map { 0x61...0x7A ~= $0 } == true
        return text.endIndex - lead > 1 || !(endsWord || [0xE0, 0xE8, 0xE9].contains(text[lead]))
    }

    init(_ bytes: ArraySlice<UInt8>) {
        // Most text is ASCII. A loop without an exit takes it many bytes at a time: a sixth of the whole for a long text.
        if bytes.reduce(0, |) < 0x80 { return }
        var index = bytes.startIndex
        let end = bytes.endIndex
        while index < end {
            let lead = bytes[index]
            if lead < 0x80 {
                index = bytes[index...].firstIndex { $0 >= 0x80 } ?? end
                continue
            }
            let (length, second) = Self.form(lead: lead)
            guard length > 1 else {
                errors += 1
                index += 1
                continue
            }
            var next = index + 1
            if next < end, second.contains(bytes[next]) {
                next += 1
                while next < end, next - index < length, bytes[next] & 0xC0 == 0x80 { next += 1 }
            }
            if next - index == length {
                sequences += 1
            } else if next == end {
                endsWithin = true
            } else {
                errors += 1
                brokenOff += 1
            }
            index = next
        }
    }

    /// The length of the sequence that `lead` starts, 0 if it starts no sequence, and the range of its second
    /// byte (Unicode, table 3-7).
    private static func form(lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0x80...0xBF)
        }
    }
}
