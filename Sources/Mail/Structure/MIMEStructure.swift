/// The parts of a mail, found in one pass over its lines (RFC 2046, 5.1).
struct MIMEStructure: Sendable {
    let bytes: [UInt8]
    let header: HeaderFields
    /// In the order of the mail; the mail itself is the first.
    let parts: [MIMEPart]

    init(parsing bytes: [UInt8]) {
        var scanner = StructureScanner(bytes)
        scanner.scan()
        self.bytes = bytes
        header = HeaderFields(bytes: bytes, fields: scanner.fields)
        parts = scanner.parts
    }

    /// The value of a header field of a part.
    func value(_ field: Range<Int>?) -> ArraySlice<UInt8>? { field.map { bytes[$0] } }

    /// The number of a part as IMAP writes it, `1.2`; `1` for a mail that is no multipart.
    func path(of part: Int) -> String {
        var numbers: [Int] = []
        var current = parts[part]
        while let parent = current.parent {
            numbers.append(current.number)
            current = parts[parent]
        }
        return numbers.isEmpty ? "1" : numbers.reversed().map(String.init).joined(separator: ".")
    }
}

/// The pass itself. Its work per line does not depend on how many multiparts are open: their boundaries are
/// the keys of a dictionary.
private struct StructureScanner {
    private struct OpenMultipart {
        let part: Int
        let boundary: ArraySlice<UInt8>
        /// An outer multipart with the same boundary, which comes back when this one ends.
        let shadowed: Int?
        /// How many parts were open, this one included.
        let openParts: Int
    }

    private let bytes: [UInt8]
    private(set) var parts: [MIMEPart] = []
    private(set) var fields: [HeaderFields.Field] = []

    /// The parts whose end is not reached, from the mail inwards.
    private var openParts: [Int] = []
    private var multiparts: [OpenMultipart] = []
    /// From boundary to the innermost place in `multiparts`.
    private var boundaries: [ArraySlice<UInt8>: Int] = [:]

    /// Whether the current line may belong to the header of the innermost part.
    private var isInHeader = false
    private var headerStart = 0
    private var lastField: MIMEPart.Field?
    private var lastFieldIsKept = false

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

    private mutating func open(parent: Int?, at start: Int) {
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
    }

    /// Ends the innermost parts until `count` are open.
    private mutating func close(downTo count: Int, bodyEnd: Int) {
        while openParts.count > count, let part = openParts.popLast() {
            let start = parts[part].body.lowerBound
            parts[part].body = start..<max(start, bodyEnd)
            if let multipart = multiparts.last, multipart.part == part {
                multiparts.removeLast()
                boundaries[multipart.boundary] = multipart.shadowed
            }
        }
    }

    // MARK: Header

    /// Takes one line of a header; returns the start of the next line to look at.
    private mutating func scanHeaderLine(at start: Int) -> Int {
        let (end, next) = bytes.line(at: start, before: bytes.count)
        switch HeaderLine(bytes, from: start, to: end) {
        case .field(let nameEnd, let valueStart):
            add(name: start..<nameEnd, value: valueStart..<end)
            return next
        case .continuation where start > headerStart:
            continueField(to: end)
            return next
        case .continuation where openParts.count == 1 && isBlank(start..<end) && isField(at: next):
            // Some senders begin a mail with a line of spaces.
            headerStart = next
            return next
        case .continuation where isBlank(start..<end), .empty:
            endHeader(bodyStart: next)
            return next
        case .text where start == headerStart && isEnvelopeLine(start, end: end, next: next):
            headerStart = next
            return next
        case .text where isParameter(start..<end):
            continueField(to: end)
            return next
        case .continuation, .text:
            endHeader(bodyStart: start)
            return start
        }
    }

    private func isBlank(_ line: Range<Int>) -> Bool { bytes[line].allSatisfy(\.isWhiteSpace) }

    private func isField(at start: Int) -> Bool {
        guard start < bytes.count else { return false }
        let end = bytes.line(at: start, before: bytes.count).end
        if case .field = HeaderLine(bytes, from: start, to: end) { return true }
        return false
    }

