/// SMSGate's answer to a request.
package struct Response: Equatable, Sendable {
    /// HTTP status code as received, 100 to 999.
    package let status: Int
    /// The `id` in a JSON object: that of the message which was accepted or asked for. nil: the body is anything else.
    package let id: String?
    /// The `message` in a JSON object: the API's form of an error. nil: the body is anything else, such as the page of a
    /// proxy.
    package let message: String?

    package init(status: Int, id: String? = nil, message: String? = nil) {
        self.status = status
        self.id = id
        self.message = message
    }

    /// - Parameter body: nil if it did not arrive whole
    init(status: Int, body: [UInt8]?) {
        let json = body.flatMap { JSON($0) }
        self.init(status: status, id: json?["id"]?.string, message: json?["message"]?.string)
    }

    /// Without the message if it holds the password in one of its forms: it goes into log and notice, and a server may
    /// repeat what it was sent.
    package func withoutSecrets(of credentials: Credentials) -> Response {
        guard let text = message.map({ Array($0.utf8) }) else { return self }
        let isShown = credentials.secrets.contains { secret in
            text.indices.contains { text[$0...].starts(with: secret) }
        }
        return isShown ? Response(status: status, id: id, message: "(withheld)") : self
    }
}

/// Why no answer came.
package enum TransportError: Error, Equatable, CustomStringConvertible {
    /// The time for connecting or for the whole request is over.
    case timeout
    /// No connection: refused, DNS, TLS. The request did not go out. The text is for the log.
    case unreachable(String)
    /// The request went out, and no answer came back: cut off, or something that is no HTTP. The text is for the log.
    case lost(String)
    /// The request could not even be made: a broken set-up on this side. The text is for the log.
    case setup(String)

    package var description: String {
        switch self {
        case .timeout: "no answer in time"
        case .unreachable(let why), .lost(let why), .setup(let why): why
        }
    }
}
