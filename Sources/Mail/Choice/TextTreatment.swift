/// A change to a text because of its content; shown by --explain.
package enum TextTreatment: Equatable, Sendable, CustomStringConvertible {
    case controlSequences
    case rewrittenLines
    case guessedCharset(String)
    case damagedUTF8
    case enrichedText
    case linksLeftOut(Int, LinkUse)
    case quotes(lines: Int, signature: Int)
    case onlyQuotes
    case otherEncoding(String)
    case armour
    case styleSheet
    case tags
    case characterReferences

    package var description: String {
        switch self {
        case .controlSequences: "control sequences for a terminal were removed"
        case .rewrittenLines: "lines written again, or by backspaces, are their last state"
        case .guessedCharset(let name): "the charset was guessed: the bytes are no UTF-8, but text in \(name)"
        case .damagedUTF8: "bytes that are no UTF-8 became U+FFFD"
        case .enrichedText: "formatting commands (RFC 1896, RFC 1341) were removed"
        case .linksLeftOut(let count, let use):
            "links = \(use.rawValue): \(count == 1 ? "1 link" : "\(count) links") shortened or left out"
        case .quotes(let lines, let signature):
            "quotes = remove: \(lines) quoted lines and \(signature) lines of signature left out"
        case .onlyQuotes: "quotes = remove: kept, since nothing would be left without them"
        case .otherEncoding(let name): "the transfer encoding is \(name), whatever its label says"
        case .armour: "OpenPGP armour was removed; no signature was checked"
        case .styleSheet: "rules of a style sheet were removed from plain text"
        case .tags: "HTML tags were removed from plain text"
        case .characterReferences: "HTML character references in plain text were decoded"
        }
    }
}
