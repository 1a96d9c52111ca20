// Properties for every input of the readers of wrapped texts, besides the absence of traps.

func checkCMS(_ input: ArraySlice<UInt8>) {
    guard case .signed(let content) = CMSContent(parsing: input) else { return }
    check(content.count <= input.count, "content that outgrows its message")
}

/// A two-byte reference into the dictionary of compressed RTF gives up to 17 bytes.
func checkTNEF(_ input: ArraySlice<UInt8>) {
    check((TNEF.text(of: input) ?? "").utf8.count <= 16 * 9 * input.count, "a text that outgrows its file")
    check((CompressedRTF.decode(input) ?? []).count <= 9 * input.count, "RTF that outgrows its compression")
}

func checkRTF(_ input: ArraySlice<UInt8>) {
    check(RTFText(input).text.utf8.count <= 16 * input.count, "a text that outgrows its RTF")
}

func checkCalendar(_ input: ArraySlice<UInt8>) {
    let text = Appointment(parsing: input)?.text ?? ""
    check(text.utf8.count <= 3 * input.count + 32, "an appointment that outgrows its calendar")
}

func checkReport(_ input: ArraySlice<UInt8>) {
    check((DeliveryReport.text(of: input) ?? "").utf8.count <= 4 * input.count, "a report that grows")
}

/// Input that is not UTF-8 is first read as windows-1252.
func checkPlainMarkup(_ input: ArraySlice<UInt8>) {
    let source = LineEnds.normalized(Charset.decode(input, label: nil).utf8)
    let armour = PGPArmour(source)
    check((armour?.text.count ?? 0) <= source.count + 1, "a text that outgrows its armour")
    check(PlainMarkup(source).text.count <= 16 * source.count, "a text that outgrows its markup")
    check(EncodingGuess.encoding(of: input, labelled: .uuencode) == .uuencode, "a label that is not believed")
    for label in [TransferEncoding.identity, .base64, .quotedPrintable] {
        let encoding = EncodingGuess.encoding(of: input, labelled: label)
        check(encoding.decode(input, limit: 1_000).count <= 1_000, "a text beyond its limit")
    }
}
