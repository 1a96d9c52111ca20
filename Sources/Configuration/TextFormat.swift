/// A template for the text of an SMS: `%s` is the subject, `%f` the sender's name, `%b` the text of the mail,
/// `%_` a space and `%%` a percent sign.
package struct TextFormat: Equatable, Sendable {
    private enum Piece: Equatable {
        case literal(String)
        case subject, sender, body
    }

    private let pieces: [Piece]

    /// nil if a `%` is followed by anything else.
    package init?(_ template: String) {
        var pieces: [Piece] = []
        var literal = ""
        var rest = template.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                literal.unicodeScalars.append(scalar)
                continue
            }
            let field: Piece
            switch rest.popFirst() {
            case "s": field = .subject
            case "f": field = .sender
            case "b": field = .body
            case "_": field = .literal(" ")
            case "%": field = .literal("%")
            default: return nil
            }
            if case .literal(let text) = field {
                literal += text
            } else {
                pieces += [.literal(literal), field]
                literal = ""
            }
        }
        self.pieces = (pieces + [.literal(literal)]).filter { $0 != .literal("") }
    }

    /// The filled-in template; empty if it uses the subject or the text of the mail, but the mail has
    /// neither.
    package func text(subject: String, sender: String, body: String) -> String {
        let content = pieces.compactMap { piece -> String? in
            switch piece {
            case .subject: subject
            case .body: body
            default: nil
            }
        }
        if !content.isEmpty, content.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return "" }
        return pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .subject: subject
            case .sender: sender
            case .body: body
            }
        }.joined()
    }
}
