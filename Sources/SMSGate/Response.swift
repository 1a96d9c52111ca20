/// SMSGate's answer to a request.
package struct Response: Equatable, Sendable {
    /// HTTP status code as received, 100 to 999.
    package let status: Int
    /// The `id` in a JSON object: that of the message. nil: the body is anything else.
    package let id: String?
    /// The `message` in a JSON object, which is the API's form of an error. nil: the body is anything else,
    /// such as a proxy's page.
    package let message: String?

    package init(status: Int, id: String? = nil, message: String? = nil) {
        self.status = status
        self.id = id
        self.message = message
    }

    /// - Parameter body: nil if it is incomplete
    init(status: Int, body: [UInt8]?) {
        let json = body.flatMap { JSON($0) }
        self.init(status: status, id: json?["id"]?.string, message: json?["message"]?.string)
    }

    /// Without the message if it contains the password in any form: the message goes into log and bounce, and
    /// a server may repeat what it received.
    package func withoutSecrets(of credentials: Credentials) -> Response {
        guard let text = message.map({ Array($0.utf8) }) else { return self }
        let isShown = credentials.secrets.contains { secret in
            text.indices.contains { text[$0...].starts(with: secret) }
        }
        return isShown ? Response(status: status, id: id, message: "(withheld)") : self
    }
}

/// Why there was no answer.
package enum TransportError: Error, Equatable, CustomStringConvertible {
    /// The time for connecting or for the whole request is over.
    case timeout
    /// No connection: refused, DNS, TLS. The request was not sent. The text is for the log.
    case unreachable(String)
    /// No connection because the server's certificate is refused. libcurl's text says why; it may quote the
    /// certificate.
    case untrusted(String)
    /// The request was sent, but no answer came: cut off, or not HTTP. The text is for the log.
    case lost(String)
    /// The request could not be made because our own setup is broken. The text is for the log.
    case setup(String)

    package var description: String {
        switch self {
        case .timeout: "no answer in time"
        case .unreachable(let why), .lost(let why), .setup(let why): why
        case .untrusted(let why): "\(why) (trusted CAs: see smsgate_ca_file)"
        }
    }
}
