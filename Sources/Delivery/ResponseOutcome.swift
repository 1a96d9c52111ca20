import Configuration
import SMSGate

extension StatusPolicy {
    /// What a response that is no success means for the message.
    ///
    /// - Parameter isProof: whether it proves that the message was not taken
    func outcome(of response: Response, isProof: Bool) -> Outcome {
        switch response.status {
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
    /// SMSGate also answers 401 while it cannot look the user up, such as when its database is down: only if it is well
    /// the account is wrong.
    func authenticationOutcome(_ smsgate: SMSGateAPI) -> Outcome {
        do throws(TransportError) {
            let health = try smsgate.health()
            return Outcome(health.isTrouble ? .serverFailure : .authenticationFailed, detail: said)
        } catch {
            return Outcome(.serverFailure, detail: said)
        }
    }

    /// For the log.
    var said: String {
        if let message { return "SMSGate answered \(status): \(message)" }
        if (200...299).contains(status) {
            return "SMSGate answered \(status), without the id of the message"
        }
        return "SMSGate answered \(status)"
    }
}
