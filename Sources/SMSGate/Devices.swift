/// A phone of an account.
package struct Device: Equatable, Sendable {
    /// SMSGate's name of it, up to 21 characters.
    package let id: String
    /// When SMSGate last heard from it, in seconds since 1970-01-01 00:00 UTC; nil if SMSGate does not say.
    package let lastSeen: Int?

    package init(id: String, lastSeen: Int? = nil) {
        self.id = id
        self.lastSeen = lastSeen
    }
}

/// What can send for an account.
package enum DevicesAnswer: Equatable, Sendable {
    /// All devices of the account, in no order.
    case devices([Device])
    /// The app's own server answered: it is the one device there, and requests to it name none.
    case app
    /// Neither. The response tells why.
    case unknown(Response)
}

extension Client {
    /// `GET /devices`, and `GET /device` where there is no such path: only the app's own server has that one.
    package func devices(of credentials: Credentials) throws(TransportError) -> DevicesAnswer {
        var answer = try answer("/devices", credentials, limit: CurlHandle.listLimit)
        if answer.status == 200, let devices = answer.json?.devices { return .devices(devices) }
        if answer.status == 404 {
            let own = try self.answer("/device", credentials)
            // Not the page of a proxy that happens to know one of the two paths: without a name SMSGate draws a device
            // at random.
            if own.status == 200, own.json != nil { return .app }
            // The app says that a path is unknown before it looks at the login.
            if [401, 403].contains(own.status) { answer = own }
        }
        return .unknown(answer.response.withoutSecrets(of: credentials))
    }
}

extension JSON {
    /// The devices in an array of them, nil if this is anything else.
    fileprivate var devices: [Device]? {
        guard let elements = array else { return nil }
        let devices = elements.compactMap(\.device)
        return devices.count == elements.count ? devices : nil
    }

    /// nil without an id. An empty one is none: SMSGate would draw a device at random for it.
    private var device: Device? {
        guard let id = self["id"]?.string, !id.isEmpty else { return nil }
        return Device(id: id, lastSeen: self["lastSeen"]?.string.flatMap(seconds(ofTimestamp:)))
    }
}
