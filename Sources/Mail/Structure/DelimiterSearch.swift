/// Searches for the delimiter lines of a multipart (RFC 2046, 5.1.1) whose boundary is missing or differs
/// from the delimiters.
struct DelimiterSearch {
    let bytes: [UInt8]
    /// Delimiters of enclosing multiparts end the search.
    let isKnown: (ArraySlice<UInt8>) -> Bool

    /// Whether a delimiter with this boundary follows.
    func contains(_ boundary: ArraySlice<UInt8>, from start: Int) -> Bool {
        first(from: start) { _, rest in
            rest == boundary || (rest.starts(with: boundary) && rest.count == boundary.count + 2)
        } != nil
    }

    /// The boundary in the delimiters if it differs from the stated one by case, quotes, white space or
    /// hyphens, or because one of them was truncated.
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

    /// The boundary of the first line that looks like a delimiter, because the body starts with it or a MIME
    /// field follows.
    ///
    /// - Parameters:
    ///   - mustBeginPart: whether the MIME field is required
    ///   - mayBeEmpty: whether `--` alone starts a part
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

    /// The boundary in a body without a multipart label: a line of hyphens and a word, then a header with
    /// MIME fields, then the same line again, unless the body starts with it.
    ///
    /// - Parameter isInPart: the body must start with it and have it again, because an enclosed text may show
    ///   how mails are written
    func clear(from start: Int, isInPart: Bool) -> ArraySlice<UInt8>? {
        var lines = 0
        let end = min(bytes.count, start + Limit.guessedBytes)
        return first(from: start, before: end) { line, rest in
            lines += 1
            if lines > Limit.guessedDelimiters { return nil }
            guard !Self.core(rest).isEmpty, beginsPart(after: line) else { return false }
            let isFirst = bytes[start..<line].allSatisfy(\.isWhiteSpaceOrLineEnd)
            if isInPart, !isFirst { return nil }
            return isFirst && !isInPart
                || contains(rest, from: bytes.line(at: line, before: bytes.count).next)
        }
    }

    /// The text after the hyphens of the first line that `matches`, which gets the index of the line; if it
    /// returns nil the search ends.
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

    /// Senders that truncate a boundary do so at the 70 characters of RFC 2046.
    private static let cutLength = 60
    /// Quotes, white space and hyphens around a boundary.
    private static let decoration = 16

    /// The letters and digits, in lower case.
    private static func core(_ boundary: ArraySlice<UInt8>) -> [UInt8] {
        boundary.filter { $0.isASCIILetterOrDigit || $0 >= 0x80 }.map(\.lowercased)
    }
}

extension [UInt8] {
    /// The start of the first line that begins with `--`, after the line at the lower bound.
    func nextLineOfHyphens(in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while let found = firstIndex(of: hyphen, in: index..<range.upperBound) {
            var start = found
            if found == range.lowerBound || self[found - 1] != lineFeed {
                // Inside a line: skip its other hyphens.
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
