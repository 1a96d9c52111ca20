/// The line ends of mails and texts.
enum LineEnds {
    /// In a mail with lone CR line ends these become LF; other mail stays unchanged.
    static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.firstIndex(of: lineFeed, in: 0..<bytes.count) == nil else { return bytes }
        guard bytes.firstIndex(of: carriageReturn, in: 0..<bytes.count) != nil else { return bytes }
        return bytes.map { $0 == carriageReturn ? lineFeed : $0 }
    }

    /// A decoded text with LF line ends: CRs before LF are removed, lone ones stay unless the text has no LF.
    static func normalized(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard var found = text.firstIndex(of: carriageReturn, from: text.startIndex) else { return text }
        guard text.firstIndex(of: lineFeed, from: text.startIndex) != nil else {
            return withLineFeeds(Array(text))[...]
        }
        var normalized: [UInt8] = []
        normalized.reserveCapacity(text.count)
        var start = text.startIndex
        while true {
            var end = found
            while end < text.endIndex, text[end] == carriageReturn { end += 1 }
            let isLineEnd = end < text.endIndex && text[end] == lineFeed
            normalized += text[start..<(isLineEnd ? found : end)]
            start = end
            guard let next = text.firstIndex(of: carriageReturn, from: start) else { break }
            found = next
        }
        normalized += text[start...]
        return normalized[...]
    }
}
