/// How the HTTP status of SMSGate's answer becomes an outcome.
package enum StatusPolicy: String, CaseIterable, Sendable {
    /// The documented table to the letter: 4xx is temporary, 5xx is final.
    case bridge
    /// By what a retry can fix: a request that was refused for what it holds is final, a server in trouble is not. Suits
    /// a sender with a queue.
    case precise
}
