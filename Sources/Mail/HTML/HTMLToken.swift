/// A piece of an HTML text. Ranges are indices into the bytes; nothing is copied.
enum HTMLToken {
    /// Text with character references in it.
    case text(Range<Int>)
    /// Text taken literally, including white space (`<xmp>`).
    case literalText(Range<Int>)
    /// The attributes are in `HTMLTokenizer.attributes` until the next token is read.
    case startTag(HTMLElement, HTMLNameHash, selfClosing: Bool)
    case endTag(HTMLElement, HTMLNameHash)
}

/// The relevant attributes of one start tag; of duplicates the first.
struct HTMLAttributes {
    private var values = [Range<Int>?](repeating: nil, count: HTMLAttribute.allCases.count)
    private var isEmpty = true

    /// The range of the value; empty for an attribute without value, nil without the attribute.
    subscript(attribute: HTMLAttribute) -> Range<Int>? {
        isEmpty ? nil : values[Int(attribute.rawValue)]
    }

    mutating func removeAll() {
        guard !isEmpty else { return }
        for index in values.indices { values[index] = nil }
        isEmpty = true
    }

    mutating func add(_ attribute: HTMLAttribute, _ value: Range<Int>) {
        guard self[attribute] == nil else { return }
        values[Int(attribute.rawValue)] = value
        isEmpty = false
    }
}
