import Configuration
import Mail

extension SubjectUse {
    /// The text of the SMS before it is shaped.
    func text(of mail: Message) -> String {
        let body = mail.body.text
        switch self {
        case .ignore:
            return body
        case .prefix:
            return [mail.subject ?? "", body].filter { !$0.isBlank }.joined(separator: ": ")
        case .fallback:
            return body.isBlank ? mail.subject ?? "" : body
        }
    }
}

extension String {
    /// Whether there is nothing to read in it.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
