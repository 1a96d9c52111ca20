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
    /// Neither. The response to `GET /devices` tells why.
    case unknown(Response)
}

extension Client {
    /// `GET /devices`, and `GET /device` where there is no such path: only the app's own server has that one.
    package func devices(of credentials: Credentials) throws(TransportError) -> DevicesAnswer {
        let answer = try answer("/devices", credentials)
        if answer.status == 200, let devices = answer.json?.devices { return .devices(devices) }
        if answer.status == 404, try self.answer("/device", credentials).status == 200 { return .app }
        return .unknown(answer.response.withoutSecrets(of: credentials))
    }
}

extension JSON {
    /// The devices in an array of them, nil if this is anything else.
    fileprivate var devices: [Device]? {
        guard let elements = array else { return nil }
        let devices = elements.compactMap { element in
            element["id"]?.string.map {
                Device(id: $0, lastSeen: element["lastSeen"]?.string.flatMap(seconds(ofTimestamp:)))
            }
        }
        return devices.count == elements.count ? devices : nil
    }
}
