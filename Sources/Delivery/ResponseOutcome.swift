import Configuration
import SMSGate

extension StatusPolicy {
    /// What a response that is no success means for the message.
    ///
    /// - Parameters:
    ///   - response: a 401 or 403 only of an SMSGate that is well
    ///   - isProof: whether it proves that the message was not taken
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
            // A redirect is never followed: the password would go along.
            return Outcome(
                .localConfigurationError("smsgate_url: unexpected answer"), detail: response.said)
        }
    }

    /// Of 4xx, those that no repetition of the same request can fix.
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
    /// Whether SMSGate can be believed that a password is wrong: it also answers 401 while it cannot look the user up, such as
    /// when its database is down.
    func isWell() -> Bool {
        guard let health = try? health() else { return false }
        return !health.isTrouble
    }
}
