import FoundationEssentials

/// SMSGate's answer to a request.
package struct Response: Equatable, Sendable {
    /// HTTP status code as received, 100 to 999.
    package let status: Int
    /// The `message` of an error answer, nil if the body has none or is no JSON.
    package let message: String?

    package init(status: Int, message: String? = nil) {
        self.status = status
        self.message = message
    }

    init(status: Int, body: [UInt8]) {
        struct ErrorBody: Decodable {
            let message: String
        }
        self.status = status
        message =
            (200..<300).contains(status)
            ? nil : (try? JSONDecoder().decode(ErrorBody.self, from: Data(body)))?.message
    }
}

/// Why no answer came.
package enum TransportError: Error, Equatable {
    /// The time for connecting or for the whole request is over.
    case timeout
    /// No connection: refused, DNS, TLS. The request did not go out. The text is for the log.
    case unreachable(String)
    /// The request went out, and no answer came back: cut off, or something that is no HTTP. The text is for the log.
    case lost(String)
    /// The request could not even be made: a broken set-up on this side. The text is for the log.
    case setup(String)
}
