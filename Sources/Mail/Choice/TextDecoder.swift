/// Decodes the body of a text part.
struct TextDecoder {
    struct Decoded {
        var text: String
        let charset: String
        /// The encoding that was decoded, regardless of its label.
        let encoding: TransferEncoding
        /// The HTML that the text was made from; nil for plain text.
        var html: [UInt8]?
        /// Whether the text is empty because it was an encrypted message (OpenPGP).
        var isEncrypted = false
        var treatments: [TextTreatment]

        fileprivate mutating func removeArmour() {
            guard let armour = PGPArmour(Array(text.utf8)[...]) else { return }
            text = String(decoding: armour.text, as: UTF8.self)
            isEncrypted = armour.isEncrypted
            treatments.append(.armour)
        }
    }

    let contentType: ContentType
    let encoding: TransferEncoding
    let form: TextForm
    let options: TextOptions

    /// With `quotes = remove`, quoted lines of HTML are marked, see `QuoteMark`.
    ///
    /// - Returns: nil if the body is not text, regardless of its label
    func decode(_ body: ArraySlice<UInt8>) -> Decoded? {
        let encoding = EncodingGuess.encoding(of: body, labelled: self.encoding)
        var bytes = encoding.decode(body, limit: Limit.textBytes)
        let isEncodedTwice = encoding != .identity && EncodingGuess.isBase64(bytes[...])
        if isEncodedTwice { bytes = Base64.decode(bytes[...], limit: Limit.textBytes)[...] }
        let binary = BinaryCheck(bytes, charsetLabel: contentType.charsetLabel)
        guard !binary.isBinary else { return nil }
        // An HTML document is HTML even if its header says otherwise or is missing, as in mail of small
        // devices.
        let isHTML = form == .html || TextContent.beginsAsHTML(bytes)
        var label = contentType.charsetLabel ?? binary.charset
        if label == nil, isHTML { label = TextContent.charsetInHTML(bytes) }
        let decoded = Charset.decode(bytes, label: label)
        var result = Decoded(
            text: "", charset: decoded.charset, encoding: encoding, treatments: decoded.treatments)
        if encoding == .base64, Base64.data(in: body).count < body.trimmedAtEnd().count {
            result.treatments.append(.textAroundBase64)
        }
        if encoding != self.encoding { result.treatments.append(.otherEncoding(encoding.rawValue)) }
        if isEncodedTwice { result.treatments.append(.encodedTwice) }

        let terminal = TerminalText(decoded.utf8, isHTML: isHTML)
        if terminal.holdsSequences { result.treatments.append(.controlSequences) }
        if terminal.holdsRewrites { result.treatments.append(.rewrittenLines) }
        var text = LineEnds.normalized(terminal.text)
        if options.quotes == .remove { text.removeAll(where: QuoteMark.isMark) }

        if isHTML {
            if form != .html { result.treatments.append(.unlabelledHTML) }
            convert(Self.document(Array(text), &result), &result)
        } else if case .enriched(let version) = form {
            result.text = EnrichedText.plainText(Array(text), version, quotes: options.quotes)
            // It has no links that a plain text could repeat.
            result.html = []
            result.treatments.append(.enrichedText)
        } else {
            readPlain(text, &result)
        }
        return result
    }

    /// Without any tag the lines are those of a program that labels its plain text as HTML.
    private static func document(_ text: [UInt8], _ result: inout Decoded) -> [UInt8] {
        guard text.contains(lineFeed), !HTMLTokenizer(text).holdsMarkup else { return text }
        result.treatments.append(.linesKept)
        return Array(
            text.split(separator: lineFeed, omittingEmptySubsequences: false).joined(separator: "<br>".utf8))
    }

    private func convert(_ document: [UInt8], _ result: inout Decoded) {
        var converter = HTMLTextConverter(document, options)
        result.text = converter.convert()
        result.html = document
        if converter.linksLeftOut > 0 {
            result.treatments.append(.linksLeftOut(converter.linksLeftOut, options.links))
        }
        if converter.hidesText { result.treatments.append(.hiddenText) }
        if converter.addressesInText > 0 {
            result.treatments.append(.addressesInText(converter.addressesInText))
        }
        result.removeArmour()
    }

    private func readPlain(_ source: ArraySlice<UInt8>, _ result: inout Decoded) {
        var text = UUEncoding.removingBlocks(source)
        if isFlowed("format", "flowed") {
            text = FlowedText.unfold(text, deleteSpace: isFlowed("delsp", "yes"))[...]
        }
        if let rest = PictureName.removed(from: text) {
            text = rest
            result.treatments.append(.pictureNames)
        }
        if let armour = PGPArmour(text) {
            text = armour.text
            result.isEncrypted = armour.isEncrypted
            result.treatments.append(.armour)
        }
        let markup = PlainMarkup(text, options)
        result.treatments += markup.treatments
        let plain = PlainLinks.removed(from: String(decoding: markup.text, as: UTF8.self), options.links)
        if plain.count > 0 { result.treatments.append(.linksLeftOut(plain.count, options.links)) }
        result.text = plain.text
    }

    private func isFlowed(_ parameter: String, _ expected: String) -> Bool {
        guard let (value, _) = contentType.parameters.bytes(parameter) else { return false }
        return value[...].trimmed().equalsIgnoringCase(expected.utf8)
    }
}
