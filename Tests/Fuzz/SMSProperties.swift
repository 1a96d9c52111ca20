// Properties of every SMS, whatever the text.

extension TextRules {
    /// All kinds of rules, selected by a number.
    init(from number: Int) {
        let levels = Transliteration.allCases
        self.init(maxSegments: number / levels.count % 5, transliteration: levels[number % levels.count])
    }
}

/// The first byte selects the rules.
func checkShaping(_ input: ArraySlice<UInt8>) {
    guard let rules = input.first else { return }
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    checkShaped(text, TextRules(from: Int(rules)))
}

func checkShaped(_ source: String, _ rules: TextRules) {
    guard let text = shaped(source, rules) else { return }
    let scalars = text.text.unicodeScalars
    check(rules.maxSegments == 0 || text.segments <= rules.maxSegments, "too many segments")
    check(scalars.count <= SMSText.maximumLength, "a text that the API refuses")
    let isGSM7 = scalars.allSatisfy { GSM0338.septets(of: $0) != nil }
    check((text.encoding == .gsm7) == isGSM7, "a wrong encoding")
    let counter = SegmentCounter(text.text)
    check(counter.segments == text.segments && counter.units == text.units, "counted wrong")
    check(
        !scalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }, "a control character")
    check(
        scalars.first?.properties.isWhitespace == false && scalars.last?.properties.isWhitespace == false,
        "white space at an end")
    check(text.removedCharacters == 0 || text.text.hasSuffix("..."), "cut without dots")
    let again = shaped(text.text, rules)
    // The first time, the part that made transliteration useless may be cut off.
    let isTransliterated = text.removedCharacters > 0 && text.encoding == .ucs2 && again?.encoding == .gsm7
    check(isTransliterated || scalars.elementsEqual((again?.text ?? "").unicodeScalars), "not stable")
}

private func shaped(_ source: String, _ rules: TextRules) -> SMSText? {
    do {
        return try SMSText(shaping: source, rules: rules)
    } catch {
        check(error == .empty, "too long, although it may be cut")
        return nil
    }
}

func checkPhoneNumber(_ input: ArraySlice<UInt8>) {
    let localPart = String(decoding: input, as: UTF8.self)
    for skipValidation in [false, true] {
        guard let number = try? PhoneNumber(localPart: localPart, skipValidation: skipValidation) else {
            continue
        }
        let digits = number.description.utf8.drop { $0 == UInt8(ascii: "+") }
        check(digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }, "no digit")
        check(!skipValidation ? 7...15 ~= digits.count : 1...128 ~= digits.count, "too long or too short")
        check(skipValidation || number.description.hasPrefix("+"), "no plus sign")
        let again = try? PhoneNumber(localPart: number.description, skipValidation: skipValidation)
        check(again == number, "not stable")
    }
}
