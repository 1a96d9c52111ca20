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
        let text = withoutReturnsBeforeFeeds(text)
        guard text.firstIndex(of: carriageReturn, from: text.startIndex) != nil else { return text }
        return withLineFeeds(Array(text))[...]
    }

    /// Any CR that stays is one that does not end a line with an LF.
    static func withoutReturnsBeforeFeeds(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.firstIndex(of: carriageReturn, from: text.startIndex) != nil else { return text }
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        // Not with slices of the array: they take three times as long, a fifth of the reading of a long mail.
        unsafe text.withUnsafeBytes { bytes in
            var start = 0
            while let found = unsafe bytes.firstIndex(of: carriageReturn, in: start..<bytes.count) {
                var end = found
                while end < bytes.count, unsafe bytes[end] == carriageReturn { end += 1 }
                let isLineEnd = unsafe end < bytes.count && bytes[end] == lineFeed
                unsafe kept.append(
                    contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<(isLineEnd ? found : end)]))
                start = end
            }
            unsafe kept.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
        return kept[...]
    }
}
