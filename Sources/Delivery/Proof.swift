package import SMSGate

/// What an answer proves about the message with our id. Only the API itself is proof: a proxy may answer for
/// a request that SMSGate has accepted, or accept a request that SMSGate never gets.
package enum Proof: Equatable, Sendable {
    /// SMSGate has the message.
    case taken
    /// This request did not bring a message to SMSGate, or no message has this id.
    case notTaken
    case none
}

extension Response {
    /// - Parameter id: of the message that was sent
    package func proof(ofPosting id: MessageID) -> Proof {
        switch status {
        case 200...299: self.id == id.description ? .taken : .none
        // SMSGate had it already.
        case 409: message == nil ? .none : .taken
        // A server or proxy that refuses the password has not processed the message. A 403 without the API's
        // JSON may come from a firewall that blocked the answer to an accepted message.
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
    /// SMSGate caches "not found" for minutes in each replica, perhaps since an earlier try. The cache is
    /// case-sensitive, while the database is not: with the id in another case the answer is not cached yet.
    func proof(of sms: PreparedSMS) -> Proof {
        let id = sms.request.id
        let proof = proof(ofAskingFor: id, sms)
        return proof == .notTaken ? self.proof(ofAskingFor: id.inAnotherCase(), sms) : proof
    }

    private func proof(ofAskingFor id: MessageID, _ sms: PreparedSMS) -> Proof {
        (try? state(id, sms.credentials))?.proof(ofAskingFor: id) ?? .none
    }
}
