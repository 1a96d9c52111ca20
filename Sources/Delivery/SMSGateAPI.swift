package import SMSGate

/// SMSGate's API for the delivery of one message. The closures hide the network, so that delivery can run
/// without it.
package struct SMSGateAPI {
    /// `POST /messages`
    package var send: (MessageRequest, Credentials) throws(TransportError) -> Response
    /// `GET /messages/{id}`
    package var state: (MessageID, Credentials) throws(TransportError) -> Response
    /// `GET /devices`
    package var devices: (Credentials) throws(TransportError) -> DevicesAnswer
    /// `GET /health`
    package var health: () throws(TransportError) -> Health
    /// Whether there is time for another request.
    package var hasTimeLeft: () -> Bool

    package init(
        send: @escaping (MessageRequest, Credentials) throws(TransportError) -> Response,
        state: @escaping (MessageID, Credentials) throws(TransportError) -> Response,
        devices: @escaping (Credentials) throws(TransportError) -> DevicesAnswer,
        health: @escaping () throws(TransportError) -> Health, hasTimeLeft: @escaping () -> Bool
    ) {
        self.send = send
        self.state = state
        self.devices = devices
        self.health = health
        self.hasTimeLeft = hasTimeLeft
    }

    /// Over HTTP, for one message. The client is made for the first request, so that mail refused before
    /// needs no libcurl.
    package init(_ endpoint: Endpoint) {
        self.init { () throws(TransportError) in try Client(endpoint: endpoint) }
    }

    /// - Parameter make: returns a client that has just begun the message. Called for the first request.
    package init(client make: @escaping () throws(TransportError) -> Client) {
        var made: Client?
        func client() throws(TransportError) -> Client {
            if let made { return made }
            let client = try make()
            made = client
            return client
        }
        self.init(
            send: { request, credentials throws(TransportError) in
                try client().send(request, as: credentials)
            },
            state: { id, credentials throws(TransportError) in try client().state(of: id, as: credentials) },
            devices: { credentials throws(TransportError) in try client().devices(of: credentials) },
            health: { () throws(TransportError) in try client().health() },
            hasTimeLeft: { made?.hasTimeLeft ?? true })
    }
}
