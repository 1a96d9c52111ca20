/// The parts of an inline style or style rule that affect visibility and line breaks of text.
struct HTMLStyle {
    enum Display { case none, inline, block }
    enum FontSize { case zero, relative, visible }

    var display: Display?
    /// The property `visibility`.
    var isVisible: Bool?
    var fontSize: FontSize?
    var whiteSpace: HTMLWhiteSpace?
    var isTransparent = false
    var hasNoMargin = false
    var hasNoBorder = false

    private var hasNoExtent = false
    private var hidesOverflow = false
    private var displayIsImportant = false

    private enum Property: String, CaseIterable {
        case border, display, font, fontSize = "font-size", height, margin, maxHeight = "max-height"
        case maxWidth = "max-width", opacity, overflow, overflowY = "overflow-y", visibility
        case whiteSpace = "white-space", width

        static let byName = Dictionary(
            uniqueKeysWithValues: allCases.map { (HTMLNameHash($0.rawValue.utf8), $0) })
    }

    /// Whether the element is hidden with everything in it, regardless of styles inside. Zero height is the
    /// usual way to hide a preheader; `mso-hide: all` does not count, because only Outlook supports it.
    var hidesContent: Bool {
        display == HTMLStyle.Display.none || isTransparent || (hasNoExtent && hidesOverflow)
    }

    /// Reads declarations such as `display:none; color: red`.
    init(_ declarations: ArraySlice<UInt8>) {
        var index = declarations.startIndex
        while index < declarations.endIndex {
            var name = HTMLNameHash()
            while index < declarations.endIndex, !declarations[index].endsPropertyName {
                if !declarations[index].isHTMLWhitespace { name.add(declarations[index]) }
                index += 1
            }
            let start = index
            while index < declarations.endIndex, declarations[index] != UInt8(ascii: ";") { index += 1 }
            if start < index, let property = Property.byName[name] {
                set(property, declarations[(start + 1)..<index])
            }
            index += 1
        }
    }

    private mutating func set(_ property: Property, _ bytes: ArraySlice<UInt8>) {
        // Values of these properties are short, so a long value is of another property.
        let longestValue = 128
        guard bytes.count <= longestValue else { return }
        var words =
            bytes
            .split { $0.isHTMLWhitespace || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "/") }
            .map { String(decoding: $0.map(\.lowercased), as: UTF8.self) }
        let isImportant = words.last == "important"
        if isImportant { words.removeLast() }
        guard let value = words.first else { return }
        switch property {
        case .border: hasNoBorder = value == "none" || CSSLength(value)?.isZero == true
        case .display: setDisplay(value, isImportant: isImportant)
        case .visibility: isVisible = value == "inherit" ? nil : value != "hidden" && value != "collapse"
        case .opacity: isTransparent = CSSLength(value)?.isZero == true
        case .font: fontSize = CSSLength(value)?.isZero == true ? .zero : .visible
        case .fontSize: fontSize = Self.fontSize(value)
        case .whiteSpace: whiteSpace = Self.whiteSpace(value)
        case .margin: hasNoMargin = CSSLength(value)?.isZero == true && words.count == 1
        case .overflow, .overflowY: hidesOverflow = value == "hidden"
        case .height, .width, .maxHeight, .maxWidth:
            if CSSLength(value)?.isZero == true { hasNoExtent = true }
        }
    }

    private mutating func setDisplay(_ value: String, isImportant: Bool) {
        guard isImportant || !displayIsImportant else { return }
        displayIsImportant = isImportant
        switch value {
        case "none": display = HTMLStyle.Display.none
        case "inline", "contents": display = .inline
        case "block", "flex", "grid", "list-item", "table", "table-row": display = .block
        default: display = nil
        }
    }

    private static func fontSize(_ value: String) -> FontSize {
        switch value {
        case "inherit", "smaller", "larger", "unset": return .relative
        default: break
        }
        guard let length = CSSLength(value) else { return .visible }
        if length.isZero { return .zero }
        switch length.unit {
        case "em", "%", "ex", "ch": return .relative
        // One pixel is another way to hide text.
        case "px", "pt": return length.whole < 2 ? .zero : .visible
        default: return .visible
        }
    }

    private static func whiteSpace(_ value: String) -> HTMLWhiteSpace? {
        switch value {
        case "pre", "pre-wrap", "break-spaces": .keep
        case "pre-line": .keepLines
        case "normal", "nowrap": .collapse
        default: nil
        }
    }
}

/// A number with a unit, such as `0px` or `1.5em`.
private struct CSSLength {
    var whole = 0
    var isZero = true
    var unit: Substring

    init?(_ value: String) {
        let utf8 = value.utf8
        var index = utf8.startIndex
        var isFraction = false
        while index < utf8.endIndex {
            let byte = utf8[index]
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte.isASCIIDigit {
                let digit = Int(byte - UInt8(ascii: "0"))
                if digit != 0 { isZero = false }
                // The exact value of large numbers does not matter.
                if !isFraction { whole = min(whole * 10 + digit, 1000) }
            } else {
                break
            }
            index = utf8.index(after: index)
        }
        guard index > utf8.startIndex else { return nil }
        unit = value[index...]
    }
}

extension UInt8 {
    fileprivate var endsPropertyName: Bool {
        self == UInt8(ascii: ":") || self == UInt8(ascii: ";")
    }
}
