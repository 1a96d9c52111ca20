/// The text of a part without subparts.
extension TextChoice {
    func leaf(_ index: Int) -> TextCandidate? {
        let part = structure.parts[index]
        // Most parts that are left out do not need it.
        var encoding: TransferEncoding { transferEncoding(of: part) }
        if part.contentType.isMessage {
            guard encoding != .identity else { return nil }
            return embeddedMail(index, encoding.decode(structure.bytes[part.body], limit: Limit.textBytes))
        }
        let name = part.disposition?.fileName ?? part.contentType.parameters.text("name") ?? ""
        if let wrapping = Wrapping(part.contentType, fileName: name) {
            return unwrap(index, encoding, wrapping)
        }
        let isAttachment =
            part.disposition.map { $0.type == "attachment" || ($0.type != "inline" && $0.hasFileName) }
            ?? false
        // If the whole mail is an attachment, the attachment is its text.
        if isAttachment, part.parent != nil { return enclosedMail(index, fileName: name) }
        guard let form = TextForm(part.contentType, isWholeMail: part.parent == nil, hasName: !name.isEmpty)
        else { return nil }
        if part.parent == nil, let multipart = encodedMultipart(index, encoding) { return multipart }
        let isNamed = part.disposition?.hasFileName == true && part.parent != nil
        return decode(index, part.body, encoding, form: form, isNamed: isNamed)
    }

    func transferEncoding(of part: MIMEPart) -> TransferEncoding {
        structure.value(part.header.transferEncoding).map { TransferEncoding(parsing: $0) } ?? .identity
    }

    /// - Parameter reason: replaces the one for the form
    func decode(
        _ index: Int, _ body: Range<Int>, _ encoding: TransferEncoding, form: TextForm, isNamed: Bool = false,
        reason stated: String? = nil
    ) -> TextCandidate? {
        let type = structure.parts[index].contentType
        let decoder = TextDecoder(contentType: type, encoding: encoding, form: form, options: options)
        guard let decoded = decoder.decode(structure.bytes[body]) else { return nil }
        let (rank, reason) = Self.rank(decoded, form, isNamed: isNamed)
        let place = MessageText.Part(
            path: structure.path(of: index), mediaType: type.mediaType, charsetLabel: type.charsetLabel,
            charset: decoded.charset, transferEncoding: decoded.encoding.rawValue,
            reason: stated ?? reason, labels: labels(around: index), treatments: decoded.treatments)
        let html = decoded.html.map { HTMLVersion(text: decoded.text, documents: [$0]) }
        return TextCandidate([.init(text: decoded.text, place: place, html: html)], rank)
    }

    private static func rank(_ decoded: TextDecoder.Decoded, _ form: TextForm, isNamed: Bool) -> (
        TextRank, String
    ) {
        if TextContent.isBlank(decoded.text) {
            return decoded.isEncrypted ? (.encrypted, "encrypted") : (.blank, "no part holds text")
        }
        if isNamed { return (.named, "no text but in a part with a file name") }
        switch form {
        case .data: return (.data, "no text but of a type that is not meant for readers")
        case .other: return (.otherText, "no text/plain or text/html")
        case .enriched: return (.html, "no plain text, so formatted text (RFC 1896, RFC 1341)")
        case .plain, .html:
            return decoded.html == nil
                ? (.plain, "plain text") : (.html, "no plain text, so HTML turned into text")
        }
    }

    private func labels(around index: Int) -> [TextTreatment] {
        var labels: [TextTreatment] = []
        var part: Int? = index
        while let current = part, labels.count < Limit.explainedParts {
            labels = structure.parts[current].labels + labels
            part = structure.parts[current].parent
        }
        return labels
    }

    // MARK: Mails in mails

    /// A mail or multipart body that is transfer-encoded as a whole, which RFC 2045, 6.4 forbids, or wrapped.
    ///
    /// - Parameters:
    ///   - header: precedes the decoded bytes
    ///   - place: where the mail is, for the reason
    func embeddedMail(
        _ index: Int, _ mail: ArraySlice<UInt8>, header: [UInt8] = [], rank: TextRank = .embedded,
        place: String = "no other text, so that of an enclosed mail"
    ) -> TextCandidate? {
        guard embedding < Limit.encodedMessages else { return nil }
        let inner = MIMEStructure(parsing: LineEnds.withLineFeeds(header + mail))
        let text = TextChoice(inner, embedding: embedding + 1, options: options).messageText()
        if text.isEncrypted { return .encrypted }
        guard !TextContent.isBlank(text.text) else { return nil }
        let places = text.parts.map { part in
            var part = part
            part.path = structure.path(of: index)
            part.reason = place + ": " + part.reason
            part.labels = labels(around: index) + part.labels
            return part
        }
        // Texts of several parts are joined already; their places follow the first.
        let pieces = places.indices.map { place in
            TextCandidate.Piece(text: place == places.startIndex ? text.text : "", place: places[place])
        }
        return pieces.isEmpty ? nil : TextCandidate(pieces, rank)
    }

