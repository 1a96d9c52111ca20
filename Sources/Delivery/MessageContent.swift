import Configuration
import Mail

/// What of a mail goes into the SMS, before it is shaped.
struct MessageContent {
    private(set) var text: String
    /// What was done to the text and why, shown by `--explain`.
    private(set) var notes: [String]

    init(of mail: Message, _ configuration: Configuration) {
        notes = mail.body.treatments.map(\.description)
        var body = mail.body.text
        if let marker = configuration.textEnd, let end = body.utf8.start(of: marker) {
            body = String(body[..<end])
            notes.append("text_end: \"\(marker)\" and what follows left out")
        }
        let subject = mail.subject ?? ""
        if body.isBlank, configuration.subject == .fallback, !subject.isBlank {
            body = subject
            notes.append("subject = fallback: the subject, since there is no text")
        }
        if let format = configuration.textFormat {
            text = format.text(subject: subject, sender: mail.senderName, body: body.trimmed)
            notes.append("text_format: the template was filled in")
        } else if configuration.subject == .prefix {
            text = [subject, body].filter { !$0.isBlank }.joined(separator: ": ")
        } else {
            text = body
        }
    }
}

extension String {
    /// Whether there is nothing to read in it.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// Without white space at its ends, which a template brings along where it is wanted.
    fileprivate var trimmed: String {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension String.UTF8View {
    /// Where the first `part` begins; nil if there is none. A part is short: `ParameterValue.marker`.
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
