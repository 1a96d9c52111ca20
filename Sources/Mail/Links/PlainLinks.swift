/// The treatment of links in a mail.
package enum LinkUse: String, CaseIterable, Sendable {
    /// Text and address, or only the text if it is an address itself.
    case address
    /// The text alone.
    case text
    /// Neither.
    case none
}

/// Links in a plain text: an address in brackets after its text, `Silence <https://...>`, as programs write
/// links of HTML, or an address alone.
enum PlainLinks {
    /// The text without the hidden links, and their number.
    static func removed(from text: String, _ use: LinkUse) -> (text: String, count: Int) {
        guard use != .address else { return (text, 0) }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var count = 0
        var start = 0
        while start < bytes.count {
            guard let link = nextLink(in: bytes, from: start) else { break }
            kept += bytes[start..<link.lowerBound]
            start = link.upperBound
            let closing = brackets[kept.last ?? 0].map { start < bytes.count && bytes[start] == $0 } == true
            if closing {
                let before = kept.dropLast().last { !$0.isWhiteSpace }
                // Brackets alone on a line contain the text itself.
                if use == .none || before.map({ $0 != lineFeed }) == true {
                    let isMarkdown = kept.suffix(2).elementsEqual("](".utf8)
                    kept.removeLast()
                    while kept.last?.isWhiteSpace == true { kept.removeLast() }
                    if isMarkdown { removeBrackets(at: &kept) }
                    start += 1
                    count += 1
                    continue
                }
            }
            if use == .none {
                if kept.last?.isWhiteSpace == true,
                    start == bytes.count || bytes[start].isWhiteSpaceOrLineEnd
                        || ".,;:!?".utf8.contains(bytes[start])
                {
                    kept.removeLast()
                }
                count += 1
            } else {
                kept += bytes[link]
            }
        }
        guard count > 0 else { return (text, 0) }
        return (String(decoding: kept + bytes[min(start, bytes.count)...], as: UTF8.self), count)
    }

    /// Turns the `[text]` at the end, as Markdown writes the text of a link, into `text`.
    private static func removeBrackets(at kept: inout [UInt8]) {
        let line = kept.suffix(longestLinkText).suffix { $0 != lineFeed }
        guard let open = line.lastIndex(of: UInt8(ascii: "[")),
            !line[open...].dropLast().contains(UInt8(ascii: "]"))
        else { return }
        kept.removeLast()
        kept.remove(at: open)
    }

    /// Bytes; more are no text of a link, and would be read again for each link of a line.
    private static let longestLinkText = 400

    private static let brackets: [UInt8: UInt8] = [
        UInt8(ascii: "<"): UInt8(ascii: ">"), UInt8(ascii: "("): UInt8(ascii: ")"),
        UInt8(ascii: "["): UInt8(ascii: "]"),
    ]

    /// The next web address at or after `start`, without trailing punctuation.
    private static func nextLink(in bytes: [UInt8], from start: Int) -> Range<Int>? {
        var index = start
        // The mark of an address: the colon of its scheme, or the dot of `www.`.
        while let mark = bytes[index...].firstIndex(where: {
            $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        }) {
            index = mark + 1
            let first = bytes[start..<mark].suffix(while: \.isASCIILetter)
            let isScheme = first.equalsIgnoringCase("https".utf8) || first.equalsIgnoringCase("http".utf8)
            let isAddress =
                bytes[mark] == UInt8(ascii: ":")
                ? isScheme && bytes[mark...].starts(with: "://".utf8)
                : first.equalsIgnoringCase("www".utf8) && bytes[..<first.startIndex].last?.isInAddress != true
                    && bytes[index...].first?.isASCIILetterOrDigit == true
            guard isAddress else { continue }
            var address = bytes[first.startIndex...].prefix(endOfAddress(bytes[first.startIndex...]))
            while let last = address.last, ".,;:!?'".utf8.contains(last) { address.removeLast() }
            return address.startIndex..<address.endIndex
        }
        return nil
    }

    /// The length of the address at the start of the bytes. It ends at a closing bracket that it did not
    /// open.
    private static func endOfAddress(_ bytes: ArraySlice<UInt8>) -> Int {
        var open = 0
        return bytes.prefix { byte in
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { open += 1 }
            if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { open -= 1 }
            return open >= 0 && byte > space && byte != 0x7F && !"<>\"".utf8.contains(byte)
        }.count
    }
}

extension UInt8 {
    /// Whether `www.` after it is inside of an address.
    fileprivate var isInAddress: Bool { isASCIILetterOrDigit || "-._/@=&".utf8.contains(self) }
}
