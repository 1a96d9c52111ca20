/// How the HTTP status of SMSGate's answer becomes an outcome.
package enum StatusPolicy: String, CaseIterable, Sendable {
    /// The documented table to the letter: 4xx is temporary, 5xx is final.
    case bridge
    /// By what a retry can fix: a request that was refused for what it holds is final, a server in trouble is not. Suits
    /// a sender with a queue.
    case precise
}

/// What the milter answers while SMSGate does not take a message: a temporary failure or an open end.
package enum UnavailableReply: String, CaseIterable, Sendable {
    /// The client hears 450 or 451 and keeps the message.
    case reply
    /// The client hears 250, and the message waits in the queue.
    case queue
}

/// What becomes of the mail's subject.
package enum SubjectUse: String, CaseIterable, Sendable {
    case ignore
    /// `Subject: body`.
    case prefix
    /// In place of a body that holds no text.
    case fallback
}
