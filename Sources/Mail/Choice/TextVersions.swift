/// The plain text and the HTML part of one mail, which should be versions of one text (RFC 2046, 5.1.4). They
/// are compared to find a plain text that is not the message.
///
/// Only words are compared, never phrases, so the language does not matter.
struct TextVersions {
    private let plain: TextWords
    private let html: TextWords
    private let version: HTMLVersion
    private let endsSentence: Bool
    /// Whether it ends as a beginning does: in dots that the HTML has not there, or as a greeting does.
    private let breaksOff: Bool
    /// The number of words in each line, if it is compared.
    private let plainLines: [Int]
    /// Whether the plain text speaks of HTML, as in any language it does when it only says that the mail is in HTML.
    private let mentionsHTML: Bool
    /// What the plain text is instead of a text, by its own look.
    private let plainDefect: String?

    init(plain: String, html version: HTMLVersion) {
        self.plain = TextWords(plain, limit: Limit.stubWords + 1)
        plainLines =
            self.plain.count > Limit.stubWords
            ? []
            : plain.utf8.split(separator: lineFeed).map {
                TextWords(String(decoding: $0, as: UTF8.self), limit: Limit.stubWords).count
            }
        breaksOff = Self.breaksOff(plain, words: self.plain.count, html: version.text)
        endsSentence = plain.last { !$0.isWhitespace }.map(".!?。！？".contains) ?? false
        html = version.words
        mentionsHTML = Self.speaksOfHTML(plain)
        self.version = version
        plainDefect =
            if Placeholders.areIn(plain), !Placeholders.areIn(version.text) {
                "an unfilled template"
            } else if Array(plain.utf8.prefix(Limit.stubBytes)).holds("{mso-".utf8) {
                "a style sheet of Word"
            } else {
                nil
            }
    }

    private static func breaksOff(_ plain: String, words: Int, html: String) -> Bool {
        let end = plain.reversed().drop { $0.isWhitespace || "])".contains($0) }
        if end.first == "," || end.first == "，" { return words <= longestGreeting }
        guard end.first == "…" || end.starts(with: "...") else { return false }
        // Dots that the HTML has, too, are the sender's.
        let word = String(
            end.drop { $0.isWhitespace || ".…".contains($0) }.prefix { !$0.isWhitespace }.reversed())
        return !["...", "…", " ...", " …"].contains { html.utf8.holds((word + $0).utf8) }
    }

