/// SMSGate's answer to a request.
package struct Response: Equatable, Sendable {
    /// HTTP status code as received, 100 to 999.
    package let status: Int
    /// The `message` of an error answer, nil if the body has none or is no JSON.
    package let message: String?
    /// Whether the body is what the API answers with: a JSON object that is whole, or nothing. A success with anything
    /// else, such as the page of a proxy, of a hotel's network or of another server, says nothing about the message.
    package let isReadable: Bool

    package init(status: Int, message: String? = nil, isReadable: Bool = true) {
        self.status = status
        self.message = message
        self.isReadable = isReadable
    }

    init(status: Int, body: [UInt8]) {
        // Any object will do; a `message` that is no text is as good as none.
        let json = JSON(body)
        self.init(
            status: status,
            message: (200..<300).contains(status) ? nil : json?["message"]?.string,
            isReadable: body.isEmpty || json?.isObject == true)
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
