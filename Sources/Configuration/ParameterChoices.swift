/// How the HTTP status of SMSGate's answer becomes an outcome.
package enum StatusPolicy: String, CaseIterable, Sendable {
    /// Exactly the documented table: 4xx is temporary, 5xx is final.
    case bridge
    /// By whether a retry can help: a request refused for its content is final, a server in trouble is not.
    /// Suits senders with a queue.
    case precise
}

/// The milter's answer if SMSGate cannot take a message now, or the result is unknown.
package enum UnavailableReply: String, CaseIterable, Sendable {
    /// The client hears 450 or 451 and keeps the message.
    case reply
    /// The client hears 250, and the message waits in the queue.
    case queue
}

/// The use of the mail's subject.
package enum SubjectUse: String, CaseIterable, Sendable {
    case ignore
    /// `Subject: body`.
    case prefix
    /// Used if the body has no text.
    case fallback
}
