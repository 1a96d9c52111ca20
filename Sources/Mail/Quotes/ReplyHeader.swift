/// The lines that mail programs put above an answered mail, in many languages.
enum ReplyHeader {
    /// Lines of a wrapped `On ..., ... wrote:`.
    static let longestWrap = 4
    /// Lines of a header that are examined.
    static let headerLines = 8
    /// A longer attribution is a sentence of the sender.
    private static let longestAttribution = 400

    /// `On Monday, 5 January 2026 at 10:00, Jo <jo@example.com> wrote:`, or without the verb, as in Japanese
    /// and Russian, where address and date are the sign.
    static func isAttribution(_ line: String) -> Bool {
        guard line.utf8.count <= longestAttribution, endsInColon(line) else { return false }
        let address = line.utf8.contains(UInt8(ascii: "@"))
        // With a verb they are enough, as in `05.01. um 09.12`.
        let digitsOfDate = 4
        if saysWrote(line) { return address || line.utf8.count(where: \.isASCIIDigit) >= digitsOfDate }
        return address && (hasDate(line) || isQuoting(line))
    }

    /// An attribution without `>` in the lines below: with the verb, or with a date and "quoting", or from a date at its
    /// beginning to the address in brackets at its end.
    static func isAttributionAlone(_ line: String) -> Bool {
        guard isAttribution(line) else { return false }
        let endsInBracket = line.unicodeScalars.reversed().first { !isAtEnd($0) } == ">"
        return saysWrote(line) || hasDate(line) && (isQuoting(line) || endsInBracket && beginsWithTime(line))
    }

    /// Whether a line has two numbers beside the address, with a date such as `5/1/26`, a year or a time among them.
    private static func hasDate(_ line: String) -> Bool {
        let words = line.utf8.split { !$0.isASCIILetterOrDigit && !"._%+-@:/".utf8.contains($0) }
            .filter { !$0.contains(UInt8(ascii: "@")) }
        let numbers = words.map { $0.split { !$0.isASCIIDigit } }
        return numbers.joined().count > 1
            && zip(words, numbers).contains { word, numbers in
                numbers.contains { $0.count == 4 && ["19", "20"].contains(Substring($0.prefix(2))) }
                    || numbers.count == 2 && word.contains(UInt8(ascii: ":"))
                    || numbers.count == 3 && numbers[2].count == 2 && numbers.allSatisfy { $0.count <= 2 }
            }
    }

    private static func isQuoting(_ line: String) -> Bool {
        words(of: line).first.map(quotingWords.contains) ?? false
    }

