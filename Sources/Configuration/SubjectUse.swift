/// What becomes of the mail's subject.
package enum SubjectUse: String, CaseIterable, Sendable {
    case ignore
    /// `Subject: body`.
    case prefix
    /// In place of a body that holds no text.
    case fallback
}
