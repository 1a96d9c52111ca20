package import SMSGate

/// What an answer proves about the message with our id. Only the API itself proves anything: a proxy may answer a
/// request that SMSGate has taken, or take one for which it finds no SMSGate.
package enum Proof: Equatable, Sendable {
    /// SMSGate has the message.
    case taken
    /// This request brought no message to SMSGate, or there is none with this id.
    case notTaken
    case none
}

extension Response {
    /// - Parameter id: of the message that was posted
    package func proof(ofPosting id: MessageID) -> Proof {
        switch status {
        case 200...299: self.id == id.description ? .taken : .none
        // SMSGate had it already.
        case 409: message == nil ? .none : .taken
        // A server or proxy that refuses the password has not looked at the message. A 403 without the API's JSON
        // may come from a firewall that dislikes the answer to a message that was taken.
        case 401: .notTaken
        case 400...499: message == nil ? .none : .notTaken
        default: .none
        }
    }

    /// - Parameter id: of the message that was asked for, in any case
    func proof(ofAskingFor id: MessageID) -> Proof {
        switch status {
        case 200: self.id?.lowercased() == id.description.lowercased() ? .taken : .none
        case 404: message == nil ? .none : .notTaken
        default: .none
        }
    }
}

extension SMSGateAPI {
    /// Asks whether SMSGate has the message.
    ///
    /// SMSGate keeps "not found" for minutes, in each of its replicas, and may have it from a question of an earlier try.
    /// It keeps it for the id as it was written, while its database compares ids without regard to case: the id in
    /// another case is a question that it has no answer to yet.
    func proof(of sms: PreparedSMS) -> Proof {
        let id = sms.request.id
        let proof = proof(ofAskingFor: id, sms)
        return proof == .notTaken ? self.proof(ofAskingFor: id.inAnotherCase(), sms) : proof
    }

    private func proof(ofAskingFor id: MessageID, _ sms: PreparedSMS) -> Proof {
        (try? state(id, sms.credentials))?.proof(ofAskingFor: id) ?? .none
    }
}
