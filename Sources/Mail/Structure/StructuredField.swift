/// A reader of structured header fields (RFC 5322, 3.2; RFC 2045, 5.1). It reads the raw value and treats
/// line ends of folding as white space. It never fails and always moves forward.
struct StructuredField {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes.prefix(Limit.structuredFieldBytes)
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index >= bytes.endIndex }

    mutating func skipOne() {
        if !isAtEnd { index += 1 }
    }

    /// Skips the byte if it is next.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard !isAtEnd, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// Skips white space and comments, which may nest (CFWS). An unclosed comment extends to the end.
    mutating func skipComments() {
        var nesting = 0
        while !isAtEnd {
            switch bytes[index] {
            case 0x28: nesting += 1
            case 0x29 where nesting > 0: nesting -= 1
            case 0x5C where nesting > 0: index += 1
            case let byte where nesting == 0 && !byte.isWhiteSpaceOrLineEnd: return
            default: break
            }
            index += 1
        }
    }

    /// Reads up to white space, a comment, a semicolon or one of `stops`; more tolerant than RFC 2045's
    /// token, since senders omit required quotes.
    mutating func word(until stops: [UInt8] = []) -> ArraySlice<UInt8> {
        let start = min(index, bytes.endIndex)
        while !isAtEnd {
            let byte = bytes[index]
            if byte.isWhiteSpaceOrLineEnd || byte == 0x3B || byte == 0x28 || stops.contains(byte) { break }
            index += 1
        }
        return bytes[start..<min(index, bytes.endIndex)]
    }

    /// Reads a quoted string (without its quotes and backslashes) or a word.
    mutating func value() -> [UInt8] {
        guard skip(0x22) else { return Array(word()) }
        var value: [UInt8] = []
        while !isAtEnd {
            var byte = bytes[index]
            index += 1
            if byte == 0x22 { break }
            if byte == 0x5C, !isAtEnd {
                byte = bytes[index]
                index += 1
            }
            // Folding inside a quoted string: the white space after the line end stays.
            if byte != carriageReturn, byte != lineFeed { value.append(byte) }
        }
        return value
    }
}
