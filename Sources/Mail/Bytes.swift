import Glibc

extension [UInt8] {
    /// The first place of `byte` within `range`, which is cut to the array's bounds.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        let range = range.clamped(to: 0..<count)
        return self[range].firstIndex(of: byte, from: range.lowerBound)
    }

    /// The end of the line that begins at `start`, its line end (LF, CRLF) left out, and the start of the
    /// next.
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
    /// Writes the bytes of `source` within `range` over those at `index`; returns the index after them. Nothing
    /// happens if a bound is exceeded.
    mutating func copy(_ source: ArraySlice<UInt8>, _ range: Range<Int>, to index: Int) -> Int {
        guard range.lowerBound >= source.startIndex, range.upperBound <= source.endIndex, index >= 0,
            range.count <= count - index
        else { return index }
        unsafe withUnsafeMutableBytes { target in
            unsafe UnsafeMutableRawBufferPointer(rebasing: target[index...]).copyBytes(from: source[range])
        }
        return index + range.count
    }
}

extension [UInt8] {
    /// Where the first `part` in it begins. For short texts: it takes the product of both lengths.
    func place(of part: some Sequence<UInt8>) -> Int? {
        indices.first { self[$0...].starts(with: part) }
    }
}

extension Collection<UInt8> {
    /// Whether `part` stands in it. For short texts: it takes the product of both lengths.
    func holds(_ part: some Collection<UInt8>) -> Bool {
        indices.contains { self[$0...].starts(with: part) }
    }
}

extension ArraySlice<UInt8> {
    /// The first place of `byte` at or after `start`.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard start >= startIndex, start < endIndex else { return nil }
        return unsafe withUnsafeBytes { buffer in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[(start - startIndex)...])
            guard let base = rest.baseAddress, let hit = unsafe memchr(base, Int32(byte), rest.count) else {
                return nil
            }
            return unsafe start + (UnsafeRawPointer(hit) - base)
        }
    }

    /// The first place at or after `start` that is no ASCII; `endIndex` when there is none.
    func endOfASCII(from start: Int) -> Int {
        guard start >= startIndex, start < endIndex else { return endIndex }
        let offset = start - startIndex
        return unsafe withUnsafeBytes { buffer in
            var index = offset
            // Eight bytes at a time: the top bit of none is set.
            while buffer.count - index >= 8 {
                let eight = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if eight & 0x8080_8080_8080_8080 != 0 { break }
                index += 8
            }
            while index < buffer.count, unsafe buffer[index] < 0x80 { index += 1 }
            return startIndex + index
        }
    }

    /// The slice without white space and line ends at both ends.
    func trimmed() -> ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isWhiteSpaceOrLineEnd { slice.removeFirst() }
        while let last = slice.last, last.isWhiteSpaceOrLineEnd { slice.removeLast() }
        return slice
    }

    /// The longest end of the slice in which each byte meets the condition.
    func suffix(while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var start = endIndex
        while start > startIndex, holds(self[start - 1]) { start -= 1 }
        return self[start...]
    }

    /// The slice without white space at its end; line ends are none.
    func trimmedAtEnd() -> ArraySlice<UInt8> {
        var slice = self
        while let last = slice.last, last.isWhiteSpace { slice.removeLast() }
        return slice
    }

    /// Whether both hold the same ASCII letters, upper and lower case alike.
    func equalsIgnoringCase(_ other: some Sequence<UInt8>) -> Bool {
        elementsEqual(other) { $0.lowercased == $1.lowercased }
    }
}
