/// The base64 transfer encoding (RFC 2045, 6.8), read tolerantly.
enum Base64 {
    private static let invalid: UInt8 = 0xFF

    /// The six bits per character.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Decodes; skips characters outside the alphabet, completes missing padding, and continues after padding
    /// if the rest of the line is base64, too (joined encoded pieces). Else the padding is the end, and a
    /// footer of a mailing list follows.
    static func decode(_ body: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
        // Written in place, because appending is slower; with room for a group that exceeds the limit.
        var decoded = [UInt8](repeating: 0, count: min(limit, body.count) + 3)
        let count = decode(body.span, into: &decoded, limit: limit)
        decoded.removeLast(decoded.count - min(count, limit))
        return decoded
    }

    /// Returns the number of decoded bytes.
    private static func decode(_ source: Span<UInt8>, into decoded: inout [UInt8], limit: Int) -> Int {
        var target = decoded.mutableSpan
        let values = Self.values.span
        var count = 0
        var group: UInt32 = 0
        var characters = 0
        var index = 0
        while index < source.count, count < limit {
            let byte = source[index]
            let value = values[Int(byte)]
            index += 1
            if value != invalid {
                group = group << 6 | UInt32(value)
                characters += 1
                if characters == 4 {
                    target[count] = UInt8(truncatingIfNeeded: group >> 16)
                    target[count + 1] = UInt8(truncatingIfNeeded: group >> 8)
                    target[count + 2] = UInt8(truncatingIfNeeded: group)
                    count += 3
                    characters = 0
                }
            } else if byte == equalsSign {
                count += flush(&target, at: count, group: group, characters: characters)
                characters = 0
                guard let next = continuation(of: source, from: index) else { break }
                index = next
            }
        }
        return count + flush(&target, at: count, group: group, characters: characters)
    }

    /// Decodes a text. A text that is not base64 in spite of its label stays unchanged.
    static func decodeText(_ body: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
        let encoded = data(in: body)
        let decoded = decode(encoded, limit: limit)
        guard hasForeignCharacters(encoded) || isWord(encoded), !isCleanText(decoded[...]) else {
            return decoded
        }
        return Array(body.prefix(limit))
    }

    /// Whether a text labelled as base64 is not base64.
    static func isText(_ body: ArraySlice<UInt8>) -> Bool {
        let encoded = data(in: body.prefix(sample))
        return hasForeignCharacters(encoded) && !isCleanText(decode(encoded, limit: sample)[...])
    }

    static func isCharacter(_ byte: UInt8) -> Bool { values[Int(byte)] != invalid }

    /// Letters alone, in a number that encoders do not write.
    private static func isWord(_ body: ArraySlice<UInt8>) -> Bool {
        let word = body.trimmed()
        return word.count % 4 != 0 && word.allSatisfy(\.isASCIILetter)
    }

    /// The base64 without the plain text that relays and mailing lists put above and below it.
    static func data(in body: ArraySlice<UInt8>) -> ArraySlice<UInt8> { withoutFooter(withoutBanner(body)) }

    /// The data start at a line as long as encoders write it, or at a shorter one if it is text, after an empty line.
    private static func withoutBanner(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = body.startIndex
        var mayBeShort = true
        for _ in 0..<longestBanner where start < body.endIndex {
            let end = body.firstIndex(of: lineFeed, from: start) ?? body.endIndex
            let line = body[start..<end].trimmed()
            if !line.isEmpty, line.count % 4 == 0, line.allSatisfy({ isCharacter($0) || $0 == equalsSign }),
                line.count >= shortestFullLine || mayBeShort && isCleanText(decode(line, limit: sample)[...])
            {
                return body[start...]
            }
            mayBeShort = line.isEmpty
            start = end + 1
        }
        return body
    }

    /// Lines.
    private static let longestBanner = 12
    private static let shortestFullLine = 56

    /// Relays and mailing lists append plain text. It starts after an empty line, or after a line that is the
    /// last because it is short or padded.
    static func withoutFooter(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let firstLine = body.firstIndex(of: lineFeed, from: body.startIndex) ?? body.endIndex
        var longest = 0
        var start = body.startIndex
        // Of a long body only the end is examined.
        if body.endIndex - firstLine > longestFooter {
            longest = body[..<firstLine].trimmed().count
            let tail = body.endIndex - longestFooter
            start = body.firstIndex(of: lineFeed, from: tail).map { $0 + 1 } ?? body.endIndex
        }
        /// Whether the data may have ended before this line.
        var mayEnd = false
        while start < body.endIndex {
            let end = body.firstIndex(of: lineFeed, from: start) ?? body.endIndex
            let line = body[start..<end].trimmed()
            if line.isEmpty {
                mayEnd = longest > 0
            } else if mayEnd, !continuesData(line, longest: longest) {
                return body[..<start]
            } else {
                mayEnd = line.count < longest || line.last == equalsSign
                longest = max(longest, line.count)
            }
            start = end + 1
        }
        return body
    }

    private static let longestFooter = 1 << 14

    /// Whether a line is base64, too, as in a text that was encoded in pieces.
    private static func continuesData(_ line: ArraySlice<UInt8>, longest: Int) -> Bool {
        guard line.allSatisfy({ isCharacter($0) || $0 == equalsSign }) else { return false }
        return line.count == longest || (line.count % 4 == 0 && isCleanText(decode(line, limit: sample)[...]))
    }

    /// Writes the bytes of an incomplete group; returns their number.
    private static func flush(
        _ target: inout MutableSpan<UInt8>, at count: Int, group: UInt32, characters: Int
    ) -> Int {
        switch characters {
        case 2:
            target[count] = UInt8(truncatingIfNeeded: group >> 4)
            return 1
        case 3:
            target[count] = UInt8(truncatingIfNeeded: group >> 10)
            target[count + 1] = UInt8(truncatingIfNeeded: group >> 2)
            return 2
        default: return 0
        }
    }

    /// Where to continue after padding; nil if the next line that is not blank is not base64.
    private static func continuation(of source: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < source.count, source[index] == equalsSign || source[index].isWhiteSpaceOrLineEnd {
            index += 1
        }
        let first = index
        while index < source.count, source[index] != lineFeed, source[index] != carriageReturn {
            // The next padding is checked when it is reached, so no byte is examined more than twice.
            if source[index] == equalsSign { return first }
            guard values[Int(source[index])] != invalid || source[index].isWhiteSpace else { return nil }
            index += 1
        }
        return first < source.count ? first : nil
    }

    /// The number of bytes examined to distinguish base64 from plain text.
    private static let sample = 4_096

    /// Whether more than one character in sixteen is outside of the alphabet or a space inside of a line.
    private static func hasForeignCharacters(_ body: ArraySlice<UInt8>) -> Bool {
        let head = body.prefix(sample)
        var foreign = 0
        var previousIsValue = false
        for byte in head {
            let isValue = values[Int(byte)] != invalid
            if byte.isWhiteSpace
                ? previousIsValue : !isValue && byte != equalsSign && !byte.isWhiteSpaceOrLineEnd
            {
                foreign += 1
            }
            previousIsValue = isValue
        }
        return foreign > head.count / 16
    }

    /// Whether bytes are UTF-8 without control characters.
    static func isCleanText(_ decoded: ArraySlice<UInt8>) -> Bool {
        let head = decoded.prefix(sample)
        return UTF8Check(head).isValid
            && !head.contains { $0 < space && !$0.isWhiteSpaceOrLineEnd && $0 != 0x0C && $0 != 0x1B }
    }
}
