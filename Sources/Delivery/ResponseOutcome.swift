import Configuration
import SMSGate

extension StatusPolicy {
    /// The outcome of a message when the response is not a success.
    ///
    /// - Parameters:
    ///   - response: 401 or 403 only if SMSGate is healthy
    ///   - isProof: whether it proves that SMSGate did not accept the message
    func outcome(of response: Response, isProof: Bool) -> Outcome {
        switch response.status {
        case 401, 403:
            return Outcome(.authenticationFailed, detail: response.said)
        case 400...499:
            let isFinal = isProof && self == .precise && Self.unfixable.contains(response.status)
            return Outcome(isFinal ? .deliveryFailed : .temporaryFailure, detail: response.said)
        case 500...599:
            let isFinal = self == .bridge || [501, 505].contains(response.status)
            return Outcome(isFinal ? .deliveryFailed : .serverFailure, detail: response.said)
        case 200...299:
            return Outcome(.serverFailure, detail: response.said)
        default:
            // Redirects are not followed, because the password would go along.
            return Outcome(
                .localConfigurationError("smsgate_url: unexpected answer"), detail: response.said)
        }
    }

    /// The 4xx codes that repeating the request cannot fix.
    private static let unfixable: Set = [400, 404, 405, 413, 415, 422]
}

extension Response {
    var isRefusedLogin: Bool { status == 401 || status == 403 }

    /// For the log.
    var said: String {
        if let message { return "SMSGate answered \(status): \(message)" }
        if (200...299).contains(status) {
            return "SMSGate answered \(status), without the id of the message"
        }
        return "SMSGate answered \(status)"
    }
}

extension SMSGateAPI {
    /// Whether SMSGate is healthy, so that its 401 means a wrong password: it also answers 401 while it
    /// cannot look the user up, e.g. when its database is down.
    ///
    /// - Parameter mustPass: whether only its own word counts, and not the lack of trouble where `/health` is hidden
    func isWell(mustPass: Bool = false) -> Bool {
        guard let health = try? health() else { return false }
        return mustPass ? health == .passed : !health.isTrouble
    }
}
