/// The characters of text and attribute values, and the elements that are content themselves.

/// Where character references are replaced, and by which rule.
enum HTMLReferences {
    case none, text, attribute
}

extension HTMLTextWriter {
    /// Writes a run of text.
    mutating func append(
        _ bytes: [UInt8], _ range: Range<Int>, _ whiteSpace: HTMLWhiteSpace, references: HTMLReferences
    ) {
        var index = range.lowerBound
        let end = range.upperBound
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "&"), references != .none,
                let reference = htmlCharacterReference(
                    in: bytes, at: index, end: end, inAttribute: references == .attribute)
            {
                append(scalar: reference.first, whiteSpace)
                if let second = reference.second { append(scalar: second, whiteSpace) }
                index = reference.end
            } else if byte.isVisibleASCII {
                let start = index
                index = endOfWords(in: bytes, from: start, to: end)
                append(bytes[start..<index])
            } else if byte == 0x0D, index + 1 < end, bytes[index + 1] == 0x0A {
                index += 1
            } else if byte < 0x80 {
                // A carriage return alone is a line end (WHATWG HTML section 13.2.3.5).
                append(scalar: byte == 0x0D ? 0x0A : UInt32(byte), whiteSpace)
                index += 1
            } else {
                let scalar = decodeScalar(in: bytes, at: index, end: end)
                append(scalar: scalar.value, whiteSpace)
                index += scalar.length
            }
        }
    }
}

/// The end of the words that start at `start`: visible ASCII with single spaces between, which is written
/// unchanged in every white space mode.
private func endOfWords(in bytes: [UInt8], from start: Int, to end: Int) -> Int {
    var index = start + 1
    while index < end {
        let byte = bytes[index]
        if byte == UInt8(ascii: "&") { break }
        if !byte.isVisibleASCII {
            let next = index + 1
            guard byte == 0x20, next < end, bytes[next].isVisibleASCII, bytes[next] != UInt8(ascii: "&")
            else {
                break
            }
        }
        index += 1
    }
    return index
}

/// The value of an attribute, with character references replaced.
func htmlAttributeValue(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var value: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
        if bytes[index] == UInt8(ascii: "&"),
            let reference = htmlCharacterReference(
                in: bytes, at: index, end: range.upperBound, inAttribute: true)
        {
            for scalar in [reference.first, reference.second].compactMap({ $0 }).compactMap(
                Unicode.Scalar.init)
            {
                value.append(contentsOf: String(scalar).utf8)
            }
            index = reference.end
        } else {
            value.append(bytes[index])
            index += 1
        }
    }
    return value
}

/// Reads a character outside of ASCII. The bytes come from a String, so they are well-formed.
private func decodeScalar(in bytes: [UInt8], at index: Int, end: Int) -> (value: UInt32, length: Int) {
    let lead = bytes[index]
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard index + length <= end else { return (0xFFFD, end - index) }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for continuation in bytes[(index + 1)..<(index + length)] {
        value = value << 6 | UInt32(continuation & 0x3F)
    }
    return (value, length)
}

extension HTMLTextConverter {
    /// Elements without content: line breaks, images, form fields.
    mutating func startVoid(_ element: HTMLElement) {
        let style = self.style
        var open = HTMLOpenElement(element, HTMLNameHash(), in: stack.top)
        open.apply(style, tokenizer.attributes)
        guard !open.hidesContent else { return }
        switch element {
        case .br: writer.endLine()
        case .hr: writer.breakBlock(lineEnds: element.lineEnds)
        case .img where open.showsText && !isTrackingPixel: appendImage()
        case .input where open.isVisible: appendInput()
        default: break
        }
    }

    /// An image of at most one pixel is not meant to be seen.
    private var isTrackingPixel: Bool {
        [HTMLAttribute.width, .height].contains { (number(tokenizer.attributes[$0]) ?? Int.max) <= 1 }
    }

    /// Shows an image as its alternative text, or its title if it has none. A file name is not informative; a
    /// link with nothing else shows its address.
    private mutating func appendImage() {
        let attributes = tokenizer.attributes
        let source = [attributes[.alt], attributes[.alt]?.isEmpty == true ? nil : attributes[.title]]
            .compactMap { $0 }.first { !Self.isEmptyOrFileName(htmlAttributeValue(tokenizer.bytes, $0)) }
        if let source {
            writer.append(tokenizer.bytes, source, .collapse, references: .attribute)
            writer.partFromNextWord()
        } else if stack.innermost(.a) > 0 {
            stack[stack.innermost(.a)].holdsPicture = true
        }
    }

    private static func isEmptyOrFileName(_ text: [UInt8]) -> Bool {
        !text.contains { $0 > 0x20 } || PictureName.isFileName(text[...])
    }

    /// A field shows its value, as a button does; without a readable value it shows nothing.
    private mutating func appendInput() {
        for kind in ["hidden", "checkbox", "radio", "password", "file", "color", "range", "image"]
        where hasValue(of: .type, prefix: kind) {
            if kind == "image" { appendImage() }
            return
        }
        guard let value = tokenizer.attributes[.value] else { return }
        writer.append(tokenizer.bytes, value, .collapse, references: .attribute)
        writer.partFromNextWord()
    }

    /// Whether the attribute's value starts with `prefix` (in lower case), ignoring case.
    func hasValue(of attribute: HTMLAttribute, prefix: String) -> Bool {
        guard let range = tokenizer.attributes[attribute] else { return false }
        return tokenizer.bytes[range].prefix(prefix.utf8.count)
            .elementsEqual(prefix.utf8) { $0.lowercased == $1 }
    }

    /// The whole number that an attribute's value starts with, if it is in a sensible range.
    func number(_ range: Range<Int>?) -> Int? {
        guard let range else { return nil }
        let longestNumber = 9
        let digits = tokenizer.bytes[range].drop(while: \.isHTMLWhitespace)
            .prefix(while: \.isASCIIDigit)
        guard digits.count <= longestNumber else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

extension HTMLOpenElement {
    /// Applies style and attributes that affect visibility and white space.
    mutating func apply(_ style: HTMLStyle, _ attributes: HTMLAttributes) {
        hidesContent =
            hidesContent || style.hidesContent || isHiddenByNature(attributes)
            || (attributes[.hidden] != nil && style.display == nil)
        isVisible = style.isVisible ?? isVisible
        whiteSpace = style.whiteSpace ?? whiteSpace
        switch style.fontSize {
        case .zero: hasZeroFontSize = true
        case .visible: hasZeroFontSize = false
        // A class may set a size that we do not know: it is better to show text than to lose it.
        case nil where attributes[.class] != nil || attributes[.size] != nil || element == .button:
            hasZeroFontSize = false
        case .relative, nil: break
        }
    }

    /// Elements whose content is not displayed with the page.
    private func isHiddenByNature(_ attributes: HTMLAttributes) -> Bool {
        switch element {
        case .annotation, .datalist, .desc, .metadata, .template: true
        case .dialog: attributes[.open] == nil
        case .option: attributes[.selected] == nil
        default: false
        }
    }
}

extension UInt8 {
    fileprivate var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }
}
