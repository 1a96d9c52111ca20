/// The words of a text, without addresses, in lower case.
struct TextWords: Sendable {
    private(set) var numbers: Set<String> = []
    private var words: [String] = []
    private var set: Set<String> = []
    private var pairs: Set<String> = []

    init(_ text: String, limit: Int) {
        for token in text.unicodeScalars.split(whereSeparator: { $0.properties.isWhitespace }) {
            guard count < limit else { break }
            if Self.isAddress(token) { continue }
            add(token, limit: limit)
        }
        index()
    }

    private mutating func index() {
        set = Set(words)
        pairs = Set(zip(words, words.dropFirst()).map { $0 + " " + $1 })
        numbers = set.filter { $0.unicodeScalars.contains { $0.properties.numericType == .decimal } }
    }

    var count: Int { words.count }

    func shared(_ other: TextWords) -> Int { words.count { other.set.contains($0) } }

    func sharedPairs(_ other: TextWords) -> Int {
        zip(words, words.dropFirst()).count { other.pairs.contains($0 + " " + $1) }
    }

    /// The number of words at the end that are the same.
    func commonTail(_ other: TextWords) -> Int {
        zip(words.reversed(), other.words.reversed()).prefix { $0 == $1 }.count
    }

    /// The words that follow if the other ones begin with these.
    ///
    /// - Parameter isCut: whether the last word may be only the beginning of one
    func beginning(of other: TextWords, isCut: Bool = false) -> ArraySlice<String>? {
        let rest = other.words.dropFirst(words.count)
        guard isCut, let last = words.last else { return other.words.starts(with: words) ? rest : nil }
        let word = other.words.dropFirst(words.count - 1).first
        return other.words.starts(with: words.dropLast()) && word?.hasPrefix(last) == true ? rest : nil
    }

    func dropLast(_ count: Int) -> TextWords {
        var rest = self
        rest.words.removeLast(min(count, words.count))
        rest.index()
        return rest
    }

    private mutating func add(_ token: Substring.UnicodeScalarView, limit: Int) {
        var word = String.UnicodeScalarView()
        func lowercased() -> String { String(word).lowercased() }
        for scalar in token {
            guard words.count < limit else { return }
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                // In scripts without spaces between words each character is a word.
                if Self.isUnspaced(scalar) {
                    if !word.isEmpty { words.append(lowercased()) }
                    words.append(String(scalar))
                    word = String.UnicodeScalarView()
                } else if word.count < Self.longestWord {
                    word.append(scalar)
                }
            } else if !word.isEmpty {
                words.append(lowercased())
                word = String.UnicodeScalarView()
            }
        }
        if !word.isEmpty, words.count < limit { words.append(lowercased()) }
    }

    private static let longestWord = 64

    private static func isAddress(_ token: Substring.UnicodeScalarView) -> Bool {
        let head = token.prefix(4_096).utf8Bytes
        // A path tells a host from two sentences without a space between, letters tell it from a phone number.
        let isHostWithPath =
            head.contains(UInt8(ascii: "/")) && head.contains(where: \.isASCIILetter)
            && WrittenAddress.isAddress(head[...])
        return isHostWithPath || head.holds("://".utf8) || head.holds("@".utf8)
            || head.drop { $0 == 0x28 || $0 == 0x3C }.starts(with: "www.".utf8)
    }

    /// Thai to Myanmar, and the scripts of East Asia except Hangul.
    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x109F, 0x1780...0x17FF, 0x2E80...0xABFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var utf8Bytes: [UInt8] { Array(String(self).utf8) }
}
