/// The classes that a style sheet hides by a rule for the class alone, such as `.preheader { display: none
/// }`.
///
/// Other rules are ignored, so that the text shows: a rule in `@media` depends on the screen, and one with a
/// longer selector on more than the element.
struct HTMLStyleSheet {
    private var hiddenClasses: Set<UInt64> = []

    /// Reads the content of a `<style>`.
    mutating func add(_ rules: ArraySlice<UInt8>) {
        var index = rules.startIndex
        var selectorStart = index
        while index < rules.endIndex {
            switch rules[index] {
            case UInt8(ascii: "{"):
                let selector = rules[selectorStart..<index]
                let end = Self.blockEnd(in: rules, from: index + 1)
                addRule(selector, rules[(index + 1)..<end])
                index = min(end + 1, rules.endIndex)
                selectorStart = index
            case UInt8(ascii: ";"), UInt8(ascii: "}"):
                index += 1
                selectorStart = index
            case UInt8(ascii: "/") where index + 1 < rules.endIndex && rules[index + 1] == UInt8(ascii: "*"):
                index = Self.commentEnd(in: rules, from: index + 2)
                selectorStart = index
            default:
                index += 1
            }
        }
    }

    /// Whether one of the classes in the value of a `class` attribute is hidden.
    func hides(_ classes: ArraySlice<UInt8>) -> Bool {
        guard !hiddenClasses.isEmpty else { return false }
        return classes.split(whereSeparator: \.isHTMLWhitespace)
            .contains { hiddenClasses.contains(HTMLNameHash($0).value) }
    }

    private mutating func addRule(_ selectors: ArraySlice<UInt8>, _ declarations: ArraySlice<UInt8>) {
        guard selectors.contains(UInt8(ascii: ".")), !selectors.contains(UInt8(ascii: "@")) else { return }
        guard let display = HTMLStyle(declarations).display else { return }
        for selector in selectors.split(separator: UInt8(ascii: ",")) {
            let words = selector.split(whereSeparator: \.isHTMLWhitespace)
            guard words.count == 1, let word = words.first, word.first == UInt8(ascii: ".") else { continue }
            let name = word.dropFirst()
            guard name.allSatisfy({ $0.isASCIILetter || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
            else { continue }
            if display == HTMLStyle.Display.none {
                hiddenClasses.insert(HTMLNameHash(name).value)
            } else {
                hiddenClasses.remove(HTMLNameHash(name).value)
            }
        }
    }

    /// The index of the `}` that closes the block, including nested blocks.
    private static func blockEnd(in rules: ArraySlice<UInt8>, from start: Int) -> Int {
        var depth = 1
        var index = start
        while index < rules.endIndex {
            if rules[index] == UInt8(ascii: "{") { depth += 1 }
            if rules[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
            index += 1
        }
        return index
    }

    private static func commentEnd(in rules: ArraySlice<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 1 < rules.endIndex {
            if rules[index] == UInt8(ascii: "*"), rules[index + 1] == UInt8(ascii: "/") { return index + 2 }
            index += 1
        }
        return rules.endIndex
    }
}
