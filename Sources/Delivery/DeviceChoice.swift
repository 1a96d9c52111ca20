package import Accounts
import Nettle
package import SMSGate

/// The device that sends. It must be the same for each try, role and host, because SMSGate keeps ids apart by
/// device.
///
/// - Returns: nil for an SMSGate that has only one device and does not know device names
/// - Throws: an outcome if the device is unknown now, or no device may send
func device(for sms: PreparedSMS, _ smsgate: SMSGateAPI) throws(Outcome) -> String? {
    let options = sms.request.options
    // Only the list shows whether a named device was active.
    if let named = options.deviceID, options.deviceActiveWithin == nil { return named }
    switch try smsgate.surelyDevices(of: sms.credentials) {
    case .app: return options.deviceID
    case .unknown(let response): throw response.outcomeWithoutDevices
    case .devices(let all):
        let candidates = all.filter { device in
            (options.deviceID ?? device.id) == device.id && device.wasActive(sms.arrival, options)
        }
        guard let device = candidates.map(\.id).chosen(by: sms.request.id) else {
            throw Outcome(
                .temporaryFailure,
                detail: all.isEmpty
                    ? "the account has not registered a device"
                    : "none of the devices of the account may send")
        }
        return device
    }
}

extension SMSGateAPI {
    /// `GET /devices`; a refused login only of an SMSGate that is well.
    ///
    /// - Parameter mustPass: see isWell
    /// - Throws: an outcome if it cannot be said now
    fileprivate func surelyDevices(
        of credentials: Credentials, mustPass: Bool = false
    ) throws(Outcome) -> DevicesAnswer {
        let answer = try askForDevices(of: credentials)
        guard case .unknown(let response) = answer, response.isRefusedLogin else { return answer }
        guard isWell(mustPass: mustPass) else { throw Outcome(.serverFailure, detail: response.said) }
        // The trouble may have been short.
        return try askForDevices(of: credentials)
    }

    private func askForDevices(of credentials: Credentials) throws(Outcome) -> DevicesAnswer {
        do { return try devices(credentials) } catch { throw Outcome(of: error) }
    }

    /// Whether SMSGate takes a user's password. Asks nothing that would change anything.
    ///
    /// Only an SMSGate that says itself that it is well can refuse: a proxy that refuses everything may stand before it.
    package func login(_ credentials: Credentials) -> SMSGateLogin {
        do throws(Outcome) {
            switch try surelyDevices(of: credentials, mustPass: true) {
            case .devices, .app: return .right
            case .unknown(let response): throw response.outcomeWithoutDevices
            }
        } catch {
            if error.condition == .authenticationFailed { return .wrong }
            return .unknown(error.detail ?? error.condition.reply.text)
        }
    }
}

extension Array<String> {
    /// Rendezvous hashing: when a device comes or goes, the choice changes only for the ids that it gets or
    /// had.
    func chosen(by id: MessageID) -> String? {
        let ranked = map { device in
            (device, rank: SHA256.digest(of: [UInt8]((id.description + device).utf8)))
        }
        return ranked.max { $0.rank.lexicographicallyPrecedes($1.rank) }?.0
    }
}

extension Device {
    /// Whether the device was active, counted back from the mail's arrival so that each try gets the same
    /// answer. A device for which SMSGate gives no time is considered active.
    fileprivate func wasActive(_ arrival: Int, _ options: MessageOptions) -> Bool {
        guard let hours = options.deviceActiveWithin, let lastSeen else { return true }
        return lastSeen >= arrival - hours * 3600
    }
}

extension Response {
    /// The outcome without a list of devices. Only an unknown account is final, and a 403 that may be a
    /// proxy's page does not show that: an earlier try may have brought the message to SMSGate.
    fileprivate var outcomeWithoutDevices: Outcome {
        switch status {
        case 401: Outcome(.authenticationFailed, detail: said)
        case 403 where message != nil: Outcome(.authenticationFailed, detail: said)
        case 400...499: Outcome(.temporaryFailure, detail: said)
        case 200: Outcome(.serverFailure, detail: "SMSGate answered 200, without a list of devices")
        default: Outcome(.serverFailure, detail: said)
        }
    }
}
