/// The result of `GET /health`.
package enum Health: Equatable, Sendable {
    case passed
    /// SMSGate reports a problem of its own.
    case failed
    /// An HTTP status other than 200.
    case answered(Int)
    /// 200, but not an answer of SMSGate.
    case notSMSGate

    /// Whether SMSGate is in trouble. If a proxy hides `/health`, the health is unknown, which is not
    /// trouble.
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
