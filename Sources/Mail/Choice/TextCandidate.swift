/// How welcome a text is, the best first.
enum TextRank: Int, Comparable {
    case plain
    case html
    /// A text subtype that is read as plain text (RFC 2046, 4.1.4).
    case otherText
    /// Inline, but with a file name in its disposition: rather something enclosed than something said.
    case named
    /// What a delivery report says of its recipients.
    case report
    /// An appointment.
    case calendar
    /// The text of an embedded mail.
    case embedded
    /// Text for machines, or of a type that need not be text.
    case data
    case encrypted
    case blank

    static func < (left: TextRank, right: TextRank) -> Bool { left.rawValue < right.rawValue }
}

/// A text, or several that belong together, found in a part and the parts within.
struct TextCandidate {
    struct Piece {
        var text: String
        let place: MessageText.Part
        /// The document that the text was made from; nil for plain text.
        var html: [UInt8]?
    }

    var pieces: [Piece]
    var rank: TextRank

    init(_ pieces: [Piece], _ rank: TextRank) {
        self.pieces = pieces
        self.rank = rank
    }

    /// Each piece begins on a line of its own.
    var text: String {
        guard pieces.count > 1 else { return pieces.first?.text ?? "" }
        return pieces.map { piece in
            var text = piece.text[...]
            while let last = text.unicodeScalars.last, last == "\n" || last == "\r" || last == " " {
                text = Substring(text.unicodeScalars.dropLast())
            }
            return text
        }.joined(separator: "\n")
    }

    var html: [UInt8]? {
        let documents = pieces.compactMap(\.html)
        return documents.isEmpty ? nil : Array(documents.joined())
    }

    /// Of texts for a reader all in their order, else the best.
    static func joined(_ candidates: [TextCandidate]) -> TextCandidate? {
        // What follows an encrypted message is a footer.
        if let first = candidates.first(where: { $0.rank != .blank }), first.rank == .encrypted {
            return first
        }
        let texts = candidates.filter { $0.rank <= .html }
        guard texts.count > 1, let rank = texts.map(\.rank).max() else {
            return texts.first ?? candidates.min { $0.rank < $1.rank }
        }
        return TextCandidate(withoutRepetitions(texts.flatMap(\.pieces)), rank)
    }

    /// A text and an HTML document next to each other that say the same are sent once.
    private static func withoutRepetitions(_ pieces: [Piece]) -> [Piece] {
        var kept: [Piece] = []
        for piece in pieces {
            guard let last = kept.last else {
                kept.append(piece)
                continue
            }
            switch (last.html, piece.html) {
            case (nil, nil), (.some, .some):
                if last.text != piece.text { kept.append(piece) }
            case (nil, .some):
                let versions = TextVersions(plain: last.text, html: piece.text, document: piece.html)
                guard versions.sayTheSame else {
                    kept.append(piece)
                    break
                }
                if versions.reasonAgainstPlain != nil { kept[kept.count - 1] = piece }
            case (.some, nil):
                let versions = TextVersions(plain: piece.text, html: last.text, document: last.html)
                guard versions.sayTheSame else {
                    kept.append(piece)
                    break
                }
                if versions.reasonAgainstPlain == nil { kept[kept.count - 1] = piece }
            }
        }
        return kept
    }
}
