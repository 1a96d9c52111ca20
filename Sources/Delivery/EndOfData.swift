package import Configuration

/// What the milter does at the end of DATA, when it knows what became of each recipient.
package enum EndOfData: Equatable, Sendable {
    /// All were taken: the client hears 250, and the message never reaches the queue.
    case discard
    /// The client hears this outcome, and has the message still.
    case refuse(Outcome)
    /// The client hears 250, and the message goes on to the queue, for the recipients at these indices only.
    case queue([Int])

    /// What the sender has been told is never taken back, so a message that was taken for one recipient is never refused for
    /// the others: Postfix has one reply for all.
    ///
    /// - Parameter outcomes: of all recipients, at least one, in their order
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
    /// Whether our own set-up is broken. No waiting mends that, so the client hears it.
    fileprivate var isOurFault: Bool {
        if case .localConfigurationError = condition { true } else { false }
    }
}
