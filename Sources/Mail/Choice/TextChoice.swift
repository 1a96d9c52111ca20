/// Chooses the text of a mail from its parts.
struct TextChoice {
    let structure: MIMEStructure
    /// How many encoded mails enclose this one.
    let embedding: Int
    let options: TextOptions

    init(_ structure: MIMEStructure, embedding: Int, options: TextOptions) {
        self.structure = structure
        self.embedding = embedding
        self.options = options
    }

    func messageText() -> MessageText {
        let best = structure.parts.isEmpty ? nil : best(0)
        switch best?.rank {
        case .encrypted: return MessageText(text: "", parts: [], isEncrypted: true)
        case nil, .blank: return fieldsAsText() ?? MessageText(text: "", parts: best?.places ?? [])
        default:
            let places = best?.places ?? []
            return MessageText(text: best?.text ?? "", parts: places, leftOut: leftOut(besides: places))
        }
    }

    /// The best text in a part and its subparts. The recursion is as deep as the structure: `Limit.depth`.
    private func best(_ index: Int) -> TextCandidate? {
        let part = structure.parts[index]
        switch part.kind {
        case .leaf: return leaf(index)
        case .unread: return nil
        case .message:
            guard let child = part.children.first, let text = best(child) else { return nil }
            return text.rank >= .encrypted ? text : text.enclosed
        case .multipart:
            guard !part.children.isEmpty else { return multipartWithoutParts(index) }
            switch part.contentType.mediaType {
            case "multipart/alternative": return bestVersion(part.children)
            case "multipart/related": return bestOfRelated(part)
            case "multipart/encrypted": return bestOfEncrypted(part)
            default: return joined(index)
            }
        }
    }

    // MARK: Multiparts

    /// RFC 2046, 5.1.3: the parts are read in order.
    private func joined(_ index: Int) -> TextCandidate? {
        let part = structure.parts[index]
        if part.isMislabelled, isTextAndHTML(part.children) { return bestVersion(part.children) }
        var candidates: [TextCandidate] = []
        if part.isCalledText, let preamble = preamble(index) { candidates.append(preamble) }
        var bytes = 0
        for child in part.children where bytes < Limit.textBytes {
            guard let candidate = best(child) else { continue }
            bytes += candidate.pieces.reduce(0) { $0 + $1.text.utf8.count }
            candidates.append(candidate)
        }
        let joined = TextCandidate.joined(candidates)
        if !part.isCalledText, joined.map({ $0.rank > .html }) ?? true, let preamble = preamble(index) {
            return preamble
        }
        return joined
    }

    private func isTextAndHTML(_ children: [Int]) -> Bool {
        children.map { structure.parts[$0].contentType.mediaType } == ["text/plain", "text/html"]
    }

    /// RFC 2046, 5.1.4: the parts are versions of one text.
    private func bestVersion(_ children: [Int]) -> TextCandidate? {
        var best: TextCandidate?
        var plain: TextCandidate?
        for child in children {
            guard let candidate = self.best(child) else { continue }
            if candidate.rank == .plain, plain == nil {
                // Too long for a stub, so the others need not be decoded.
                if candidate.text.utf8.count > Limit.stubBytes { return candidate }
                plain = candidate
            } else if best.map({ candidate.rank < $0.rank }) ?? true {
                best = candidate
            }
        }
        guard let plain else { return best }
        guard let best, best.rank == .html, let html = best.html,
            let reason = TextVersions(plain: plain.text, html: html).reasonAgainstPlain
        else { return plain }
        return best.with(
            reason: (best.isFormatted ? "formatted text, since " : "HTML turned into text, since ") + reason)
    }

    /// RFC 2387: the root is the part that `start` names, else the first; the others are embedded in it.
    private func bestOfRelated(_ part: MIMEPart) -> TextCandidate? {
        var children = part.children
        if let (start, _) = part.contentType.parameters.bytes("start"),
            let root = children.firstIndex(where: { isContentID($0, start[...].trimmed()) })
        {
            children.insert(children.remove(at: root), at: 0)
        }
        var best: TextCandidate?
        for child in children {
            guard let candidate = self.best(child) else { continue }
            if candidate.rank <= .html { return candidate }
            if best.map({ candidate.rank < $0.rank }) ?? true { best = candidate }
        }
        return best
    }

