/// A phone of an account.
package struct Device: Equatable, Sendable {
    /// SMSGate's id of the phone, up to 21 characters.
    package let id: String
    /// When SMSGate last heard from it, in seconds since 1970-01-01 00:00 UTC; nil if unknown.
    package let lastSeen: Int?

    package init(id: String, lastSeen: Int? = nil) {
        self.id = id
        self.lastSeen = lastSeen
    }
}

/// The devices that can send for an account.
package enum DevicesAnswer: Equatable, Sendable {
    /// All devices of the account, in any order.
    case devices([Device])
    /// The app's own server, which is its only device. Requests to it name no device.
    case app
    /// Neither; the response says why.
    case unknown(Response)
}

extension Client {
    /// `GET /devices`, or else `GET /device`, a path that only the app's own server has.
    package func devices(of credentials: Credentials) throws(TransportError) -> DevicesAnswer {
        var answer = try answer("/devices", credentials, limit: CurlHandle.listLimit)
        if answer.status == 200, let devices = answer.json?.devices { return .devices(devices) }
        if answer.status == 404 {
            let own = try self.answer("/device", credentials)
            // Requires JSON, because a proxy may answer one of the two paths with a page: without a device
            // name SMSGate would choose one at random.
            if own.status == 200, own.json != nil { return .app }
            // The app reports an unknown path before it checks the password.
            if [401, 403].contains(own.status) { answer = own }
        }
        return .unknown(answer.response.withoutSecrets(of: credentials))
    }
}

extension JSON {
    /// The devices in a JSON array, nil if this is anything else.
    fileprivate var devices: [Device]? {
        guard let elements = array else { return nil }
        let devices = elements.compactMap(\.device)
        return devices.count == elements.count ? devices : nil
    }

    /// nil without an id. An empty id counts as missing, because SMSGate would choose a device at random for
    /// it.
    private var device: Device? {
        guard let id = self["id"]?.string, !id.isEmpty else { return nil }
        return Device(id: id, lastSeen: self["lastSeen"]?.string.flatMap(seconds(ofTimestamp:)))
    }
}
