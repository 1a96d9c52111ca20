/// The rank of a text, best first.
enum TextRank: Int, Comparable {
    case plain
    case html
    /// A text subtype that is read as plain text (RFC 2046, 4.1.4).
    case otherText
    /// Inline, but with a file name in its disposition, so probably not part of the message.
    case named
    /// The recipients of a delivery report.
    case report
    /// An appointment.
    case calendar
    /// The text of an embedded mail.
    case embedded
    /// Text for machines, or of a type that may not be text.
    case data
    case encrypted
    case blank

    static func < (left: TextRank, right: TextRank) -> Bool { left.rawValue < right.rawValue }
}

/// A text, or several that belong together, from a part and its subparts.
struct TextCandidate {
    struct Piece {
        var text: String
        var place: MessageText.Part
        /// The text with its document; nil for plain text.
        var html: HTMLVersion?
    }

    private(set) var pieces: [Piece]
    let rank: TextRank
    /// All pieces, if at least one is HTML.
    let html: HTMLVersion?

    init(_ pieces: [Piece], _ rank: TextRank) {
        self.pieces = pieces
        self.rank = rank
        html =
            pieces.count == 1
            ? pieces[0].html
            : HTMLVersion(joining: pieces.compactMap(\.html), text: Self.text(of: pieces))
    }

    /// There is no text because the message is encrypted.
    static var encrypted: TextCandidate { TextCandidate([], .encrypted) }

    var text: String { Self.text(of: pieces) }

    /// Each piece starts on a line of its own.
    private static func text(of pieces: [Piece]) -> String {
        guard pieces.count > 1 else { return pieces.first?.text ?? "" }
        return pieces.map { piece in
            var text = piece.text[...]
            while let last = text.unicodeScalars.last, last == "\n" || last == "\r" || last == " " {
                text = Substring(text.unicodeScalars.dropLast())
            }
            return text
        }.joined(separator: "\n")
    }

    /// The same text as that of an enclosed mail.
    var enclosed: TextCandidate {
        var enclosed = TextCandidate(pieces, .embedded)
        for index in pieces.indices {
            enclosed.pieces[index].place.reason =
                "no other text, so that of an enclosed mail: " + pieces[index].place.reason
        }
        return enclosed
    }

    /// Whether it is text/enriched or text/richtext.
    var isFormatted: Bool { pieces.contains { $0.place.treatments.contains(.enrichedText) } }

    /// The same text with another reason.
    func with(reason: String) -> TextCandidate {
        var candidate = self
        for index in pieces.indices { candidate.pieces[index].place.reason = reason }
        return candidate
    }

    /// All texts in order, else all of the best rank.
    static func joined(_ candidates: [TextCandidate]) -> TextCandidate? {
        // Text after an encrypted message is a footer.
        if let first = candidates.first(where: { $0.rank != .blank }), first.rank == .encrypted {
            return first
        }
        // The server of a mailing list or a signature adds no more than a footer to an enclosed mail.
        let hasMail = candidates.contains { $0.rank == .embedded }
        let candidates = candidates.filter { !(hasMail && $0.rank <= .html && $0.isFooter) }
        guard let best = candidates.map(\.rank).min() else { return nil }
        let texts = candidates.filter { $0.rank <= max(best, .html) }
        guard texts.count > 1, best <= .embedded, let rank = texts.map(\.rank).max() else {
            return texts.first
        }
        return TextCandidate(withoutRepetitions(texts.flatMap(\.pieces)), rank)
    }

    /// Whether it begins with the line that separates a footer from the text before: that of RFC 3676, or the
    /// underscores of mailing lists. Several of these are the box around an alert.
    private var isFooter: Bool {
        let lines = text.split(whereSeparator: \.isNewline).lazy.map { $0.filter { $0 != " " } }
            .filter { !$0.isEmpty }
        func isRule(_ line: String) -> Bool {
            line.count >= Self.shortestRule && line.allSatisfy { $0 == "_" }
        }
        return lines.first == "--" || lines.first.map(isRule) == true && lines.count(where: isRule) == 1
    }

    private static let shortestRule = 10

    /// Of equal neighbouring texts only one is sent.
    private static func withoutRepetitions(_ pieces: [Piece]) -> [Piece] {
        var kept: [Piece] = []
        for piece in pieces {
            if let last = kept.last, let one = one(of: last, piece) {
                kept[kept.count - 1] = one
            } else {
                kept.append(piece)
            }
        }
        return kept
    }

    /// The one of two texts to send; nil if they are different.
    private static func one(of first: Piece, _ second: Piece) -> Piece? {
        let (plain, rich) = first.html == nil ? (first, second) : (second, first)
        guard let html = rich.html, plain.html == nil else {
            return areEqual(first.text, second.text) ? first : nil
        }
        let versions = TextVersions(plain: plain.text, html: html)
        guard versions.sayTheSame else { return nil }
        return versions.reasonAgainstPlain == nil ? plain : rich
    }

    /// Equal except for white space, which programs that wrap a text in a file (TNEF) change.
    private static func areEqual(_ first: String, _ second: String) -> Bool {
        first.utf8.lazy.filter { !$0.isWhiteSpaceOrLineEnd }.elementsEqual(
            second.utf8.lazy.filter { !$0.isWhiteSpaceOrLineEnd })
    }
}
