/// The headers of the parts: their lines, and what they say about the body.
extension StructureScanner {
    /// Processes one line of a header; returns the start of the next line to process.
    mutating func scanHeaderLine(at start: Int) -> Int {
        let (end, next) = bytes.line(at: start, before: bytes.count)
        switch HeaderLine(bytes, from: start, to: end) {
        case .field(let nameEnd, let valueStart):
            add(name: start..<nameEnd, value: valueStart..<end)
            return next
        case .continuation where start > headerStart:
            continueField(to: end)
            return next
        case .continuation where openParts.count == 1 && isBlank(start..<end) && isField(at: next):
            // Some senders start a mail with a line of spaces.
            headerStart = next
            return next
        case .continuation where isBlank(start..<end), .empty:
            if let slipped = slippedFields(at: next) {
                lastField = nil
                lastFieldIsKept = false
                note(.slippedFields)
                return slipped
            }
            endHeader(bodyStart: next)
            return next
        case .text where start == headerStart && isEnvelopeLine(start, end: end, next: next):
            headerStart = next
            return next
        case .text where isParameter(start..<end):
            continueField(to: end)
            return next
        case .text where start > headerStart && !beginsWithHyphens(start) && slippedFields(at: next) == next:
            // A long field was broken without white space on its next line.
            note(.slippedFields)
            return next
        case .continuation, .text:
            endHeader(bodyStart: start)
            return start
        }
    }

    private mutating func note(_ mistake: TextTreatment) {
        guard let part = openParts.last, !parts[part].labels.contains(mistake) else { return }
        parts[part].labels.append(mistake)
    }

    private func isBlank(_ line: Range<Int>) -> Bool { bytes[line].allSatisfy(\.isWhiteSpace) }

    private func isField(at start: Int) -> Bool {
        guard start < bytes.count else { return false }
        let end = bytes.line(at: start, before: bytes.count).end
        if case .field = HeaderLine(bytes, from: start, to: end) { return true }
        return false
    }

    /// Whether a line is `name=value` and continues a MIME field that ends in a semicolon: some senders
    /// forget the white space of a continuation line.
    private func isParameter(_ line: Range<Int>) -> Bool {
        guard let part = openParts.last, let lastField, let value = parts[part].header[lastField],
            bytes[value].last(where: { !$0.isWhiteSpaceOrLineEnd }) == semicolon
        else { return false }
        guard let equals = bytes[line].firstIndex(of: equalsSign), equals > line.lowerBound else {
            return false
        }
        return bytes[line.lowerBound..<equals].allSatisfy { $0 > space && $0 < 0x7F }
    }