    /// A multipart in a body that is base64 as a whole and not labelled as a multipart.
    private func encodedMultipart(_ index: Int, _ encoding: TransferEncoding) -> TextCandidate? {
        let body = structure.bytes[structure.parts[index].body]
        guard EncodingGuess.encoding(of: body, labelled: encoding) == .base64 else { return nil }
        let head = Base64.decode(body.prefix(2 * Limit.sniffedBytes), limit: Limit.sniffedBytes)
        guard
            DelimiterSearch(bytes: head, isKnown: { _ in false }).guessed(from: 0, mustBeginPart: true) != nil
        else { return nil }
        return embeddedMail(
            index, encoding.decode(body, limit: Limit.wrappedBytes), header: [lineFeed], rank: .plain,
            place: "in a body that is base64 as a whole")
    }

    /// A mail attached as a text file.
    private func enclosedMail(_ index: Int, fileName: String) -> TextCandidate? {
        let part = structure.parts[index]
        guard part.contentType.isText || fileName.lowercased().hasSuffix(".eml") else { return nil }
        let bytes = transferEncoding(of: part).decode(structure.bytes[part.body], limit: Limit.textBytes)
        return TextContent.beginsAsMail(bytes) ? embeddedMail(index, bytes) : nil
    }

    // MARK: Wrapped texts

    private func unwrap(_ index: Int, _ encoding: TransferEncoding, _ wrapping: Wrapping) -> TextCandidate? {
        let part = structure.parts[index]
        let bytes = encoding.decode(structure.bytes[part.body], limit: Limit.wrappedBytes)
        switch wrapping {
        case .cms(let isEncrypted):
            switch CMSContent(parsing: bytes) {
            case .signed(let mail):
                return embeddedMail(
                    index, mail, rank: .plain, place: "inside an S/MIME signature, which was not checked")
            case .encrypted: return .encrypted
            case nil: return isEncrypted ? .encrypted : nil
            }
        case .pgpEncrypted: return .encrypted
        case .pgp:
            let isSigned = bytes.prefix(Limit.sniffedBytes).holds("-----BEGIN PGP SIGNED MESSAGE".utf8)
            return isSigned ? decode(index, part.body, encoding, form: .plain) : .encrypted
        case .pgpFile:
            let isMessage = bytes.prefix(Limit.sniffedBytes).holds("-----BEGIN PGP MESSAGE".utf8)
            return isMessage ? .encrypted : nil
        case .tnef:
            return TNEF.text(of: bytes).flatMap {
                text(index, encoding, $0, .plain, "the body in a TNEF file (winmail.dat)")
            }
        case .rtf:
            let rtf = RTFText(bytes)
            return text(
                index, encoding, rtf.text, .otherText, "no plain text or HTML, so RTF turned into text")
        case .calendar:
            let decoded = Charset.decode(bytes, label: part.contentType.charsetLabel ?? "utf-8")
            guard let entry = Appointment(parsing: decoded.utf8) else {
                // Text with a wrong label.
                let isCalendar = bytes.prefix(Limit.sniffedBytes).holds("BEGIN:V".utf8)
                return isCalendar ? nil : decode(index, part.body, encoding, form: .other)
            }
            return text(
                index, encoding, entry.text, .calendar,
                "no text, so summary, start and place of the calendar entry")
        case .report:
            guard let text = DeliveryReport.text(of: bytes) else {
                // Text with a wrong label if it is not a list of fields.
                return decode(index, part.body, encoding, form: .plain)
            }
            return self.text(
                index, encoding, text, .report, "no notice, so recipient and status of the delivery report")
        }
    }

    private func text(
        _ index: Int, _ encoding: TransferEncoding, _ text: String, _ rank: TextRank, _ reason: String
    ) -> TextCandidate? {
        guard !TextContent.isBlank(text) else { return nil }
        let type = structure.parts[index].contentType
        let place = MessageText.Part(
            path: structure.path(of: index), mediaType: type.mediaType, charsetLabel: type.charsetLabel,
            charset: type.charsetLabel?.lowercased() ?? "utf-8", transferEncoding: encoding.rawValue,
            reason: reason, labels: labels(around: index))
        return TextCandidate([.init(text: text, place: place)], rank)
    }
}
