/// Text in flowed lines (RFC 3676), whose paragraphs are rejoined.
enum FlowedText {
    private static let quoteMark: UInt8 = 0x3E

    /// - Parameters:
    static func unfold(_ text: ArraySlice<UInt8>, deleteSpace: Bool) -> [UInt8] {
        var unfolded: [UInt8] = []
        unfolded.reserveCapacity(text.count)
        var start = text.startIndex
        /// The quote depth of the paragraph that the previous line left open.
        var openDepth: Int?
        while start < text.endIndex {
            let end = text.firstIndex(of: lineFeed, from: start) ?? text.endIndex
            var content = text[start..<end]
            let depth = content.prefix { $0 == quoteMark }.count
            content = content.dropFirst(depth)
            // Space-stuffing (4.4).
            if content.first == space { content = content.dropFirst() }
            let isSignature = content.elementsEqual([hyphen, hyphen, space])
            if openDepth != depth || isSignature {
                if openDepth != nil { unfolded.append(lineFeed) }
                if depth > 0 {
                    unfolded.append(contentsOf: repeatElement(quoteMark, count: depth))
                    unfolded.append(space)
                }
            }
            let isFlowed = content.last == space && !isSignature
            unfolded.append(contentsOf: isFlowed && deleteSpace ? content.dropLast() : content)
            openDepth = isFlowed ? depth : nil
            if !isFlowed, end < text.endIndex { unfolded.append(lineFeed) }
            start = end + 1
        }
        return unfolded
    }
}
