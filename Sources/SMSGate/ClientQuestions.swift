// What a person wants to know of SMSGate who looks whether a set-up works.
extension Client {
    /// `GET /health`, without credentials.
    package func health() throws(TransportError) -> Health {
        let answer = try answer("/health", nil)
        guard answer.status == 200 else { return .answered(answer.status) }
        guard let status = JSON(answer.body)?["status"]?.string else { return .notSMSGate }
        return status == "pass" ? .passed : .failed
    }

    /// `GET /devices`: whether the credentials are right, and what can send for them.
    package func devices(of credentials: Credentials) throws(TransportError) -> AccountAnswer {
        let answer = try answer("/devices", credentials)
        switch answer.status {
        case 200:
            guard let devices = JSON(answer.body)?.array else { return .notSMSGate }
            let ids = devices.compactMap { $0["id"]?.string }
            return ids.count == devices.count ? .accepted(devices: ids) : .notSMSGate
        case 401, 403: return .refused(answer.status)
        default: return .answered(answer.status)
        }
    }
}

/// What `GET /health` came to.
package enum Health: Equatable, Sendable {
    case passed
    /// SMSGate says that something in it does not work.
    case failed
    /// Another HTTP status than 200.
    case answered(Int)
    /// 200, but not the answer of an SMSGate.
    case notSMSGate
}

/// What `GET /devices` came to.
package enum AccountAnswer: Equatable, Sendable {
    /// With the ids of the account's devices.
    case accepted(devices: [String])
    /// 401 or 403.
    case refused(Int)
    /// Another HTTP status.
    case answered(Int)
    /// 200, but not the answer of an SMSGate.
    case notSMSGate
}

extension TransportError: CustomStringConvertible {
    /// For people: why no answer came.
    package var description: String {
        switch self {
        case .timeout: "no answer in time"
        case .unreachable(let why), .lost(let why), .setup(let why): why
        }
    }
}
