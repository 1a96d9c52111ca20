/// Finds the parts in one pass. The work per line does not depend on the number of open multiparts, because
/// their boundaries are the keys of a dictionary.
struct StructureScanner {
    struct OpenMultipart {
        let part: Int
        let boundary: ArraySlice<UInt8>
        /// An outer multipart with the same boundary, which becomes current again when this one ends.
        let shadowed: Int?
        /// The number of open parts, including this one.
        let openParts: Int
    }

    let bytes: [UInt8]
    var parts: [MIMEPart] = []
    var fields: [HeaderFields.Field] = []

    /// The parts whose end is not reached, outermost first.
    var openParts: [Int] = []
    var multiparts: [OpenMultipart] = []
    /// Maps a boundary to its innermost index in `multiparts`.
    var boundaries: [ArraySlice<UInt8>: Int] = [:]
    /// The boundaries of multiparts that an outer delimiter ended.
    private var brokenOff: Set<ArraySlice<UInt8>> = []

    /// Whether the current line may belong to the header of the innermost part.
    var isInHeader = false
    var headerStart = 0
    var lastField: MIMEPart.Field?
    var lastFieldIsKept = false
    /// All Content-Type values of this header, in order.
    var contentTypes: [Range<Int>] = []
    /// The last MIME field known to be part of the body by mistake: all lines before it are fields or blank.
    var slippedMIMEField = 0
    /// The number of searches for delimiters so far.
    var searches = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func scan() {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var line = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        open(parent: nil, at: line)
        while line < bytes.count {
            if let next = scanDelimiter(at: line) {
                line = next
            } else if isInHeader {
                line = scanHeaderLine(at: line)
            } else if multiparts.isEmpty {
                break
            } else {
                line = bytes.nextLineOfHyphens(in: line..<bytes.count) ?? bytes.count
            }
            if parts.count > Limit.parts {
                close(downTo: 0, bodyEnd: line)
                return
            }
        }
        if isInHeader { endHeader(bodyStart: bytes.count) }
        close(downTo: 0, bodyEnd: bytes.count)
    }

    // MARK: Parts

    mutating func open(parent: Int?, at start: Int) {
        var number = 1
        if let parent {
            number = parts[parent].children.count + 1
            parts[parent].children.append(parts.count)
        }
        openParts.append(parts.count)
        var part = MIMEPart(parent: parent, number: number)
        part.body = start..<start
        parts.append(part)
        isInHeader = true
        headerStart = start
        lastField = nil
        lastFieldIsKept = false
        contentTypes.removeAll(keepingCapacity: true)
    }

    /// Ends the innermost parts until `count` are open.
    ///
    /// - Parameter breaksOff: multiparts among them lack an end
    private mutating func close(downTo count: Int, bodyEnd: Int, breaksOff: Bool = false) {
        while openParts.count > count, let part = openParts.popLast() {
            let start = parts[part].body.lowerBound
            parts[part].body = start..<max(start, bodyEnd)
            if let multipart = multiparts.last, multipart.part == part {
                multiparts.removeLast()
                boundaries[multipart.boundary] = multipart.shadowed
                if breaksOff { brokenOff.insert(multipart.boundary) }
            }
        }
    }

    // MARK: Multiparts

    /// - Parameter boundary: as in the delimiters, if known already
    mutating func openMultipart(_ index: Int, _ boundary: ArraySlice<UInt8>?, bodyStart: Int) {
        guard let boundary = boundary ?? self.boundary(of: index, from: bodyStart),
            boundary.count <= Limit.boundaryBytes
        else { return }
        parts[index].kind = .multipart
        multiparts.append(
            OpenMultipart(
                part: index, boundary: boundary, shadowed: boundaries[boundary], openParts: openParts.count))
        boundaries[boundary] = multiparts.count - 1
    }

    /// The boundary in the delimiters, else the stated one; nil if there is none.
    private mutating func boundary(of index: Int, from bodyStart: Int) -> ArraySlice<UInt8>? {
        let stated = parts[index].contentType.parameters.bytes("boundary")?.value[...].trimmedAtEnd()
        let boundary = boundary(stated: stated, from: bodyStart)
        if boundary != stated { parts[index].labels.append(.otherBoundary) }
        return boundary
    }