    /// Not in an address or the name of a file.
    private static func speaksOfHTML(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).prefix(Limit.stubWords).contains {
            let word = $0.drop { $0.isPunctuation && $0 != "/" && $0 != "." }.lowercased()
            return word.hasPrefix("html") || word.hasPrefix("non-html")
        }
    }

    /// Why the plain text is not the message; nil if it is.
    ///
    /// A plain text of more than `Limit.stubWords` is a message. A shorter one is not if
    /// - it consists of addresses,
    /// - it has placeholders of a template that the HTML has filled in, or the styles of Word,
    /// - it is the end of an HTML that is twice as long, as a footer is,
    /// - it is a title of the HTML, a hint where to see it, or another beginning that says nothing by itself,
    /// - it differs from the HTML, apart from a common footer, and has no numbers of its own,
    /// - it only repeats text of links in the HTML.
    var reasonAgainstPlain: String? {
        guard plain.count <= Limit.stubWords, html.count > 0 else { return nil }
        if plain.count == 0 { return "the plain text holds no words" }
        if let plainDefect { return "the plain text is \(plainDefect)" }
        if plain.commonTail(html) == plain.count, 2 * plain.count <= html.count {
            return "the plain text is the end of the HTML"
        }
        if isTitle { return "the plain text is only the beginning of the HTML" }
        // A link alone says nothing.
        if html.count <= plain.count, version.wordsWithoutLinks.count == 0 { return nil }
        if hasNumbers(plain, besides: html) { return nil }
        let (own, rest) = withoutFooter
        if hasNumbers(own, besides: rest) { return nil }
        if !agree(own, rest) {
            // Two short texts without a common word: either could be the message.
            if own.count <= Self.fewWords, rest.count <= own.count { return nil }
            // Who only says that the message is in HTML may use two of its words.
            let isOfHTML = mentionsHTML && !Self.speaksOfHTML(version.text)
            if rest.numbers.isEmpty,
                Self.isMuchLonger(own, rest)
                    || own.count >= rest.count && own.sharedPairs(rest) > 0 && !isOfHTML
            {
                return nil
            }
            return "the plain text is not what the HTML says"
        }
        return isLink ? "the plain text is a link of the HTML" : nil
    }

    /// Whether the HTML begins with the plain text and goes on with the message. The plain text then breaks off, perhaps
    /// inside of a word, or has few words without a number: a hint where to see the message, of which some words are a
    /// link in the HTML, or a title, below which come numbers. Whole sentences may be the message, with a footer below,
    /// unless a code follows at once. If a notice has a linked word, its footer comes with it, but nothing is lost.
    private var isTitle: Bool {
        guard let rest = plain.beginning(of: html, isCut: breaksOff), !rest.isEmpty else { return false }
        if breaksOff { return true }
        guard plain.count <= Self.longestTitle,
            !plain.numbers.contains(where: { $0.utf8.allSatisfy(\.isASCIIDigit) })
        else { return false }
        let holdsLink = plain.beginning(of: version.wordsWithoutLinks) == nil
        if holdsLink { return rest.count > Self.fewWords }
        guard !mentionsHTML else { return false }
        func digits(_ word: String) -> Int { word.utf8.count(where: \.isASCIIDigit) }
        if endsSentence { return rest.first.map(digits) ?? 0 >= Self.digitsOfCode }
        return rest.prefix(Self.wordsBelowTitle).contains { digits($0) > 0 && !Self.isYear($0) }
    }

    /// Whether the plain text, apart from a common footer, is only in links of the HTML, which says more.
    private var isLink: Bool {
        let outside = version.wordsWithoutLinks
        let footer = footer(of: outside)
        let (own, rest) = (plain.dropLast(footer), outside.dropLast(footer))
        return own.numbers.isEmpty && rest.count >= max(own.count, Self.fewWords) && !agree(own, rest)
            && agree(own, html)
    }

    /// Both without a common footer. It says nothing about the text before it.
    private var withoutFooter: (own: TextWords, rest: TextWords) {
        for whole in [html, version.wordsWithoutLinks] {
            let footer = footer(of: whole)
            if footer > 0, plain.count - footer > Self.fewWords {
                return (plain.dropLast(footer), whole.dropLast(footer))
            }
        }
        return (plain, html)
    }

    /// The number of words in the last lines of the plain text that are also the last words of the HTML, such
    /// as the sender's address; 0 if they are all of the plain text, or half of the HTML.
    private func footer(of whole: TextWords) -> Int {
        let common = plain.commonTail(whole)
        var footer = 0
        for line in plainLines.reversed() {
            guard footer + line <= common else { break }
            footer += line
        }
        return footer < plain.count && 2 * footer < whole.count ? footer : 0
    }

    /// Whether the HTML contains the plain text.
    var sayTheSame: Bool {
        plain.count > 0 && html.count > 0 && plain.numbers.isSubset(of: html.numbers) && agree(plain, html)
    }

    private static let fewWords = 3
    /// Words, such as `Sehr geehrte Frau Dr. Jane Doe,`.
    private static let longestGreeting = 6
    /// A code has four to eight.
    private static let digitsOfCode = 4
    private static let fewSentences = 40
    /// Words of a title, a greeting or the line that mail programs show in their lists.
    private static let longestTitle = 20
    /// Words after a title in which the message says its first number. A footer comes later.
    private static let wordsBelowTitle = 20
    /// Shorter HTML may only point to an attachment.
    private static let shortHTML = 10

    /// Equal numbers are hardly a coincidence. Equal words may be: common words, and those that mails use
    /// about themselves.
    private func agree(_ plain: TextWords, _ html: TextWords) -> Bool {
        guard html.count > 0 else { return false }
        if plain.count > 1, 2 * plain.sharedPairs(html) >= plain.count - 1 { return true }
        let shared = plain.shared(html)
        if 10 * shared >= 9 * plain.count { return true }
        // Most footers have a year.
        let numbers = plain.numbers.intersection(html.numbers).filter { !Self.isYear($0) }
        if numbers.count > 1 || numbers.contains(where: Self.isDistinctive) { return true }
        return !numbers.isEmpty && 10 * shared >= 3 * plain.count
    }

    /// Whether there are numbers of its own that say something: no years, as in `Outlook 2010`, no single `0`, and
    /// none of `HTML5`, `RFC 822` and `version 2.0` where a longer HTML has the message.
    private func hasNumbers(_ plain: TextWords, besides html: TextWords) -> Bool {
        let mayBeAboutHTML = mentionsHTML && html.count > plain.count
        return plain.numbers.subtracting(html.numbers).contains { number in
            if mayBeAboutHTML, number.utf8.count(where: \.isASCIIDigit) < Self.digitsOfCode { return false }
            return !Self.isYear(number) && (plain.count > 1 || Self.isDistinctive(number))
        }
    }

    private static func isDistinctive(_ number: String) -> Bool { number.utf8.count > 2 }

    private static func isYear(_ number: String) -> Bool {
        Int(number).map { (1_900...2_099).contains($0) } ?? false
    }

    /// A text that only says that the mail is HTML has a few sentences.
    private static func isMuchLonger(_ plain: TextWords, _ html: TextWords) -> Bool {
        plain.count > fewSentences && html.count <= shortHTML
    }
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
        ("{{", "}}"), ("${", "}"), ("<%", "%>"), ("*|", "|*"), ("{%", "%}"), ("[%", "%]"), ("%%", "%%"),
    ]
}
