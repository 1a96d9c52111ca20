/// The plain text and the HTML part of one mail, which are to be versions of one text (RFC 2046, 5.1.4): compared, to
/// find a plain text that is not the message.
///
/// Only words are compared, never phrases, so that the language does not matter.
struct TextVersions {
    private let plain: Words
    private let html: Words
    private let document: [UInt8]?
    private let plainHasPlaceholder: Bool

    /// - Parameters:
    ///   - html: the text of the HTML part
    ///   - document: the HTML itself
    init(plain: String, html: String, document: [UInt8]?) {
        self.plain = Words(plain, limit: Limit.stubWords + 1)
        self.html = Words(html, limit: Limit.comparedWords)
        self.document = document
        plainHasPlaceholder = Placeholders.areIn(plain) && !Placeholders.areIn(html)
    }

    /// Why the plain text is not the message; nil if it is.
    ///
    /// A plain text of more than `Limit.stubWords` is a message. A shorter one is none if
    /// - it consists of addresses,
    /// - it has placeholders of a template that the HTML has filled in,
    /// - it says something else than the HTML, and has no numbers of its own,
    /// - it says only what stands in links of the HTML.
    var reasonAgainstPlain: String? {
        guard plain.count <= Limit.stubWords, html.count > 0 else { return nil }
        if plain.count == 0 { return "the plain text holds no words" }
        if plainHasPlaceholder { return "the plain text is an unfilled template" }
        guard plain.numbers.isSubset(of: html.numbers) else { return nil }
        if !agree(plain, html) {
            // Two short texts without a word in common: nothing tells which is the message.
            if plain.count <= Self.fewWords, html.count <= plain.count { return nil }
            if html.numbers.isEmpty, isMuchLonger || plain.count >= html.count && plain.sharedPairs(html) > 0
            {
                return nil
            }
            return "the plain text is not what the HTML says"
        }
        guard plain.numbers.isEmpty, let rest = htmlWithoutLinks,
            rest.count >= max(plain.count, Self.fewWords),
            !agree(plain, rest)
        else { return nil }
        return "the plain text is a link of the HTML"
    }

    /// Whether the plain text stands in the HTML too.
    var sayTheSame: Bool {
        plain.count > 0 && html.count > 0 && plain.numbers.isSubset(of: html.numbers) && agree(plain, html)
    }

    private static let fewWords = 3
    private static let fewSentences = 40
    /// HTML as short as this may be what only points to an attachment.
    private static let shortHTML = 10

    /// Numbers are hardly the same by chance. Words are: those that are in every text, and those in which a mail speaks
    /// of itself.
    private func agree(_ plain: Words, _ html: Words) -> Bool {
        guard html.count > 0 else { return false }
        if plain.count > 1, 2 * plain.sharedPairs(html) >= plain.count - 1 { return true }
        let shared = plain.shared(html)
        if 10 * shared >= 9 * plain.count { return true }
        let numbers = plain.numbers.intersection(html.numbers)
        if numbers.count > 1 || numbers.contains(where: Self.isDistinctive) { return true }
        return !numbers.isEmpty && 10 * shared >= 3 * plain.count
    }

    /// At least three characters, and no year.
    private static func isDistinctive(_ number: String) -> Bool {
        guard number.utf8.count > 2 else { return false }
        return Int(number).map { !(1_900...2_099).contains($0) } ?? true
    }

    /// What only says that the mail is HTML is a few sentences.
    private var isMuchLonger: Bool { plain.count > Self.fewSentences && html.count <= Self.shortHTML }

    private var htmlWithoutLinks: Words? {
        guard let document else { return nil }
        return Words(plainText(fromHTML: withoutLinks(document)), limit: Limit.comparedWords)
    }
}

/// The words of a text, without addresses, in lower case.
private struct Words {
    private(set) var count = 0
    private(set) var numbers: Set<String> = []
    private var words: [String] = []
    private var set: Set<String> = []
    private var pairs: Set<String> = []

    init(_ text: String, limit: Int) {
        for token in text.unicodeScalars.split(whereSeparator: { $0.properties.isWhitespace }) {
            guard words.count < limit else { break }
            if Self.isAddress(token) { continue }
            add(token, limit: limit)
        }
        count = words.count
        set = Set(words)
        pairs = Set(zip(words, words.dropFirst()).map { $0 + " " + $1 })
        numbers = set.filter { $0.unicodeScalars.contains { $0.properties.numericType == .decimal } }
    }

    func shared(_ other: Words) -> Int { words.count { other.set.contains($0) } }

    func sharedPairs(_ other: Words) -> Int {
        zip(words, words.dropFirst()).count { other.pairs.contains($0 + " " + $1) }
    }

    private mutating func add(_ token: Substring.UnicodeScalarView, limit: Int) {
        var word = String.UnicodeScalarView()
        func lowercased() -> String { String(word).lowercased() }
        for scalar in token {
            guard words.count < limit else { return }
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                // Scripts without spaces between words: each character is one.
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
        return head.holds("://".utf8) || head.holds("@".utf8)
            || head.drop { $0 == 0x28 || $0 == 0x3C }.starts(with: "www.".utf8)
    }

    /// Thai to Myanmar, and the scripts of East Asia but Hangul.
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

/// Where a template's values were to stand: `{{name}}`, `${name}`, `<%= name %>`, `%NAME%`, `*|NAME|*`.
private enum Placeholders {
    static func areIn(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(Limit.stubBytes))
        return pairs.contains { open, close in
            guard let start = bytes.place(of: open.utf8) else { return false }
            return bytes[start...].prefix(longest).dropFirst(open.utf8.count).holds(close.utf8)
        }
    }

    private static let longest = 80
    private static let pairs = [
        ("{{", "}}"), ("${", "}"), ("<%", "%>"), ("*|", "|*"), ("{%", "%}"), ("[%", "%]"),
    ]
}

/// A document without its `a` elements.
private func withoutLinks(_ bytes: [UInt8]) -> String {
    var kept: [UInt8] = []
    var index = 0
    while let start = bytes.firstIndex(of: 0x3C, in: index..<bytes.count) {
        let head = bytes[start...].prefix(3).map(\.lowercased)
        guard head.count == 3, head[1] == 0x61, head[2].isWhiteSpaceOrLineEnd else {
            kept += bytes[index...start]
            index = start + 1
            continue
        }
        kept += bytes[index..<start]
        kept.append(space)
        index = endOfLink(bytes, from: start) ?? bytes.count
    }
    kept += bytes[index...]
    return String(decoding: kept, as: UTF8.self)
}

private func endOfLink(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while let found = bytes.firstIndex(of: 0x3C, in: index..<bytes.count) {
        if bytes[found...].prefix(4).equalsIgnoringCase("</a>".utf8) { return found + 4 }
        index = found + 1
    }
    return nil
}
