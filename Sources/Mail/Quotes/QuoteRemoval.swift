/// The treatment of quoted mail and signatures.
package enum QuoteUse: String, CaseIterable, Sendable {
    case keep, remove
}

/// A text without the mail that it answers and without its signature.
///
/// The sender's own text stays above, below and between quoted lines. Text that may be the sender's own
/// stays, too. If nothing would be left, everything stays.
struct QuoteRemoval {
    /// nil if there is nothing to remove, or nothing would be left.
    private(set) var text: String?
    /// Removed lines, without blank ones.
    private(set) var quotedLines = 0
    private(set) var signatureLines = 0
    /// Whether nothing would be left.
    var isOfAll: Bool { text == nil && quotedLines + signatureLines > 0 }

    private enum Origin {
        case own, quoted, signature
    }

    private let lines: [QuoteLine]
    private var origins: [Origin]

    /// - Parameter text: with LF line ends; quoted lines start with `>` or are marked (`QuoteMark`)
    init(_ text: String) {
        let head = text.utf8.prefix(Limit.quotedTextBytes)
        lines = head.split(separator: lineFeed, omittingEmptySubsequences: false).map { QuoteLine($0) }
        origins = Array(repeating: .own, count: lines.count)
        markQuotedBlocks()
        markAnsweredMail()
        markSignatures()
        markDeviceSignatures()
        quotedLines = zip(lines, origins).count { !$0.isBlank && $1 == .quoted }
        signatureLines = zip(lines, origins).count { !$0.isBlank && $1 == .signature }
        let own = zip(lines, origins).filter { $1 == .own }.map(\.0)
        guard quotedLines + signatureLines > 0, own.contains(where: { !$0.isBlank }) else { return }
        let rest = String(decoding: text.utf8[head.endIndex...], as: UTF8.self)
        self.text = own.map(\.text).joined(separator: "\n") + rest
    }

    // MARK: Quoted lines

    private mutating func markQuotedBlocks() {
        let blocks = quotedBlocks().map { (range: $0, attribution: attribution(before: $0.lowerBound)) }
        // Lines such as `> 90 %` may be comparisons if nothing else is quoted, and all lines those of diff(1).
        let compared = lines.filter { $0.text != "---" }
        let isDifference = zip(compared, compared.dropFirst()).contains { line, next in
            let isOld = line.text.hasPrefix("< ")
            return (isOld || QuoteLine.isPlaceOfDifference(line.text)) && next.isQuoted
                || QuoteLine.isPlaceOfDifference(line.text) && next.text.hasPrefix("< ")
        }
        func isSure(_ range: Range<Int>) -> Bool {
            !isDifference && lines[range].contains(where: \.isQuotedForSure)
        }
        let isReply = blocks.contains { $0.attribution != nil || $0.range.count > 1 && isSure($0.range) }
        for (range, attribution) in blocks {
            guard isReply || isSure(range) else { continue }
            for index in range { origins[index] = .quoted }
            for index in attribution ?? 0..<0 { origins[index] = .quoted }
        }
    }

    /// Runs of quoted lines, including blank lines between them.
    private func quotedBlocks() -> [Range<Int>] {
        var blocks: [Range<Int>] = []
        for index in lines.indices where lines[index].isQuoted {
            if let last = blocks.last, lines[last.upperBound..<index].allSatisfy(\.isBlank) {
                blocks[blocks.count - 1] = last.lowerBound..<(index + 1)
            } else {
                blocks.append(index..<(index + 1))
            }
        }
        return blocks
    }

    /// The lines that name the author of the quotation: `On Monday Jo wrote:`, possibly wrapped.
    private func attribution(before block: Int) -> Range<Int>? {
        guard let last = lastLine(before: block, skipping: 2) else { return nil }
        let line = lines[last]
        if ReplyHeader.isDelimiter(line.text) { return last..<(last + 1) }
        if last > 0, ReplyHeader.isWithoutDate(line.text), ReplyHeader.isDateLine(lines[last - 1].text),
            !lines[last - 1].isQuoted
        {
            return (last - 1)..<(last + 1)
        }
        var joined = line.text
        var first = last
        while last - first < ReplyHeader.longestWrap {
            if ReplyHeader.isAttribution(joined), !ReplyHeader.goesOnUpwards(joined) {
                return first..<(last + 1)
            }
            guard first > 0, !lines[first - 1].isBlank, !lines[first - 1].isQuoted else { break }
            first -= 1
            joined = lines[first].text + " " + joined
        }
        return ReplyHeader.isAttribution(line.text) || ReplyHeader.endsInWrote(line.text)
            ? last..<(last + 1) : nil
    }

    private func lastLine(before index: Int, skipping blankLines: Int) -> Int? {
        var candidate = index - 1
        while candidate >= 0, lines[candidate].isBlank, index - candidate <= blankLines { candidate -= 1 }
        guard candidate >= 0, !lines[candidate].isBlank, !lines[candidate].isQuoted else { return nil }
        return candidate
    }

    // MARK: Answered mail without a mark on each line

    /// Outlook and others put the unchanged answered mail below a line or its header. It extends to the end.
    private mutating func markAnsweredMail() {
        for index in lines.indices where origins[index] == .own && !lines[index].isBlank {
            guard let start = answeredMail(at: index) else { continue }
            for index in start..<lines.endIndex { origins[index] = .quoted }
            return
        }
    }