    private mutating func boundary(stated: ArraySlice<UInt8>?, from bodyStart: Int) -> ArraySlice<UInt8>? {
        guard let stated else { return search()?.guessed(from: bodyStart, mustBeginPart: false) }
        if stated.isEmpty {
            return search()?.guessed(from: bodyStart, mustBeginPart: false, mayBeEmpty: true)
        }
        if let used = used(stated, from: bodyStart) { return used }
        // Inside a part an unknown delimiter may belong to an enclosing multipart.
        let other =
            openParts.count > 1
            ? beginsWithHyphens(bodyStart) ? search()?.clear(from: bodyStart, isInPart: true) : nil
            : search()?.guessed(from: bodyStart, mustBeginPart: true)
        return other ?? stated
    }

    /// The stated boundary as used in the delimiters; nil if there are no delimiters.
    mutating func used(_ stated: ArraySlice<UInt8>, from bodyStart: Int) -> ArraySlice<UInt8>? {
        guard let search = search() else { return stated }
        if search.contains(stated, from: bodyStart) { return stated }
        return self.search()?.boundary(like: stated, from: bodyStart)
    }

    /// nil if the mail was searched often enough, because each search may read it to its end.
    mutating func search() -> DelimiterSearch? {
        guard searches < Limit.boundarySearches else { return nil }
        searches += 1
        let boundaries = self.boundaries
        return DelimiterSearch(bytes: bytes) { rest in
            !boundaries.isEmpty
                && (boundaries[rest] != nil
                    || (rest.count >= 2 && rest.suffix(2).elementsEqual([hyphen, hyphen])
                        && boundaries[rest.dropLast(2)] != nil))
        }
    }

    /// Processes a line if it is a delimiter of an open multipart; returns the start of the next line.
    private mutating func scanDelimiter(at start: Int) -> Int? {
        guard !boundaries.isEmpty, bytes.count - start > 2, bytes[start] == hyphen, bytes[start + 1] == hyphen
        else { return nil }
        let limit = min(bytes.count, start + Limit.delimiterLineBytes)
        let (end, next) = bytes.line(at: start, before: limit)
        if end == limit, limit < bytes.count { return nil }
        let boundary = bytes[(start + 2)..<end].trimmedAtEnd()
        if let place = boundaries[boundary] {
            let part = multiparts[place].part
            endPart(in: place, delimiter: start)
            if parts[part].children.isEmpty { parts[part].preamble = parts[part].body.lowerBound..<start }
            open(parent: part, at: next)
            return next
        }
        if scanStrayDelimiter(boundary, at: start, next: next) { return next }
        guard boundary.count >= 2, boundary.suffix(2).elementsEqual([hyphen, hyphen]) else { return nil }
        guard let place = boundaries[boundary.dropLast(2).trimmedAtEnd()] else { return nil }
        // The text up to a delimiter of an outer multipart is the epilogue.
        let multipart = multiparts[place]
        endPart(in: place, delimiter: start)
        close(downTo: multipart.openParts - 1, bodyEnd: start)
        return next
    }

    /// A delimiter of a multipart that has ended, inside a part where it is not text: it starts another part.
    private mutating func scanStrayDelimiter(_ boundary: ArraySlice<UInt8>, at start: Int, next: Int) -> Bool
    {
        guard brokenOff.contains(boundary), let place = multiparts.indices.last, let part = openParts.last,
            parts[part].kind == .leaf, part != multiparts[place].part
        else { return false }
        endPart(in: place, delimiter: start)
        open(parent: multiparts[place].part, at: next)
        return true
    }

    /// Ends the open part of the multipart at `place` with everything in it. The line end before the
    /// delimiter belongs to the delimiter.
    private mutating func endPart(in place: Int, delimiter start: Int) {
        // A part that consists of a header only.
        if isInHeader, let index = openParts.last { _ = readHeader(of: index, bodyStart: start) }
        var bodyEnd = start
        if bodyEnd > 0, bytes[bodyEnd - 1] == lineFeed { bodyEnd -= 1 }
        if bodyEnd > 0, bytes[bodyEnd - 1] == carriageReturn { bodyEnd -= 1 }
        close(downTo: multiparts[place].openParts, bodyEnd: bodyEnd, breaksOff: true)
    }
}
