/// A change to a text because of its content; shown by --explain.
package enum TextTreatment: Equatable, Sendable, CustomStringConvertible {
    /// A part whose text was not used.
    case leftOut(path: String, mediaType: String, why: String)
    /// A body that is a multipart, contrary to its Content-Type; nil if it has none.
    case mislabelledMultipart(String?)
    case otherBoundary
    case severalContentTypes(Int)
    case invalidContentType(String)
    case slippedFields
    case unlabelledHTML
    case linesKept
    case pictureNames
    case textAroundBase64
    case hiddenText
    /// Links whose text is an address, not the one behind it.
    case addressesInText(Int)
    case controlSequences
    case rewrittenLines
    case guessedCharset(String)
    case damagedUTF8
    case linesInUTF8
    case enrichedText
    case linksLeftOut(Int, LinkUse)
    case onlyLinks
    case quotes(lines: Int, signature: Int)
    case onlyQuotes
    case otherEncoding(String)
    case encodedTwice
    case armour
    case styleSheet
    case tags
    case characterReferences

    package var description: String {
        switch self {
        case .leftOut(let path, let mediaType, let why): "part \(path), \(mediaType), was left out: \(why)"
        case .mislabelledMultipart(let label):
            "the body is a multipart, "
                + (label.map { "although its Content-Type is \($0)" } ?? "although it has no Content-Type")
        case .otherBoundary: "the multipart has delimiters with another boundary than its Content-Type"
        case .severalContentTypes(let count):
            "of \(count) Content-Type fields the one that fits the body was used"
        case .invalidContentType(let type): "the Content-Type is not valid: \(type)"
        case .slippedFields: "MIME fields below an empty line were read as part of the header"
        case .unlabelledHTML: "the text is HTML, whatever its Content-Type says"
        case .linesKept: "the HTML has no tags, so its lines were kept"
        case .pictureNames: "placeholders of pictures in plain text were removed"
        case .textAroundBase64: "plain text around the base64, which a relay added, was removed"
        case .hiddenText: "text that the HTML hides was left out"
        case .addressesInText(let count):
            "\(count == 1 ? "1 link" : "\(count) links") with an address as text: the address behind it was left out"
        case .controlSequences: "control sequences for a terminal were removed"
        case .rewrittenLines: "lines written again, or by backspaces, are their last state"
        case .guessedCharset(let name): "the charset was guessed: the bytes are no UTF-8, but text in \(name)"
        case .damagedUTF8: "bytes that are no UTF-8 became U+FFFD"
        case .linesInUTF8: "lines that are UTF-8 were read as that, the others as windows-1252"
        case .enrichedText: "formatting commands (RFC 1896, RFC 1341) were removed"
        case .linksLeftOut(let count, let use):
            "links = \(use.rawValue): \(count == 1 ? "1 link" : "\(count) links") shortened or left out"
        case .onlyLinks: "links = text was used, since with none nothing would be left"
        case .quotes(let lines, let signature):
            "quotes = remove: \(lines) quoted lines and \(signature) lines of signature left out"
        case .onlyQuotes: "quotes = remove: kept, since nothing would be left without them"
        case .otherEncoding(let name): "the transfer encoding is \(name), whatever its label says"
        case .encodedTwice: "the text was encoded twice, and is base64 inside"
        case .armour: "OpenPGP armour was removed; no signature was checked"
        case .styleSheet: "rules of a style sheet were removed from plain text"
        case .tags: "HTML tags were removed from plain text"
        case .characterReferences: "HTML character references in plain text were decoded"
        }
    }
}
