/// The quoted-printable transfer encoding (RFC 2045, 6.7), read tolerantly.
enum QuotedPrintable {
    /// Decodes: hexadecimal digits of either case, soft line breaks with white space before the line end,
    /// trailing white space removed; a stray `=` stays.
    static func decode(_ body: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
        // The output is never longer than the input. It is written in place, because appending is slower.
        var decoded = [UInt8](repeating: 0, count: min(limit, body.count))
        let count = decode(body.span, into: &decoded)
        decoded.removeLast(decoded.count - count)
        return decoded
    }

    /// Returns the number of decoded bytes.
    private static func decode(_ source: Span<UInt8>, into decoded: inout [UInt8]) -> Int {
        var target = decoded.mutableSpan
        var count = 0
        /// The start of white space that may turn out to be trailing.
        var contentEnd = 0
        var index = 0
        while index < source.count, count < target.count {
            var byte = source[index]
            index += 1
            if byte > equalsSign {
                // The most frequent case.
            } else if byte == space || byte == horizontalTab {
                target[count] = byte
                count += 1
                continue
            } else if byte == lineFeed || byte == carriageReturn {
                count = contentEnd
            } else if byte == equalsSign {
                if let next = softBreakEnd(source, from: index) {
                    index = next
                    contentEnd = count
                    continue
                }
                if source.count - index >= 2, let high = source[index].hexadecimalValue,
                    let low = source[index + 1].hexadecimalValue
                {
                    byte = high << 4 | low
                    index += 2
                }
            }
            target[count] = byte
            count += 1
            contentEnd = count
        }
        return count
    }

    /// The index after a soft line break whose `=` is before `start`; nil if it is not a soft line break. The
    /// end of the body counts as one.
    private static func softBreakEnd(_ source: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < source.count, source[index].isWhiteSpace { index += 1 }
        while index < source.count, source[index] == carriageReturn { index += 1 }
        if index == source.count { return index }
        return source[index] == lineFeed ? index + 1 : nil
    }
}
