/// What `GET /health` came to.
package enum Health: Equatable, Sendable {
    case passed
    /// SMSGate says that something in it does not work.
    case failed
    /// Another HTTP status than 200.
    case answered(Int)
    /// 200, but not the answer of an SMSGate.
    case notSMSGate

    /// Whether SMSGate itself is in trouble. Where `/health` is hidden by a proxy nothing is known, and that is no trouble.
    package var isTrouble: Bool {
        switch self {
        case .failed, .answered(500...599): true
        case .passed, .answered, .notSMSGate: false
        }
    }
}

extension Client {
    /// `GET /health`, without credentials.
    package func health() throws(TransportError) -> Health {
        let answer = try answer("/health", nil)
        guard answer.status == 200 else { return .answered(answer.status) }
        guard let status = answer.json?["status"] else { return .notSMSGate }
        return status.string == "pass" ? .passed : .failed
    }
}