    /// In texts from right to left, direction marks may follow.
    private static func isAtEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint || isColon(scalar)
    }

    private static func isColon(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == "\u{FF1A}" }

    /// `On Mon, 5 Jan 2026 at 9:12, Jo <jo@example.com> wrote:   Are you ok?`: some phones write the answered mail into
    /// the same line.
    static func goesOnBehindAttribution(_ line: String) -> Bool {
        guard
            let bracket = line.utf8.prefix(longestAttribution).firstIndex(of: UInt8(ascii: ">")),
            let colon = line.utf8[bracket...].prefix(longestVerb).firstIndex(of: UInt8(ascii: ":"))
        else { return false }
        let attribution = String(decoding: line.utf8[...colon], as: UTF8.self)
        let verb = String(decoding: line.utf8[bracket...colon], as: UTF8.self)
        // In other languages the verb is in front of the name.
        let isVerbBefore =
            verb == ">:" && saysWrote(attribution) && attribution.utf8.dropLast().contains(UInt8(ascii: ":"))
        return isAttribution(attribution) && hasDate(attribution) && (isVerbBefore || saysWrote(verb))
    }

    /// Bytes between the address and the colon.
    private static let longestVerb = 40

    /// `Jo <jo@example.com> wrote:`
    static func isWithoutDate(_ line: String) -> Bool {
        isAttribution(line) && !hasDate(line)
    }

    /// Whether this is the upper one of two lines of an attribution: `On Mon, 5 Jan 2026 09:12:00 +0100`
    static func isDateLine(_ line: String) -> Bool {
        line.utf8.count <= longestDateLine && beginsAttribution(line)
            && hasDate(line) && line.last.map { !".!?:".contains($0) } ?? false
    }

    private static let longestDateLine = 80

    /// Whether the line may start an attribution before an unmarked quotation: with a preposition of time,
    /// the date, or name and address.
    static func beginsAttribution(_ line: String) -> Bool {
        beginsWithTime(line)
            || words(of: line).count > 0 && line.utf8.contains(UInt8(ascii: "<"))
                && line.utf8.contains(UInt8(ascii: "@"))
    }

    private static func beginsWithTime(_ line: String) -> Bool {
        line.utf8.first?.isASCIIDigit == true || words(of: line).first.map(openers.contains) == true
    }

    /// Whether it is only the end of an attribution, with the date in the line above.
    static func goesOnUpwards(_ line: String) -> Bool {
        !beginsAttribution(line) && !hasDate(line)
    }

    static func endsInWrote(_ line: String) -> Bool {
        endsInColon(line) && line.utf8.count <= longestAttribution && saysWrote(line)
            && words(of: line).count <= 8
    }

    private static func endsInColon(_ line: String) -> Bool {
        line.unicodeScalars.reversed().prefix(while: isAtEnd).contains(where: isColon)
    }

    private static func saysWrote(_ line: String) -> Bool {
        if words(of: line).contains(where: verbs.contains) { return true }
        return eastAsianVerbs.contains { line.utf8.holds($0.utf8) }
    }

    /// `-----Original Message-----`, `---------- Forwarded message ---------`, `Begin forwarded message:`.
    static func isDelimiter(_ line: String) -> Bool {
        let longestDelimiter = 120
        guard line.utf8.count <= longestDelimiter else { return false }
        let isDash = { (character: Character) in "-_*=–—".contains(character) || character.isWhitespace }
        let trimmed = line.drop { $0.isWhitespace }
        if isEnclosedAttribution(trimmed) { return true }
        let title = trimmed.drop(while: isDash)
        let hasDashes = title.startIndex > trimmed.startIndex || endsInColon(line)
        var name = title
        while let last = name.last, isDash(last) || last == ":" { name.removeLast() }
        guard hasDashes, !name.isEmpty else { return false }
        return delimiters.contains(String(name.lowercased().map { $0 == "’" ? "'" : $0 }))
    }

    /// `---- On Mon, 5 Jan 2026 09:12:00 +0100 Jo <jo@example.com> wrote ----`, `-----Jo schrieb: -----`, and GroupWise's
    /// `>>> Jo <jo@example.com> 05.01.2026 09:12 >>>`.
    static func isEnclosedAttribution(_ line: Substring) -> Bool {
        let end = line.reversed().drop(while: \.isWhitespace)
        if line.hasPrefix(">>> ") {
            return end.starts(with: ">>>") && line.utf8.contains(UInt8(ascii: "@")) && hasDate(String(line))
        }
        guard line.hasPrefix("----"), end.starts(with: "----") else { return false }
        let words = words(of: String(line))
        guard let verb = words.last else { return false }
        // A heading may end in a verb, too.
        return line.utf8.contains(UInt8(ascii: "@"))
            ? verbs.contains(verb) : words.count <= 3 && ["wrote", "schrieb"].contains(verb)
    }

    /// A line of underscores or hyphens, which separates the answered mail if a header follows.
    static func isRule(_ line: String) -> Bool {
        let shortestRule = 3
        let trimmed = Array(line.utf8)[...].trimmed()
        return trimmed.count >= shortestRule
            && trimmed.allSatisfy {
                $0 == hyphen || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "*")
            }
    }

    /// Whether lines are a header in words: `From:` and `Sent:`, in any order, with two of `To:`, `Subject:` and the address
    /// of a sender or recipient. Voice mails, faxes and bookings have `From:`, `To:` and `Date:`, too.
    static func isHeader(_ lines: [String]) -> Bool {
        var found: Set<Label> = []
        var hasAddress = false
        for line in lines {
            let longestLabel = 30
            guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "\u{FF1A}" }) else {
                // A long list of recipients continues on the next line.
                if found.isEmpty { return false }
                continue
            }
            let name = line[..<colon].filter { $0 != "*" }.lowercased()
            let label = name.drop(while: \.isWhitespace)
            guard label.utf8.count <= 3 * longestLabel, let kind = Label(label) else {
                if found.isEmpty { return false }
                continue
            }
            found.insert(kind)
            if kind == .from || kind == .to, line.utf8.contains(UInt8(ascii: "@")) { hasAddress = true }
        }
        let further = [found.contains(.to), found.contains(.subject), hasAddress]
        return found.isSuperset(of: [.from, .date]) && further.count(where: { $0 }) >= 2
    }

    private enum Label: CaseIterable {
        case from, date, to, subject

        init?(_ label: Substring) {
            var name = label
            while name.last?.isWhitespace == true { name.removeLast() }
            guard let kind = Self.allCases.first(where: { $0.names.contains(String(name)) }) else {
                return nil
            }
            self = kind
        }

        private var names: Set<String> {
            switch self {
            case .from: ReplyHeader.fromLabels
            case .date: ReplyHeader.dateLabels
            case .to: ReplyHeader.toLabels
            case .subject: ReplyHeader.subjectLabels
            }
        }
    }

    /// Words in lower case, separated by anything but letters.
    private static func words(of line: String) -> [String] {
        line.lowercased().split { !$0.isLetter }.map(String.init)
    }
}
