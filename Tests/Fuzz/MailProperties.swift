// Properties for every input of the mail decoders, besides the absence of traps.

/// Ends the run if a property does not hold; libFuzzer then keeps the input.
func check(_ holds: Bool, _ property: @autoclosure () -> String) {
    if !holds { fatalError(property()) }
}

private func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    let check = UTF8Check(bytes)
    return check.isValid && !check.endsWithin
}

/// The whole way from the queue to the phone.
func checkMail(_ input: [UInt8]) {
    let message = Message(parsing: input)
    let text = message.body.text
    // Each byte becomes at most one character of windows-1252, a list marker or a replacement.
    check(text.utf8.count <= 16 * input.count, "a text that outgrows its mail")
    let subject = message.subject ?? ""
    check(subject.utf8.count <= 4 * input.count, "a subject that outgrows its mail")
    let rules = TextRules(from: input.count)
    checkShaped(text, rules)
    checkShaped(subject + ": " + text, rules)
    check(message.senderName.utf8.count <= 4 * input.count, "a name that outgrows its mail")
    for links in LinkUse.allCases {
        let own = Message(parsing: input, options: TextOptions(links: links, quotes: .remove)).body.text
        check(own.utf8.count <= 16 * input.count, "own words that outgrow their mail")
    }
}

func checkBase64(_ input: ArraySlice<UInt8>) {
    let decoded = Base64.decode(input, limit: .max)
    check(decoded.count <= input.count, "base64 that grows")
    let limit = input.count / 3
    check(Base64.decode(input, limit: limit).elementsEqual(decoded.prefix(limit)), "not cut, but changed")
    check(Base64.decodeText(input, limit: limit).count <= limit, "a text beyond its limit")
    check(Base64.decode(encodedInBase64(input)[...], limit: .max).elementsEqual(input), "no way back")
}

private func encodedInBase64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    var rest = bytes
    while !rest.isEmpty {
        let three = Array(rest.prefix(3))
        rest = rest.dropFirst(3)
        let bits = (three + [0, 0]).prefix(3).reduce(0) { $0 << 8 | Int($1) }
        let group = [18, 12, 6, 0].map { alphabet[bits >> $0 & 0x3F] }
        encoded += group.prefix(three.count + 1) + [UInt8](repeating: equalsSign, count: 3 - three.count)
        if encoded.count % 77 == 76 { encoded.append(lineFeed) }
    }
    return encoded
}

func checkQuotedPrintable(_ input: ArraySlice<UInt8>) {
    let decoded = QuotedPrintable.decode(input, limit: .max)
    check(decoded.count <= input.count, "quoted-printable that grows")
    let limit = input.count / 3
    check(QuotedPrintable.decode(input, limit: limit).count <= limit, "a text beyond its limit")
    let encoded = input.flatMap { Array("=".utf8) + hexadecimal($0) }
    check(QuotedPrintable.decode(encoded[...], limit: .max).elementsEqual(input), "no way back")
}

private func hexadecimal(_ byte: UInt8) -> [UInt8] {
    Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16).utf8)
}

func checkUUEncoding(_ input: ArraySlice<UInt8>) {
    check(UUEncoding.decode(input, limit: 100).count <= 100, "a text beyond its limit")
    check(UUEncoding.decode(input, limit: .max).count <= 64 * (input.count + 1), "uuencode that grows")
}

/// As a structured field, whatever its name.
func checkHeader(_ input: ArraySlice<UInt8>) {
    let type = ContentType(parsing: input)
    check(type.mediaType.utf8.contains(0x2F), "no media type")
    for name in ["charset", "boundary", "name", "format"] {
        check((type.parameters.text(name) ?? "").utf8.count <= 3 * input.count, "a parameter that grows")
    }
    _ = ContentDisposition(parsing: input)
    _ = TransferEncoding(parsing: input)
}

func checkEncodedWords(_ input: ArraySlice<UInt8>) {
    check(EncodedWords.decode(field: input).utf8.count <= 4 * input.count, "a field that grows")
}

/// Overtyping is complete, and control sequences are removed as a whole.
func checkTerminalText(_ input: ArraySlice<UInt8>) {
    let source = Array(String(decoding: input, as: UTF8.self).utf8)[...]
    for isHTML in [false, true] {
        let terminal = TerminalText(source, isHTML: isHTML)
        check(isUTF8(terminal.text), "no UTF-8")
        check(terminal.text.count <= source.count, "a text that grows")
        check(!terminal.text.contains(0x1B), "an escape character")
        if !source.contains(where: { $0 < 0x20 && $0 != lineFeed || $0 == 0xC2 || $0 == UInt8(ascii: "[") }) {
            check(terminal.text.elementsEqual(source), "a plain text that changes")
        }
    }
}

func checkQuotes(_ input: ArraySlice<UInt8>) {
    let text = String(decoding: input, as: UTF8.self)
    let removal = QuoteRemoval(text)
    guard let own = removal.text else { return }
    check(own.utf8.count <= text.utf8.count, "own words that grow")
    check(!TextContent.isBlank(own), "nothing left")
    check(removal.quotedLines + removal.signatureLines > 0, "something else was removed")
    for use in LinkUse.allCases {
        let rest = PlainLinks.removed(from: text, use)
        check(rest.text.utf8.count <= text.utf8.count, "a text that grows without its links")
        check(rest.count > 0 || rest.text == text, "a text that changes without a link")
    }
}

/// The first line is the label.
func checkCharset(_ input: ArraySlice<UInt8>) {
    let label = input.prefix { $0 != lineFeed }
    let bytes = input.dropFirst(label.count + 1)
    for label in [String(decoding: label, as: UTF8.self), nil] {
        let decoded = Charset.decode(bytes, label: label)
        check(isUTF8(decoded.utf8), "no UTF-8 from \(decoded.charset)")
        check(!decoded.charset.isEmpty, "no name")
    }
}

func checkFlowedText(_ input: ArraySlice<UInt8>) {
    for deleteSpace in [false, true] {
        let text = FlowedText.unfold(LineEnds.normalized(input), deleteSpace: deleteSpace)
        check(text.count <= 2 * input.count + 1, "a text that grows")
    }
}

func checkHTML(_ input: ArraySlice<UInt8>) {
    let text = plainText(fromHTML: String(decoding: input, as: UTF8.self))
    check(text.utf8.count <= 16 * input.count, "a text that outgrows its HTML")
    let bytes = Array(text.utf8)
    check(bytes.first != lineFeed && bytes.last != lineFeed && bytes.last != space, "white space at an end")
    for index in bytes.indices.dropFirst() where bytes[index] == lineFeed {
        check(bytes[index - 1] != space, "a space at the end of a line")
        check(!bytes[..<index].suffix(2).elementsEqual([lineFeed, lineFeed]), "two blank lines")
    }
    check(!bytes.contains { $0 < space && $0 != lineFeed || $0 == 0x7F }, "a control character")
}