    /// The start of the answered mail, if it starts at this line.
    private func answeredMail(at index: Int) -> Int? {
        let line = lines[index].text
        if ReplyHeader.isDelimiter(line) { return index }
        if ReplyHeader.isRule(line) {
            let next = lines[(index + 1)...].firstIndex { !$0.isBlank }
            return next.flatMap { isHeader(at: $0) ? index : nil }
        }
        if isHeader(at: index) { return index }
        guard ReplyHeader.beginsAttribution(line) else { return nil }
        // A portal may report what somebody wrote; phones say before what they are.
        if ReplyHeader.goesOnBehindAttribution(line),
            let above = lines[..<index].last(where: { !$0.isBlank }), Signature.isOfDevice(above.text)
        {
            return index
        }
        var joined = line
        for last in lines[index...].indices.prefix(ReplyHeader.longestWrap) {
            if last > index {
                guard !lines[last].isBlank, !lines[last].isQuoted, origins[last] == .own else { return nil }
                joined += " " + lines[last].text
            }
            if ReplyHeader.isAttributionAlone(joined) { return index }
        }
        return nil
    }

    private func isHeader(at index: Int) -> Bool {
        ReplyHeader.isHeader(
            lines[index...].prefix(ReplyHeader.headerLines).prefix { !$0.isBlank }.map(\.text))
    }

    // MARK: Signatures

    private mutating func markSignatures() {
        // More than one such line separates pieces of the text, as `grep -A` does.
        let mayBeBare = zip(lines, origins).count { $1 == .own && $0.text == "--" } == 1
        let isReply = origins.contains(.quoted)
        var index = 0
        while index < lines.count {
            defer { index += 1 }
            guard origins[index] == .own, Signature.isDelimiter(lines[index].text, mayBeBare: mayBeBare),
                let end = endOfSignature(from: index + 1),
                isReply || lines[index].text != "--"
                    || Signature.isOfPerson(lines[(index + 1)..<end].map(\.text))
            else { continue }
            for signature in index..<end { origins[signature] = .signature }
            index = end
        }
    }

    /// A signature extends to a quotation or the end; nil if it is too long.
    private func endOfSignature(from start: Int) -> Int? {
        var length = 0
        for index in start..<lines.count {
            if origins[index] == .quoted { return index }
            if !lines[index].isBlank { length += 1 }
            if length > Signature.longest { return nil }
        }
        return lines.count
    }

    /// `Sent from my phone`, at the end of the sender's own text.
    private mutating func markDeviceSignatures() {
        var end = lines.endIndex
        while end > 0 {
            // The last own line before a quotation, a signature or the end.
            guard let last = lines[..<end].indices.last(where: { origins[$0] == .own && !lines[$0].isBlank })
            else {
                return
            }
            if Signature.isOfDevice(lines[last].text) {
                origins[last] = .signature
                end = last
            } else {
                end = lines[..<last].indices.last { origins[$0] != .own }.map { $0 + 1 } ?? 0
                while end > 0, origins[end - 1] != .own { end -= 1 }
            }
        }
    }
}

/// A line to search for quotes.
struct QuoteLine {
    let text: String
    let isQuoted: Bool
    /// Marked, or `>` and a letter, perhaps in quotes or emphasized; in a comparison a number follows, in a log a level in
    /// brackets, and `>>>` begins a banner.
    let isQuotedForSure: Bool
    let isBlank: Bool

    init(_ bytes: Substring.UTF8View) {
        let isMarked = bytes.first.map(QuoteMark.isMark) == true
        let content = bytes.drop(while: \.isWhiteSpace)
        text = String(decoding: bytes.drop(while: QuoteMark.isMark), as: UTF8.self)
        isQuoted =
            isMarked
            || content.first == UInt8(ascii: ">") && !Self.isItemOfRsync(content)
                && !ReplyHeader.isEnclosedAttribution(text[...])
        let quoted = content.drop { $0.isWhiteSpace || ">\"'(*_".utf8.contains($0) }
        isQuotedForSure =
            isMarked
            || isQuoted && !content.starts(with: ">>>".utf8)
                && (quoted.first.map { $0.isASCIILetter || $0 >= 0x80 } ?? false)
        isBlank = TextContent.isBlank(text) && !isQuoted
    }

    /// `>f.st...... etc/passwd`, what rsync(1) writes for each file that it gets.
    private static func isItemOfRsync(_ line: Substring.UTF8View) -> Bool {
        let item = line.prefix(11)
        return item.count == 11 && item.dropFirst().first.map("fdLDS".utf8.contains) == true
            && item.dropFirst(2).allSatisfy(".+?cstTpoguaxn".utf8.contains)
    }

    /// `3a4,5`: the lines that diff(1) found to differ stand below.
    static func isPlaceOfDifference(_ line: String) -> Bool {
        let longest = 40
        guard line.utf8.first?.isASCIIDigit == true, line.utf8.count <= longest else { return false }
        let parts = line.utf8.split(omittingEmptySubsequences: false) { "acd".utf8.contains($0) }
        return parts.count == 2
            && parts.allSatisfy { part in
                part.first?.isASCIIDigit == true
                    && part.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ",") }
            }
    }
}
