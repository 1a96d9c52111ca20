import Glibc

extension [UInt8] {
    /// The first index of `byte` within `range`, which is clamped to the array's bounds.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        let range = range.clamped(to: 0..<count)
        return unsafe withUnsafeBytes { unsafe $0.firstIndex(of: byte, in: range) }
    }

    /// The end of the line that starts at `start`, without its line end (LF, CRLF), and the start of the next
    /// line.
    func line(at start: Int, before limit: Int) -> (end: Int, next: Int) {
        guard let feed = firstIndex(of: lineFeed, in: start..<Swift.max(start, limit)) else {
            return (limit, limit)
        }
        var end = feed
        while end > start, self[end - 1] == carriageReturn { end -= 1 }
        return (end, feed + 1)
    }
}

extension [UInt8] {
    /// The start of the first `part`. Only for short texts, because the time is the product of both lengths.
    func place(of part: some Sequence<UInt8>) -> Int? {
        indices.first { self[$0...].starts(with: part) }
    }
}

extension BidirectionalCollection {
    /// The longest suffix in which each element meets the condition.
    func suffix(while holds: (Element) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex, holds(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}

extension Collection<UInt8> {
    /// Whether `part` occurs. Only for short texts, because the time is the product of both lengths.
    func holds(_ part: some Collection<UInt8>) -> Bool {
        indices.contains { self[$0...].starts(with: part) }
    }
}

extension UnsafeRawBufferPointer {
    /// The first index of `byte` within `range`, which lies within the buffer.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard let base = baseAddress,
            let hit = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
        else { return nil }
        return unsafe UnsafeRawPointer(hit) - base
    }
}

extension ArraySlice<UInt8> {
    /// The first index of `byte` at or after `start`.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard start >= startIndex, start < endIndex else { return nil }
        return unsafe withUnsafeBytes { bytes in
            unsafe bytes.firstIndex(of: byte, in: (start - startIndex)..<count).map { startIndex + $0 }
        }
    }

    /// The slice without white space and line ends at either end.
    func trimmed() -> ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isWhiteSpaceOrLineEnd { slice.removeFirst() }
        while let last = slice.last, last.isWhiteSpaceOrLineEnd { slice.removeLast() }
        return slice
    }

    /// The slice without trailing white space; line ends stay.
    func trimmedAtEnd() -> ArraySlice<UInt8> {
        var slice = self
        while let last = slice.last, last.isWhiteSpace { slice.removeLast() }
        return slice
    }

    /// Whether both are equal except for the case of ASCII letters.
    func equalsIgnoringCase(_ other: some Sequence<UInt8>) -> Bool {
        elementsEqual(other) { $0.lowercased == $1.lowercased }
    }
}
