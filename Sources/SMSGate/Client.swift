import CCurl
import FoundationEssentials

/// Where SMSGate is and how long it may take.
package struct Endpoint: Equatable, Sendable {
    /// Base URL without a slash at its end, e.g. `https://api.sms-gate.app/3rdparty/v1`.
    package var url: String
    /// Limit for a whole request, in seconds.
    package var timeout: Int
    /// Limit for name look-up, connect and TLS handshake, in seconds.
    package var connectTimeout: Int
    /// File with the CA certificates to trust, nil for the system's.
    package var caFile: String?

    package init(url: String, timeout: Int, connectTimeout: Int, caFile: String? = nil) {
        self.url = url
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.caFile = caFile
    }
}

/// The SMSGate API over HTTP. Blocks until the answer is there or the time is over.
package struct Client: Sendable {
    let endpoint: Endpoint

    package init(endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    /// `POST /messages`: asks SMSGate to send one SMS.
    package func send(
        _ request: MessageRequest, as credentials: Credentials
    ) throws(TransportError) -> Response {
        let body = try request.json()
        var curl = try CurlHandle()
        try curl.set(CURLOPT_URL, endpoint.url + "/messages" + request.options.query)
        try curl.setEndpoint(endpoint)
        try curl.setHeaderFields([
            "Authorization: " + credentials.basicAuthorization,
            "Content-Type: application/json",
            "Accept: application/json",
            // No "Expect: 100-continue": a server that does not know it costs a second of waiting.
            "Expect:",
        ])
        return try curl.post(body)
    }
}

extension Credentials {
    /// The value of the Authorization header field, RFC 7617. Built here and not by libcurl, whose options take C
    /// strings: a password may hold a NUL.
    fileprivate var basicAuthorization: String {
        let pair = Array(user.utf8) + Array(":".utf8) + password
        return "Basic " + Data(pair).base64EncodedString()
    }
}
