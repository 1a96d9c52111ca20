/// Encoded words in unstructured header fields (RFC 2047), read tolerantly.
enum EncodedWords {
    private struct Word {
        let charset: ArraySlice<UInt8>
        let bytes: [UInt8]
        let end: Int
    }

    /// Unfolds and decodes a field value, and removes white space around it.
    static func decode(field value: ArraySlice<UInt8>) -> String {
        let unfolded = value.prefix(Limit.unstructuredFieldBytes).filter {
            $0 != carriageReturn && $0 != lineFeed
        }
        return decode(unfolded[...].trimmed())
    }

    private static func decode(_ value: ArraySlice<UInt8>) -> String {
        var text = ""
        var plainStart = value.startIndex
        /// Consecutive encoded words in one charset: a character may be split between them.
        var pending: (charset: ArraySlice<UInt8>, bytes: [UInt8])?
        func flush() {
            guard let (charset, bytes) = pending else { return }
            text += Charset.decode(bytes[...], label: String(decoding: charset, as: UTF8.self)).text
            pending = nil
        }

        var index = value.startIndex
        // If no end of a word is found, there is none later: the search is not repeated.
        var mayHoldWords = true
        while index < value.endIndex {
            guard mayHoldWords, value[index] == equalsSign,
                let word = word(in: value, from: index, mayHoldWords: &mayHoldWords)
            else {
                index += 1
                continue
            }
            let between = value[plainStart..<index]
            // White space between two encoded words is not text (6.2).
            if pending == nil || !between.allSatisfy(\.isWhiteSpace) {
                flush()
                text += Charset.decode(between, label: nil).text
            }
            if let open = pending, open.charset.equalsIgnoringCase(word.charset) {
                pending?.bytes += word.bytes
            } else {
                flush()
                pending = (word.charset, word.bytes)
            }
            index = word.end
            plainStart = index
        }
        flush()
        text += Charset.decode(value[plainStart...], label: nil).text
        return text
    }

    /// The word `=?charset?encoding?text?=` that starts at `start`. Its text may contain spaces, which RFC
    /// 2047 forbids but senders write.
    private static func word(
        in value: ArraySlice<UInt8>, from start: Int, mayHoldWords: inout Bool
    ) -> Word? {
        guard value.endIndex - start > 8, value[start + 1] == questionMark else { return nil }
        let charsetStart = start + 2
        guard let charsetEnd = value[charsetStart...].prefix(64).firstIndex(of: questionMark),
            charsetEnd > charsetStart, value.endIndex - charsetEnd > 4, value[charsetEnd + 2] == questionMark
        else { return nil }
        // RFC 2231, 5: `charset*language`.
        let charset = value[charsetStart..<charsetEnd].prefix { $0 != 0x2A }
        let encoding = value[charsetEnd + 1].lowercased
        guard !charset.contains(where: \.isWhiteSpace), encoding == 0x62 || encoding == 0x71 else {
            return nil
        }

        let textStart = charsetEnd + 3
        var end = textStart
        while end < value.endIndex - 1, value[end] != questionMark || value[end + 1] != equalsSign {
            end += 1
        }
        guard end < value.endIndex - 1 else {
            mayHoldWords = false
            return nil
        }
        let text = value[textStart..<end]
        let bytes = encoding == 0x62 ? Base64.decode(text, limit: text.count) : decodeQ(text)
        return Word(charset: charset, bytes: bytes, end: end + 2)
    }

    private static func decodeQ(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == equalsSign, text.endIndex - index > 2,
                let high = text[index + 1].hexadecimalValue, let low = text[index + 2].hexadecimalValue
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(text[index] == 0x5F ? space : text[index])
                index += 1
            }
        }
        return bytes
    }
}
