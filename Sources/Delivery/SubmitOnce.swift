import SMS
import SMSGate

/// Sends a prepared SMS so that the mail becomes exactly one SMS or one notice to its sender, whatever its
/// tries meet.
///
/// SMSGate refuses a second message with the same id for the same device, so requests are safe to repeat. A
/// request whose result is unknown is repeated once immediately, and otherwise later; it is never final.
func submitOnce(_ sms: PreparedSMS, to smsgate: SMSGateAPI) -> Outcome {
    var end = End(of: sms, smsgate)
    var mayBeTaken = end.isOpen
    // A 409 names no message: on a kept connection it may be a late answer to an earlier request.
    if end.isOpen || end.isRepetition, smsgate.hasTimeLeft() {
        end = End(of: sms, smsgate)
        mayBeTaken = true
    }
    if let refused = end.refusedLogin {
        guard smsgate.isWell() else { return Outcome(.serverFailure, detail: refused.said) }
        // The trouble may have been short.
        end = End(of: sms, smsgate)
        mayBeTaken = mayBeTaken || end.isOpen
    }
    let outcome = end.outcome(of: sms)
    guard outcome.verdict == .permanent, mayBeTaken else { return outcome }
    // SMSGate may have accepted an earlier request although the last one failed.
    switch smsgate.proof(of: sms) {
    case .taken: return .accepted(sms, again: true)
    case .notTaken: return outcome
    case .none: return Outcome(.serverFailure, detail: outcome.detail)
    }
}

/// The end of a request to send.
private enum End {
    case answered(Response, Proof)
    case unanswered(TransportError)

    init(of sms: PreparedSMS, _ smsgate: SMSGateAPI) {
        do throws(TransportError) {
            let response = try smsgate.send(sms.request, sms.credentials)
            self = .answered(response, response.proof(ofPosting: sms.request.id))
        } catch {
            self = .unanswered(error)
        }
    }

    /// Whether SMSGate may have accepted the message without our knowledge.
    var isOpen: Bool {
        switch self {
        case .answered(_, let proof): proof == .none
        case .unanswered(.lost), .unanswered(.timeout): true
        case .unanswered(.unreachable), .unanswered(.untrusted), .unanswered(.setup): false
        }
    }

    /// Whether SMSGate says that it had the message already.
    var isRepetition: Bool {
        if case .answered(let response, .taken) = self { response.status == 409 } else { false }
    }

    /// The response if SMSGate refused the user's password.
    var refusedLogin: Response? {
        if case .answered(let response, _) = self, response.isRefusedLogin { response } else { nil }
    }

    func outcome(of sms: PreparedSMS) -> Outcome {
        switch self {
        case .answered(_, .taken): .accepted(sms, again: isRepetition)
        case .answered(let response, let proof): sms.policy.outcome(of: response, isProof: proof == .notTaken)
        case .unanswered(let error): Outcome(of: error)
        }
    }
}

extension Outcome {
    /// A success; the second line shows the cost. pipe(8) logs a hundred characters of both.
    ///
    /// - Parameter again: whether an earlier request had brought the message to SMSGate
    fileprivate static func accepted(_ sms: PreparedSMS, again: Bool) -> Outcome {
        let encoding =
            switch sms.text.encoding {
            case .gsm7: "GSM-7"
            case .ucs2: "UCS-2"
            }
        return Outcome(
            .accepted(sms.request.id),
            detail: (again ? "SMSGate had it already " : "")
                + "segments=\(sms.text.segments) encoding=\(encoding)")
    }
}
