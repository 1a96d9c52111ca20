/// Looks for the delimiter lines of a multipart (RFC 2046, 5.1.1) where the boundary is not stated, or not as it is
/// used.
struct DelimiterSearch {
    let bytes: [UInt8]
    /// Delimiters of multiparts around this one end the search.
    let isKnown: (ArraySlice<UInt8>) -> Bool

    /// Whether a delimiter with this boundary follows.
    func contains(_ boundary: ArraySlice<UInt8>, from start: Int) -> Bool {
        first(from: start) { _, rest in
            rest == boundary || (rest.starts(with: boundary) && rest.count == boundary.count + 2)
        } != nil
    }

    /// The boundary as the delimiters have it where it differs from the stated one by case, quotes, white space or
    /// hyphens, or because one of both was cut.
    func boundary(like stated: ArraySlice<UInt8>, from start: Int) -> ArraySlice<UInt8>? {
        let core = Self.core(stated)
        guard !core.isEmpty else { return nil }
        return first(from: start) { _, rest in
            if rest.count >= Self.cutLength, stated.count >= Self.cutLength,
                rest.starts(with: stated) || stated.starts(with: rest)
            {
                return true
            }
            return rest.count <= stated.count + Self.decoration && Self.core(rest) == core
        }
    }

    /// The boundary of the first line which looks like a delimiter, because the body begins with it or a MIME field
    /// follows it.
    ///
    /// - Parameters:
    ///   - mustBeginPart: asks for the MIME field
    ///   - mayBeEmpty: `--` alone begins a part, too
    func guessed(from start: Int, mustBeginPart: Bool, mayBeEmpty: Bool = false) -> ArraySlice<UInt8>? {
        var lines = 0
        return first(from: start) { line, rest in
            lines += 1
            if lines > Limit.guessedDelimiters { return nil }
            if beginsPart(after: line) { return true }
            return !mustBeginPart && (mayBeEmpty || !rest.isEmpty)
                && bytes[start..<line].allSatisfy(\.isWhiteSpaceOrLineEnd)
        }
    }

    /// The boundary in a body that no label calls a multipart: a line of hyphens and a word, a header with MIME fields
    /// after it, and the same line again, unless the body begins with it.
    func clear(from start: Int) -> ArraySlice<UInt8>? {
        var lines = 0
        let end = min(bytes.count, start + Limit.guessedBytes)
        return first(from: start, before: end) { line, rest in
            lines += 1
            if lines > Limit.guessedDelimiters { return nil }
            guard !Self.core(rest).isEmpty, beginsPart(after: line) else { return false }
            return bytes[start..<line].allSatisfy(\.isWhiteSpaceOrLineEnd)
                || contains(rest, from: bytes.line(at: line, before: bytes.count).next)
        }
    }

    /// What follows the hyphens of the first line that `matches`, which gets the place of the line; nil from it ends
    /// the search.
    private func first(
        from start: Int, before end: Int? = nil, _ matches: (Int, ArraySlice<UInt8>) -> Bool?
    ) -> ArraySlice<UInt8>? {
        var place = max(0, start - 1)
        let limit = max(place, end ?? bytes.count)
        while let line = bytes.nextLineOfHyphens(in: place..<limit) {
            let (end, _) = bytes.line(at: line, before: bytes.count)
            let rest = bytes[(line + 2)..<end].trimmedAtEnd()
            if rest.count <= Limit.boundaryBytes {
                if isKnown(rest) { return nil }
                guard let matches = matches(line, rest) else { return nil }
                if matches { return rest }
            }
            place = line
        }
        return nil
    }

    private func beginsPart(after line: Int) -> Bool {
        let (_, next) = bytes.line(at: line, before: bytes.count)
        guard next < bytes.count else { return false }
        let end = bytes.line(at: next, before: bytes.count).end
        guard case .field = HeaderLine(bytes, from: next, to: end) else { return false }
        return bytes[next..<end].prefix(8).equalsIgnoringCase("content-".utf8)
    }

    /// Senders that cut a boundary cut it at the 70 characters that RFC 2046 allows.
    private static let cutLength = 60
    /// Quotes, white space and hyphens around a boundary.
    private static let decoration = 16

    /// The letters and digits, in lower case.
    private static func core(_ boundary: ArraySlice<UInt8>) -> [UInt8] {
        boundary.filter { $0.isASCIILetterOrDigit || $0 >= 0x80 }.map(\.lowercased)
    }
}

extension [UInt8] {
    /// The start of the first line after the one at the lower bound that begins with `--`.
    func nextLineOfHyphens(in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while let found = firstIndex(of: hyphen, in: index..<range.upperBound) {
            var start = found
            if found == range.lowerBound || self[found - 1] != lineFeed {
                // Within a line: none of its other hyphens matters.
                guard let feed = firstIndex(of: lineFeed, in: found..<range.upperBound) else { return nil }
                start = feed + 1
            }
            guard range.upperBound - start >= 2 else { return nil }
            if self[start] == hyphen, self[start + 1] == hyphen { return start }
            index = start
            if self[start] == hyphen { index += 1 }
        }
        return nil
    }
}
