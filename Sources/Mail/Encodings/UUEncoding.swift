/// The uuencode transfer encoding, which old Unix and Windows mailers label `x-uuencode`.
enum UUEncoding {
    /// Decodes the lines between `begin` and `end`; a body without `begin` stays unchanged.
    static func decode(_ body: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
        let lines = body.split(separator: lineFeed, omittingEmptySubsequences: false)
        guard let begin = lines.firstIndex(where: { $0.starts(with: "begin ".utf8) }) else {
            return Array(body.prefix(limit))
        }
        var decoded: [UInt8] = []
        for line in lines[(begin + 1)...] {
            var line = line
            while line.last == carriageReturn { line.removeLast() }
            guard let first = line.first, !line.elementsEqual("end".utf8), decoded.count < limit else {
                break
            }
            let count = Int(sixBits(first))
            decode(line: line.dropFirst(), count: count, into: &decoded)
        }
        return Array(decoded.prefix(limit))
    }

    private static func sixBits(_ byte: UInt8) -> UInt8 { (byte &- space) & 0x3F }

    private static func decode(line: ArraySlice<UInt8>, count: Int, into decoded: inout [UInt8]) {
        let end = decoded.count + count
        var bits: UInt32 = 0
        var characters = 0
        // Trailing spaces, which stand for zero bits, are often lost on the way.
        let missing = repeatElement(space, count: max(0, (count + 2) / 3 * 4 - line.count))
        for byte in [line, ArraySlice(missing)].joined() where decoded.count < end {
            bits = bits << 6 | UInt32(sixBits(byte))
            characters += 1
            guard characters == 4 else { continue }
            for shift in [16, 8, 0] as [UInt32] where decoded.count < end {
                decoded.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
            characters = 0
            bits = 0
        }
    }
}

extension UUEncoding {
    /// A plain text without the files that the sender's program inserted: `begin 644 name`, lines of data,
    /// `end`. An unterminated block extends as far as its lines are data. Line ends are LF. Blocks behind more
    /// text than is searched stay.
    static func removingBlocks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var kept: [UInt8] = []
        var keptUntil = text.startIndex
        var start = text.startIndex
        while start < text.endIndex, kept.count + start - keptUntil <= Limit.searchedTextBytes {
            guard let end = endOfBlock(text, from: start) else {
                start = nextLine(text, after: start)
                continue
            }
            kept += text[keptUntil..<start]
            start = end
            // The empty lines before the block are enough.
            if kept.isEmpty || kept.suffix(2).elementsEqual([lineFeed, lineFeed]) {
                while start < text.endIndex, text[start] == lineFeed { start += 1 }
            }
            keptUntil = start
        }
        // Nothing was found, so nothing is copied.
        return keptUntil == text.startIndex ? text : kept[...] + text[keptUntil...]
    }

    private static func nextLine(_ text: ArraySlice<UInt8>, after start: Int) -> Int {
        text.firstIndex(of: lineFeed, from: start).map { $0 + 1 } ?? text.endIndex
    }

    /// The start of the line after the block that starts at `start`; nil if no block starts there.
    private static func endOfBlock(_ text: ArraySlice<UInt8>, from start: Int) -> Int? {
        guard text[start...].starts(with: "begin ".utf8) else { return nil }
        let dataStart = nextLine(text, after: start)
        guard isBegin(line(text, from: start)) else { return nil }
        var index = dataStart
        while index < text.endIndex, isData(line(text, from: index)) { index = nextLine(text, after: index) }
        let dataEnd = index
        // The line of length 0; a space that stood for it may be lost.
        let last = line(text, from: index)
        if last.count <= 1, last.allSatisfy({ sixBits($0) == 0 }) { index = nextLine(text, after: index) }
        if line(text, from: index).trimmed().elementsEqual("end".utf8),
            dataEnd > dataStart || !last.isEmpty && index > dataEnd
        {
            return nextLine(text, after: index)
        }
        return dataEnd > dataStart ? dataEnd : nil
    }

    private static func line(_ text: ArraySlice<UInt8>, from start: Int) -> ArraySlice<UInt8> {
        text[start..<(text.firstIndex(of: lineFeed, from: start) ?? text.endIndex)]
    }

    /// `begin`, three or four octal digits, a space, and a name, which some senders omit.
    private static func isBegin(_ line: ArraySlice<UInt8>) -> Bool {
        let rest = line.dropFirst("begin ".utf8.count)
        let mode = rest.prefix { (0x30...0x37).contains($0) }
        let name = rest.dropFirst(mode.count)
        return (3...4).contains(mode.count) && name.first == space
    }

    /// The bytes of a full line, which begins with `M`.
    private static let fullLineBytes = 45

    /// Whether the first character gives the length of the rest. Encoders may omit the padding or add a check
    /// character. A full line may be shorter if trailing spaces or its end are lost.
    private static func isData(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, line.allSatisfy({ (0x20...0x60).contains($0) }) else { return false }
        let count = Int(sixBits(first))
        let characters = line.count - 1
        let spaces = line.reversed().prefix { $0 == space }.count
        guard count > 0, characters - spaces <= (count + 2) / 3 * 4 + 1 else { return false }
        return characters >= (count * 4 + 2) / 3 || count == fullLineBytes
    }
}
