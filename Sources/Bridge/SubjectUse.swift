import Mail

/// What becomes of the mail's subject.
package enum SubjectUse: String, CaseIterable, Sendable {
    case ignore
    /// `Subject: body`.
    case prefix
    /// In place of a body that holds no text.
    case fallback

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
