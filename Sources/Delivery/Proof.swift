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
        // Whoever refuses the password has not looked at the message, be it a proxy.
        case 401, 403: .notTaken
        case 400...499: message == nil ? .none : .notTaken
        default: .none
        }
    }

    /// - Parameter id: of the message that was asked for
    func proof(ofAskingFor id: MessageID) -> Proof {
        switch status {
        case 200: self.id == id.description ? .taken : .none
        case 404: message == nil ? .none : .notTaken
        default: .none
        }
    }
}
