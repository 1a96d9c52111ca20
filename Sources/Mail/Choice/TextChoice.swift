/// Chooses the text of a mail among its parts.
struct TextChoice {
    /// How welcome a text is, the best first.
    private enum Rank: Int, Comparable {
        case plain
        case html
        /// A text subtype that is read as plain text (RFC 2046, 4.1.4).
        case otherText
        /// Inline, but with a file name: rather something enclosed than something said.
        case named
        /// "Your mail program cannot show HTML."
        case stub
        /// The text of an embedded mail.
        case embedded
        case blank

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Candidate {
        let text: MessageText
        let rank: Rank
    }

    private let structure: MIMEStructure
    /// How many encoded mails this one is enclosed in.
    private let embedding: Int
    private let options: TextOptions

    init(_ structure: MIMEStructure, embedding: Int, options: TextOptions) {
        self.structure = structure
        self.embedding = embedding
        self.options = options
    }

    func messageText() -> MessageText {
        guard !structure.parts.isEmpty, let best = best(0) else { return .none }
        return best.rank == .blank ? best.text.withText("") : best.text
    }

    /// The best text in a part and the parts within. The recursion is as deep as the structure:
    /// `Limit.depth`.
    private func best(_ index: Int) -> Candidate? {
        let part = structure.parts[index]
        switch part.kind {
        case .leaf: return leaf(index)
        case .unread: return nil
        case .message:
            guard let child = part.children.first, let text = best(child) else { return nil }
            return text.rank == .blank ? text : Candidate(text: text.text, rank: .embedded)
        case .multipart:
            guard !part.children.isEmpty else { return multipartWithoutParts(index) }
            switch part.contentType.mediaType {
            case "multipart/alternative": return best(of: part.children) { $0 == .plain }
            case "multipart/related": return bestOfRelated(part)
            default: return best(of: part.children) { $0 <= .html }
            }
        }
    }

    /// The first text that suffices, else the best, the first among equals.
    private func best(of children: [Int], suffices: (Rank) -> Bool) -> Candidate? {
        var best: Candidate?
        for child in children {
            guard let candidate = self.best(child) else { continue }
            if suffices(candidate.rank) { return candidate }
            if best.map({ candidate.rank < $0.rank }) ?? true { best = candidate }
        }
        return best
    }

    /// RFC 2387: the root is the part that `start` names, else the first; the others are what it shows.
    private func bestOfRelated(_ part: MIMEPart) -> Candidate? {
        var children = part.children
        if let (start, _) = part.contentType.parameters.bytes("start"),
            let root = children.firstIndex(where: { isContentID($0, start[...].trimmed()) })
        {
            children.insert(children.remove(at: root), at: 0)
        }
        return best(of: children) { $0 <= .html }
    }

    private func isContentID(_ index: Int, _ start: ArraySlice<UInt8>) -> Bool {
        guard let value = structure.value(structure.parts[index].header.contentID) else { return false }
        let brackets: Set<UInt8> = [0x3C, 0x3E]
        return value.trimmed().filter { !brackets.contains($0) }.elementsEqual(
            start.filter { !brackets.contains($0) })
    }

    // MARK: Leaves

    private func leaf(_ index: Int) -> Candidate? {
        let part = structure.parts[index]
        let encoding = structure.value(part.header.transferEncoding).map { TransferEncoding(parsing: $0) }
        if part.contentType.isMessage { return encodedMessage(index, encoding ?? .identity) }

        let disposition = structure.value(part.header.disposition).map { ContentDisposition(parsing: $0) }
        if let disposition {
            if disposition.type == "attachment" { return nil }
            if disposition.type != "inline", disposition.hasFileName { return nil }
        }
        guard let form = TextForm(part.contentType) else { return nil }
        let isNamed = disposition?.hasFileName == true || part.contentType.parameters.contains("name")
        return decode(index, encoding ?? .identity, form: form, isNamed: isNamed && part.parent != nil)
    }

    private func decode(_ index: Int, _ encoding: TransferEncoding, form: TextForm, isNamed: Bool)
        -> Candidate
    {
        let part = structure.parts[index]
        let decoder = TextDecoder(
            contentType: part.contentType, encoding: encoding, form: form, options: options)
        let decoded = decoder.decode(structure.bytes[part.body])
        let rank: Rank
        let reason: String
        if TextContent.isBlank(decoded.text) {
            (rank, reason) = (.blank, "no part holds text")
        } else if isNamed {
            (rank, reason) = (.named, "no text but in a part with a file name")
        } else if decoded.isHTML {
            (rank, reason) = (.html, "no plain text, so HTML turned into text")
        } else if TextContent.isStub(decoded.text) {
            (rank, reason) = (.stub, "no text but a hint that the mail is HTML")
        } else if form == .other {
            (rank, reason) = (.otherText, "no text/plain or text/html")
        } else {
            (rank, reason) = (.plain, "the first plain text")
        }
        let place = MessageText.Part(
            path: structure.path(of: index), mediaType: part.contentType.mediaType,
            charsetLabel: part.contentType.charsetLabel, charset: decoded.charset,
            transferEncoding: encoding.rawValue, reason: reason, treatments: decoded.treatments)
        return Candidate(text: MessageText(text: decoded.text, part: place), rank: rank)
    }

    /// A mail, or the body of a multipart, that is transfer-encoded as a whole, which RFC 2045, 6.4 forbids.
    ///
    /// - Parameter header: what stands before the decoded bytes
    private func encodedMessage(_ index: Int, _ encoding: TransferEncoding, header: [UInt8] = [])
        -> Candidate?
    {
        guard encoding != .identity, embedding < Limit.encodedMessages else { return nil }
        let body = structure.bytes[structure.parts[index].body]
        let inner = MIMEStructure(parsing: header + encoding.decode(body, limit: Limit.textBytes))
        let text = TextChoice(inner, embedding: embedding + 1, options: options).messageText()
        return TextContent.isBlank(text.text) ? nil : Candidate(text: text, rank: .embedded)
    }

    /// A multipart in which its delimiter never stands. Where no line looks like one, the sender wrote plain
    /// text under a wrong label; else markup of MIME would show.
    private func multipartWithoutParts(_ index: Int) -> Candidate? {
        let part = structure.parts[index]
        if let encoding = structure.value(part.header.transferEncoding).map({ TransferEncoding(parsing: $0) }
        ),
            encoding != .identity, let contentType = structure.value(part.header.contentType)
        {
            return encodedMessage(
                index, encoding, header: Array("Content-Type: ".utf8) + contentType + Array("\n\n".utf8))
        }
        let body = part.body
        let hasDelimiter =
            structure.bytes[body].starts(with: [hyphen, hyphen])
            || structure.bytes.nextLineOfHyphens(in: body) != nil
        guard !hasDelimiter else { return nil }
        return decode(index, .identity, form: .plain, isNamed: false)
    }
}

extension MessageText {
    fileprivate func withText(_ text: String) -> MessageText { MessageText(text: text, part: part) }
}
