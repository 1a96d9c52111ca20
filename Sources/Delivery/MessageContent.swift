import Configuration
import Mail

/// The text of a mail that goes into the SMS, before it is shaped.
struct MessageContent {
    private(set) var text: String
    /// Changes to the text and their reasons, shown by `--explain`.
    private(set) var notes: [String]

    init(of mail: Message, _ configuration: Configuration) {
        notes = mail.body.treatments.map(\.description)
        var body = mail.body.text
        if let marker = configuration.textEnd, let end = body.utf8.start(of: marker) {
            body = String(body[..<end])
            notes.append("text_end: \"\(marker)\" and what follows left out")
        }
        var subject: String { mail.subject ?? "" }
        if body.isBlank, configuration.subject == .fallback, !subject.isBlank {
            body = subject
            notes.append("subject = fallback: the subject, since there is no text")
        }
        if let format = configuration.textFormat {
            text = format.text(subject: subject, sender: mail.senderName, body: body.trimmed)
            notes.append("text_format: the template was filled in")
        } else if configuration.subject == .prefix {
            text = [subject, body].filter { !$0.isBlank }.joined(separator: ": ")
            if !subject.isBlank { notes.append("subject = prefix: the subject precedes the text") }
        } else {
            text = body
        }
    }
}

extension String {
    /// Whether it has no visible character.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// Without white space at either end, which a template may add where it is not needed.
    fileprivate var trimmed: String {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension String.UTF8View {
    /// The start of the first `part`; nil if it does not occur. `ParameterValue.marker` keeps `part` short.
    fileprivate func start(of part: String) -> String.Index? {
        guard let first = part.utf8.first else { return nil }
        var rest = self[...]
        while let found = rest.firstIndex(of: first) {
            rest = rest[found...]
            if rest.starts(with: part.utf8) { return found }
            rest.removeFirst()
        }
        return nil
    }
}