    /// Whether a line is `name=value` and goes on with a MIME field that ends in a semicolon: some senders forget the
    /// white space that makes a line a continuation.
    private func isParameter(_ line: Range<Int>) -> Bool {
        guard let part = openParts.last, let lastField, let value = parts[part].header[lastField],
            bytes[value].last(where: { !$0.isWhiteSpaceOrLineEnd }) == semicolon
        else { return false }
        guard let equals = bytes[line].firstIndex(of: equalsSign), equals > line.lowerBound else {
            return false
        }
        return bytes[line.lowerBound..<equals].allSatisfy { $0 > space && $0 < 0x7F }
    }

    /// The `From ` line of an mbox file, which is no header field; a header must follow it.
    private func isEnvelopeLine(_ start: Int, end: Int, next: Int) -> Bool {
        let line = bytes[start..<end]
        guard line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8) else { return false }
        return isField(at: next)
    }

    private mutating func add(name: Range<Int>, value: Range<Int>) {
        lastField = nil
        lastFieldIsKept = false
        guard let end = keptEnd(value), let part = openParts.last else { return }
        let value = value.lowerBound..<end
        if let field = MIMEPart.Field(name: bytes[name]),
            parts[part].header[field] == nil || (field == .contentType && isFirstMultipart(value, of: part))
        {
            parts[part].header[field] = value
            lastField = field
        }
        if part == 0, fields.count < Limit.headerFields {
            fields.append(HeaderFields.Field(name: name, value: value))
            lastFieldIsKept = true
        }
    }

    /// Of several Content-Type fields the first counts, but one that says multipart beats those that do not: without it
    /// the boundaries would be text.
    private func isFirstMultipart(_ value: Range<Int>, of part: Int) -> Bool {
        guard let first = parts[part].header.contentType else { return true }
        return ContentType(parsing: bytes[value]).isMultipart
            && !ContentType(parsing: bytes[first]).isMultipart
    }

    /// How far a value is kept: what lies beyond the limit of the header is cut off.
    private func keptEnd(_ value: Range<Int>) -> Int? {
        let limit = headerStart + Limit.headerBytes
        return value.lowerBound <= limit ? min(value.upperBound, limit) : nil
    }

    private mutating func continueField(to end: Int) {
        guard let part = openParts.last else { return }
        let end = min(end, headerStart + Limit.headerBytes)
        if let field = lastField, let value = parts[part].header[field] {
            parts[part].header[field] = value.lowerBound..<max(value.lowerBound, end)
        }
        if lastFieldIsKept, let last = fields.indices.last { fields[last].extend(to: end) }
    }

    /// The header of the innermost part is complete: what is it?
    private mutating func endHeader(bodyStart: Int) {
        isInHeader = false
        guard let index = openParts.last else { return }
        parts[index].body = bodyStart..<bodyStart
        let contentType = contentType(of: index)
        parts[index].contentType = contentType
        guard openParts.count < Limit.depth else {
            if contentType.isMultipart { parts[index].kind = .unread }
            return
        }
        if contentType.isMultipart {
            openMultipart(index, bodyStart: bodyStart)
        } else if contentType.isMessage, transferEncoding(of: index) == .identity {
            parts[index].kind = .message
            open(parent: index, at: bodyStart)
        }
    }

    private func contentType(of index: Int) -> ContentType {
        if let value = parts[index].header.contentType { return ContentType(parsing: bytes[value]) }
        if let parent = parts[index].parent, parts[parent].contentType.mediaType == "multipart/digest" {
            return .messageRFC822
        }
        return .textPlain
    }

    private func transferEncoding(of index: Int) -> TransferEncoding {
        parts[index].header.transferEncoding.map { TransferEncoding(parsing: bytes[$0]) } ?? .identity
    }

    // MARK: Multiparts

    private mutating func openMultipart(_ index: Int, bodyStart: Int) {
        var boundary: ArraySlice<UInt8>
        if let (stated, _) = parts[index].contentType.parameters.bytes("boundary") {
            boundary = stated[...].trimmedAtEnd()
            // Looked for only in the mail's own multipart, so that the mail is read once more at the most.
            if openParts.count == 1, !hasDelimiter(boundary, from: bodyStart) {
                boundary = guessedBoundary(from: bodyStart, mustBeginPart: true) ?? boundary
            }
        } else {
            boundary = guessedBoundary(from: bodyStart, mustBeginPart: false) ?? []
        }
        guard !boundary.isEmpty, boundary.count <= Limit.boundaryBytes else { return }
        parts[index].kind = .multipart
        multiparts.append(
            OpenMultipart(
                part: index, boundary: boundary, shadowed: boundaries[boundary], openParts: openParts.count))
        boundaries[boundary] = multiparts.count - 1
    }

    private func hasDelimiter(_ boundary: ArraySlice<UInt8>, from start: Int) -> Bool {
        var place = max(0, start - 1)
        while let line = bytes.nextLineOfHyphens(in: place..<bytes.count) {
            let (end, _) = bytes.line(at: line, before: bytes.count)
            let rest = bytes[(line + 2)..<end].trimmedAtEnd()
            if rest == boundary || (rest.starts(with: boundary) && rest.count == boundary.count + 2) {
                return true
            }
            place = line
        }
        return false
    }

    /// The boundary of a multipart that names none, or one that never occurs: that of the first line which looks like a
    /// delimiter, because the body begins with it or a MIME field follows it.
    ///
    /// - Parameter mustBeginPart: asks for the MIME field
    private func guessedBoundary(from start: Int, mustBeginPart: Bool) -> ArraySlice<UInt8>? {
        var place = max(0, start - 1)
        for _ in 0..<Limit.guessedDelimiters {
            guard let line = bytes.nextLineOfHyphens(in: place..<bytes.count) else { return nil }
            let (end, next) = bytes.line(at: line, before: bytes.count)
            let beginsPart = isField(at: next) && bytes[next...].prefix(8).equalsIgnoringCase("content-".utf8)
            let beginsBody = bytes[start..<line].allSatisfy(\.isWhiteSpaceOrLineEnd)
            if beginsPart || (beginsBody && !mustBeginPart) { return bytes[(line + 2)..<end].trimmedAtEnd() }
            place = line
        }
        return nil
    }

    /// Takes a line if it is a delimiter of one of the open multiparts; returns the start of the next line.
    private mutating func scanDelimiter(at start: Int) -> Int? {
        guard !boundaries.isEmpty, bytes.count - start > 2, bytes[start] == hyphen, bytes[start + 1] == hyphen
        else { return nil }
        let limit = min(bytes.count, start + Limit.delimiterLineBytes)
        let (end, next) = bytes.line(at: start, before: limit)
        if end == limit, limit < bytes.count { return nil }
        let boundary = bytes[(start + 2)..<end].trimmedAtEnd()
        if let place = boundaries[boundary] {
            endPart(in: place, delimiter: start)
            open(parent: multiparts[place].part, at: next)
            return next
        }
        guard boundary.count > 2, boundary.suffix(2).elementsEqual([hyphen, hyphen]) else { return nil }
        guard let place = boundaries[boundary.dropLast(2).trimmedAtEnd()] else { return nil }
        // What follows, up to a delimiter of an outer multipart, is the epilogue.
        let multipart = multiparts[place]
        endPart(in: place, delimiter: start)
        close(downTo: multipart.openParts - 1, bodyEnd: start)
        return next
    }

    /// Ends the part of the multipart at `place` that is open, with all that it holds. The line end before
    /// the delimiter belongs to the delimiter.
    private mutating func endPart(in place: Int, delimiter start: Int) {
        if isInHeader { endHeaderAtDelimiter(start) }
        var bodyEnd = start
        if bodyEnd > 0, bytes[bodyEnd - 1] == lineFeed { bodyEnd -= 1 }
        if bodyEnd > 0, bytes[bodyEnd - 1] == carriageReturn { bodyEnd -= 1 }
        close(downTo: multiparts[place].openParts, bodyEnd: bodyEnd)
    }

    /// A part that consists of a header only.
    private mutating func endHeaderAtDelimiter(_ start: Int) {
        isInHeader = false
        guard let index = openParts.last else { return }
        parts[index].body = start..<start
        parts[index].contentType = contentType(of: index)
    }
}