    private func isContentID(_ index: Int, _ start: ArraySlice<UInt8>) -> Bool {
        guard let value = structure.value(structure.parts[index].header.contentID) else { return false }
        let brackets: Set<UInt8> = [0x3C, 0x3E]
        return value.trimmed().filter { !brackets.contains($0) }.elementsEqual(
            start.filter { !brackets.contains($0) })
    }

    /// RFC 1847, 2.2.
    private func bestOfEncrypted(_ part: MIMEPart) -> TextCandidate? {
        let readable = TextCandidate.joined(part.children.compactMap(best))
        return readable.map { $0.rank <= .html } == true ? readable : .encrypted
    }

    /// A multipart in which its delimiter does not occur. If no line looks like a delimiter, it is plain text
    /// with a wrong label; else MIME markup would show.
    private func multipartWithoutParts(_ index: Int) -> TextCandidate? {
        let part = structure.parts[index]
        let encoding = transferEncoding(of: part)
        if encoding != .identity, let contentType = structure.value(part.header.contentType) {
            return embeddedMail(
                index, encoding.decode(structure.bytes[part.body], limit: Limit.textBytes),
                header: Array("Content-Type: ".utf8) + contentType + Array("\n\n".utf8))
        }
        let body = part.body
        let hasDelimiter =
            structure.bytes[body].starts(with: [hyphen, hyphen])
            || structure.bytes.nextLineOfHyphens(in: body) != nil
        guard !hasDelimiter else { return nil }
        return decode(index, body, .identity, form: .plain, reason: "a multipart without parts")
    }

    /// Text before the first part, which counts if a Content-Type field says that the body is text, or if there is no other
    /// text. The texts that programs write there for readers without MIME say so.
    private func preamble(_ index: Int) -> TextCandidate? {
        let whole = structure.bytes[structure.parts[index].preamble].trimmed()
        let bytes = withoutHeader(whole)
        let head = bytes.prefix(Limit.sniffedBytes)
        let isForReadersWithoutMIME = ["MIME", "multi-part", "multipart", "Multipart"].contains {
            head.holds($0.utf8)
        }
        // A notice with a returned mail below it may speak of MIME.
        guard !bytes.isEmpty, bytes.count < whole.count || !isForReadersWithoutMIME else { return nil }
        return decode(
            index, bytes.startIndex..<bytes.endIndex, .identity, form: .plain,
            reason: "text before the first part")
    }

    /// Without the last paragraph if that is the header of the multipart, as in a notice with a returned mail.
    private func withoutHeader(_ preamble: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let lines = preamble.suffix(Limit.sniffedBytes)
            .split(separator: lineFeed, omittingEmptySubsequences: false)
        let header = lines.reversed().prefix { !$0.trimmed().isEmpty }
        let isHeader = header.contains { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
            return KnownFields.isMIME(line[..<colon], value: line[(colon + 1)...])
        }
        guard isHeader, let first = header.last else { return preamble }
        return preamble[..<first.startIndex].trimmed()
    }

    // MARK: Header

    /// A mail without an empty line after its header, as curl and scripts send it: the lines that are not
    /// fields are text.
    private func fieldsAsText() -> MessageText? {
        guard let root = structure.parts.first, root.kind == .leaf, root.contentType.isText else {
            return nil
        }
        let lines = structure.header.unknownFields
        guard !lines.isEmpty else { return nil }
        let decoded = Charset.decode(LineEnds.normalized(lines[...]), label: root.contentType.charsetLabel)
        let place = MessageText.Part(
            path: "1", mediaType: root.contentType.mediaType, charsetLabel: root.contentType.charsetLabel,
            charset: decoded.charset, transferEncoding: TransferEncoding.identity.rawValue,
            reason: "no text but lines of the header that are no known field")
        return MessageText(text: decoded.text, parts: [place])
    }
}

extension TextCandidate {
    fileprivate var places: [MessageText.Part] { pieces.map(\.place) }
}
