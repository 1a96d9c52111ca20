package import Configuration

/// What the milter does at the end of DATA, when every recipient has an outcome.
package enum EndOfData: Equatable, Sendable {
    /// All recipients were accepted: the client hears 250, and the message never reaches the queue.
    case discard
    /// The client hears this outcome and keeps the message.
    case refuse(Outcome)
    /// The client hears 250, and the message goes to the queue for the recipients at these indices only.
    case queue([Int])

    /// Postfix has one reply for all recipients, so a message that was accepted for one is never refused for
    /// the others.
    ///
    /// - Parameter outcomes: of all recipients in order, at least one
    package init(_ outcomes: [Outcome], whenUnavailable: UnavailableReply) {
        let rest = outcomes.indices.filter { outcomes[$0].verdict != .accepted }
        guard let first = rest.first else {
            self = .discard
            return
        }
        guard rest.count == outcomes.count else {
            self = .queue(rest)
            return
        }
        if let broken = outcomes.first(where: \.isOurFault) {
            self = .refuse(broken)
        } else if let temporary = outcomes.first(where: { $0.verdict == .temporary }) {
            self = whenUnavailable == .queue ? .queue(rest) : .refuse(temporary)
        } else {
            self = .refuse(outcomes[first])
        }
    }
}

extension Outcome {
    /// Whether our own setup is broken. Waiting does not fix it, so the client hears about it.
    fileprivate var isOurFault: Bool {
        if case .localConfigurationError = condition { true } else { false }
    }
}
