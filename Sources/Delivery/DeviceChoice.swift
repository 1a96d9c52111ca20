import Nettle
import SMSGate

/// The device that sends: the same for each try, each role and each host, because SMSGate keeps ids apart by device.
///
/// - Returns: nil where SMSGate has one device only and knows no names
/// - Throws: an outcome if it cannot be said now, or there is none
func device(for sms: PreparedSMS, _ smsgate: SMSGateAPI) throws(Outcome) -> String? {
    let options = sms.request.options
    // Whether a device that is named was active only the list tells.
    if let named = options.deviceID, options.deviceActiveWithin == nil { return named }
    var answer = try devices(of: sms, smsgate)
    if case .unknown(let response) = answer, response.isRefusedLogin {
        guard smsgate.isWell() else { throw Outcome(.serverFailure, detail: response.said) }
        // It may have been in trouble a moment ago.
        answer = try devices(of: sms, smsgate)
    }
    switch answer {
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

private func devices(of sms: PreparedSMS, _ smsgate: SMSGateAPI) throws(Outcome) -> DevicesAnswer {
    do { return try smsgate.devices(sms.credentials) } catch { throw Outcome(of: error) }
}

extension Array<String> {
    /// Rendezvous hashing: a device that comes or goes changes the choice of those ids only that it takes or had.
    func chosen(by id: MessageID) -> String? {
        let ranked = map { device in
            (device, rank: SHA256.digest(of: [UInt8]((id.description + device).utf8)))
        }
        return ranked.max { $0.rank.lexicographicallyPrecedes($1.rank) }?.0
    }
}

extension Device {
    /// Counted back from the mail's arrival, so that each try gets the same answer. A device of which SMSGate says nothing
    /// is taken for active.
    fileprivate func wasActive(_ arrival: Int, _ options: MessageOptions) -> Bool {
        guard let hours = options.deviceActiveWithin, let lastSeen else { return true }
        return lastSeen >= arrival - hours * 3600
    }
}

extension Response {
    /// Without a list nothing can be sent. Nothing is final but that the account is not known, which the page of a proxy
    /// with a 403 does not say: an earlier try may have brought the message to SMSGate.
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
