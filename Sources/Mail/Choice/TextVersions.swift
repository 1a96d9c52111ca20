/// The plain text and the HTML part of one mail, which should be versions of one text (RFC 2046, 5.1.4). They
/// are compared to find a plain text that is not the message.
///
/// Only words are compared, never phrases, so the language does not matter.
struct TextVersions {
    private let plain: TextWords
    private let html: TextWords
    private let version: HTMLVersion
    private let plainHasPlaceholder: Bool

    init(plain: String, html version: HTMLVersion) {
        self.plain = TextWords(plain, limit: Limit.stubWords + 1)
        html = version.words
        self.version = version
        plainHasPlaceholder = Placeholders.areIn(plain) && !Placeholders.areIn(version.text)
    }

    /// Why the plain text is not the message; nil if it is.
    ///
    /// A plain text of more than `Limit.stubWords` is a message. A shorter one is not if
    /// - it consists of addresses,
    /// - it has placeholders of a template that the HTML has filled in,
    /// - it differs from the HTML and has no numbers of its own,
    /// - it only repeats text of links in the HTML.
    var reasonAgainstPlain: String? {
        guard plain.count <= Limit.stubWords, html.count > 0 else { return nil }
        if plain.count == 0 { return "the plain text holds no words" }
        if plainHasPlaceholder { return "the plain text is an unfilled template" }
        guard plain.numbers.isSubset(of: html.numbers) else { return nil }
        if !agree(plain, html) {
            // Two short texts without a common word: either could be the message.
            if plain.count <= Self.fewWords, html.count <= plain.count { return nil }
            if html.numbers.isEmpty, isMuchLonger || plain.count >= html.count && plain.sharedPairs(html) > 0
            {
                return nil
            }
            return "the plain text is not what the HTML says"
        }
        guard plain.numbers.isEmpty else { return nil }
        let rest = version.wordsWithoutLinks
        guard rest.count >= max(plain.count, Self.fewWords), !agree(plain, rest) else { return nil }
        return "the plain text is a link of the HTML"
    }

    /// Whether the HTML contains the plain text.
    var sayTheSame: Bool {
        plain.count > 0 && html.count > 0 && plain.numbers.isSubset(of: html.numbers) && agree(plain, html)
    }

    private static let fewWords = 3
    private static let fewSentences = 40
    /// Shorter HTML may only point to an attachment.
    private static let shortHTML = 10

    /// Equal numbers are hardly a coincidence. Equal words may be: common words, and those that mails use
    /// about themselves.
    private func agree(_ plain: TextWords, _ html: TextWords) -> Bool {
        guard html.count > 0 else { return false }
        if plain.count > 1, 2 * plain.sharedPairs(html) >= plain.count - 1 { return true }
        let shared = plain.shared(html)
        if 10 * shared >= 9 * plain.count { return true }
        let numbers = plain.numbers.intersection(html.numbers)
        if numbers.count > 1 || numbers.contains(where: Self.isDistinctive) { return true }
        return !numbers.isEmpty && 10 * shared >= 3 * plain.count
    }

    /// At least three characters, and not a year.
    private static func isDistinctive(_ number: String) -> Bool {
        guard number.utf8.count > 2 else { return false }
        return Int(number).map { !(1_900...2_099).contains($0) } ?? true
    }

    /// A text that only says that the mail is HTML has a few sentences.
    private var isMuchLonger: Bool { plain.count > Self.fewSentences && html.count <= Self.shortHTML }
}

/// Where a template names a value: `{{name}}`, `${name}`, `<%= name %>`, `*|NAME|*`, `{% name %}`, `[% name
/// %]`.
enum Placeholders {
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
