import Nettle
import SMSGate

/// The device that sends. It must be the same for each try, role and host, because SMSGate keeps ids apart by
/// device.
///
/// - Returns: nil for an SMSGate that has only one device and does not know device names
/// - Throws: an outcome if the device is unknown now, or no device may send
func device(for sms: PreparedSMS, _ smsgate: SMSGateAPI) throws(Outcome) -> String? {
    let options = sms.request.options
    // Only the list shows whether a named device was active.
    if let named = options.deviceID, options.deviceActiveWithin == nil { return named }
    var answer = try devices(of: sms, smsgate)
    if case .unknown(let response) = answer, response.isRefusedLogin {
        guard smsgate.isWell() else { throw Outcome(.serverFailure, detail: response.said) }
        // The trouble may have been short.
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
