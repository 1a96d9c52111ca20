import Configuration
import SMSGate

/// Sends a queued message so that it becomes one SMS or one notice to its sender, whatever its tries run into.
///
/// An earlier try may have reached SMSGate without its answer reaching us, and then the id alone does not protect from
/// a second SMS: SMSGate compares ids per device, picks a device at random where none is named, and looks at its queue
/// limits first. So SMSGate is asked: before a try that may not be the first, and after one whose end leaves it open
/// whether SMSGate took the message. What stays open is deferred, never final: the next try asks again.
///
/// - Parameter isFirstTry: whether the message has certainly not been tried before
/// - Throws: a TransportError, always for a temporary failure
func submitOnce(
    _ submission: Submission, to gate: Gate, policy: StatusPolicy, isFirstTry: Bool
) throws(TransportError) -> Outcome {
    let id = submission.request.id
    if !isFirstTry {
        switch Knowledge(try gate.state(submission)) {
        case .taken: return .accepted(id)
        case .notTaken: break
        case .open(let response): return policy.outcomeThatIsTemporary(of: response)
        }
    }

    let response: Response
    do {
        response = try gate.send(submission)
    } catch {
        guard case .lost = error, case .taken? = knowledge(of: submission, gate) else { throw error }
        return .accepted(id)
    }
    guard response.leavesOpen else { return policy.outcome(of: response, to: id) }
    switch knowledge(of: submission, gate) {
    case .taken: return .accepted(id)
    case .notTaken: return policy.outcome(of: response, to: id)
    case .open, nil: return policy.outcomeThatIsTemporary(of: response)
    }
}

/// Whether a message that arrived at `arrived` has certainly not been tried before.
///
/// After a failed try Postfix waits for a second at the least (`minimal_backoff_time`); after a start it tries at once
/// what its end has left behind.
func isFirstTry(arrived: Int?, now: Int, postfixStart: Int?) -> Bool {
    guard let arrived, let postfixStart else { return false }
    return arrived == now && postfixStart < arrived
}

extension Response {
    /// Whether the message may have been taken although this is no success: a server in trouble may have taken it before
    /// it got into it, and a success that is not readable may be SMSGate's, mangled, or somebody else's.
    fileprivate var leavesOpen: Bool {
        (500...599).contains(status) || ((200...299).contains(status) && !isReadable)
    }
}

/// What SMSGate says about a message that was tried.
private enum Knowledge {
    case taken
    case notTaken
    /// The answer does not tell: a server in trouble, one that answers 500 because the id stands on two devices, or
    /// something that is not SMSGate.
    case open(Response)

    init(_ response: Response) {
        switch response.status {
        case 200...299 where response.isReadable: self = .taken
        case 200...299, 408, 425, 429, 500, 502...599: self = .open(response)
        // 404. And what says that the question is not understood, by a server without it, or that the account is not
        // known: the try itself will tell.
        default: self = .notTaken
        }
    }
}

/// nil if there is no answer in the time that is left.
private func knowledge(of submission: Submission, _ gate: Gate) -> Knowledge? {
    (try? gate.state(submission)).map(Knowledge.init)
}