    /// The `From ` line of an mbox file, which is not a header field; a header must follow.
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
        if let field = MIMEPart.Field(name: bytes[name]) {
            if field == .contentType, contentTypes.count < Limit.contentTypes { contentTypes.append(value) }
            if parts[part].header[field] == nil || field == .contentType {
                parts[part].header[field] = value
                lastField = field
            }
        }
        if part == 0, fields.count < Limit.headerFields {
            fields.append(HeaderFields.Field(name: name, end: end))
            lastFieldIsKept = true
        }
    }

    /// The start of the first MIME field that is part of the body because an empty line came too early, after
    /// `start`. The lines are known fields, including a MIME field, and end with an empty line.
    private mutating func slippedFields(at start: Int) -> Int? {
        var index = start
        var first: Int?
        var mimeField: Int?
        var mimeFields = 0
        for _ in 0..<Limit.slippedLines where index < bytes.count {
            let (end, next) = bytes.line(at: index, before: bytes.count)
            switch HeaderLine(bytes, from: index, to: end) {
            case .field(let nameEnd, let valueStart):
                let name = bytes[index..<nameEnd]
                guard maySlip(name) else { return nil }
                if first == nil { first = index }
                // Examined already, from an empty line before `start`.
                if index <= slippedMIMEField { return first }
                if KnownFields.isMIME(name, value: bytes[valueStart..<end]) {
                    if mimeField == nil { mimeField = index }
                    mimeFields += 1
                }
            case .empty,
                .continuation where isBlank(index..<end):
                if let mimeField {
                    slippedMIMEField = mimeField
                    return first
                }
            case .continuation where first != nil: break
            case .text where mimeFields > 1 && openParts.count == 1: return first
            case .continuation, .text: return nil
            }
            index = next
        }
        return nil
    }

    /// In a part with a Content-Type only its transfer encoding may slip, because a text may show the fields of
    /// a mail.
    private func maySlip(_ name: ArraySlice<UInt8>) -> Bool {
        guard let part = openParts.last, openParts.count > 1, !contentTypes.isEmpty else {
            return KnownFields.contains(name)
        }
        return name.equalsIgnoringCase("content-transfer-encoding".utf8)
            && parts[part].header.transferEncoding == nil
    }

    /// The end of the kept part of a value: it is cut off at the limit of the header.
    private func keptEnd(_ value: Range<Int>) -> Int? {
        let limit = headerStart + Limit.headerBytes
        return value.lowerBound <= limit ? min(value.upperBound, limit) : nil
    }

    private mutating func continueField(to end: Int) {
        guard let part = openParts.last else { return }
        let end = min(end, headerStart + Limit.headerBytes)
        if let field = lastField, let value = parts[part].header[field] {
            let value = value.lowerBound..<max(value.lowerBound, end)
            parts[part].header[field] = value
            if field == .contentType, let last = contentTypes.indices.last,
                contentTypes[last].lowerBound == value.lowerBound
            {
                contentTypes[last] = value
            }
        }
        if lastFieldIsKept, let last = fields.indices.last { fields[last].end = max(fields[last].end, end) }
    }

    /// Determines the type of the innermost part after its header.
    mutating func endHeader(bodyStart: Int) {
        guard let index = openParts.last else { return }
        let boundary = readHeader(of: index, bodyStart: bodyStart)
        let contentType = parts[index].contentType
        guard openParts.count < Limit.depth else {
            if contentType.isMultipart { parts[index].kind = .unread }
            return
        }
        if contentType.isMultipart {
            openMultipart(index, boundary, bodyStart: bodyStart)
        } else if contentType.isMessage, transferEncoding(of: index) == .identity {
            parts[index].kind = .message
            open(parent: index, at: bodyStart)
        }
    }

    /// Reads what the fields say, and returns the boundary of a multipart.
    mutating func readHeader(of index: Int, bodyStart: Int) -> ArraySlice<UInt8>? {
        isInHeader = false
        parts[index].body = bodyStart..<bodyStart
        let (contentType, boundary) = label(of: index, bodyStart: bodyStart)
        parts[index].contentType = contentType
        parts[index].disposition = parts[index].header.disposition.map {
            ContentDisposition(parsing: bytes[$0])
        }
        return boundary
    }

    /// The type of the body: the Content-Type field that fits it best, or a multipart without a label.
    private mutating func label(of index: Int, bodyStart: Int) -> (
        contentType: ContentType, boundary: ArraySlice<UInt8>?
    ) {
        var types = contentTypes.map { ContentType(parsing: bytes[$0]) }
        parts[index].isCalledText = types.isEmpty ? index == 0 : types.contains { $0.isText }
        if types.count > 1 {
            note(.severalContentTypes(types.count))
            for type in types where type.isMultipart {
                if let (stated, _) = type.parameters.bytes("boundary"),
                    let boundary = used(stated[...].trimmedAtEnd(), from: bodyStart)
                {
                    return (type, boundary)
                }
            }
            let head = bytes[bodyStart..<min(bytes.count, bodyStart + Limit.sniffedBytes)]
            let decoded = transferEncoding(of: index).decode(head, limit: Limit.sniffedBytes)
            types = ContentType.ordered(types, fitting: decoded)
        }
        guard let type = types.first else {
            if let parent = parts[index].parent, parts[parent].contentType.mediaType == "multipart/digest" {
                return (.messageRFC822, nil)
            }
            return unlabelledMultipart(index, .textPlain, bodyStart: bodyStart) ?? (.textPlain, nil)
        }
        if types.count == 1, let label = contentTypes.first.map({ bytes[$0].trimmed() }),
            type.isText || type.isMultipart, !ContentType.isValid(label)
        {
            note(
                .invalidContentType(
                    label.isEmpty ? "it is empty" : String(decoding: label.prefix(80), as: UTF8.self)))
        }
        return unlabelledMultipart(index, type, bodyStart: bodyStart) ?? (type, nil)
    }

    private mutating func unlabelledMultipart(_ index: Int, _ type: ContentType, bodyStart: Int) -> (
        contentType: ContentType, boundary: ArraySlice<UInt8>?
    )? {
        guard !type.isMultipart, !type.isMessage else { return nil }
        var boundary: ArraySlice<UInt8>?
        if let (stated, _) = type.parameters.bytes("boundary"), !stated.isEmpty {
            boundary = used(stated[...].trimmedAtEnd(), from: bodyStart)
        }
        let isInPart = openParts.count > 1
        if boundary == nil, !isInPart || beginsWithHyphens(bodyStart) {
            boundary = search()?.clear(from: bodyStart, isInPart: isInPart)
        }
        guard let boundary else { return nil }
        parts[index].isMislabelled = true
        note(.mislabelledMultipart(contentTypes.isEmpty ? nil : type.mediaType))
        return (type.asMultipart, boundary)
    }

    /// Whether the first line that is not empty begins with `--`.
    func beginsWithHyphens(_ bodyStart: Int) -> Bool {
        bytes[bodyStart...].prefix(Limit.delimiterLineBytes).drop(while: \.isWhiteSpaceOrLineEnd).starts(
            with: [hyphen, hyphen])
    }

    private func transferEncoding(of index: Int) -> TransferEncoding {
        parts[index].header.transferEncoding.map { TransferEncoding(parsing: bytes[$0]) } ?? .identity
    }
}
