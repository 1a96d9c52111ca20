import CCurl
import Glibc
import Synchronization

/// The address of SMSGate and the time limits.
package struct Endpoint: Equatable, Sendable {
    /// Base URL without a slash at its end, e.g. `https://api.sms-gate.app/3rdparty/v1`.
    package var url: String
    /// Limit for all requests for one message, in seconds.
    package var timeout: Int
    /// Limit for name look-up, connection and TLS handshake of a request, in seconds.
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

/// The SMSGate API over HTTP, for one message after another. Blocks until an answer arrives or the time is
/// over. The time for a message starts with `begin` and covers all its requests.
///
/// Any thread may use it; requests wait for each other.
package final class Client: Sendable {
    private let connection: Mutex<Connection>

    /// Begins the first message.
    ///
    /// - Throws: `setup` if libcurl is missing
    package init(endpoint: Endpoint) throws(TransportError) {
        connection = Mutex(try Connection(endpoint))
    }

    /// Begins another message. Connections and TLS sessions are kept.
    func begin(_ endpoint: Endpoint) {
        connection.withLock { $0.begin(endpoint) }
    }

    /// Whether there is time for another request.
    package var hasTimeLeft: Bool { connection.withLock { $0.timeLeft > 0 } }

    /// `POST /messages`: asks SMSGate to send one SMS. The request is sent at most once.
    package func send(
        _ request: MessageRequest, as credentials: Credentials
    ) throws(TransportError) -> Response {
        let path = "/messages" + request.options.query
        return try answer(path, credentials, posting: request.json()).response.withoutSecrets(of: credentials)
    }

    /// `GET /messages/{id}`: asks whether SMSGate has a message.
    package func state(of id: MessageID, as credentials: Credentials) throws(TransportError) -> Response {
        try answer("/messages/\(id)", credentials).response.withoutSecrets(of: credentials)
    }

    /// - Parameters:
    ///   - credentials: nil for a request without authentication
    ///   - body: nil for GET
    ///   - limit: bytes of the answer's body to read
    func answer(
        _ path: String, _ credentials: Credentials?, posting body: [UInt8]? = nil,
        limit: Int = CurlHandle.responseLimit
    ) throws(TransportError) -> CurlHandle.Answer {
        try connection.withLock { connection in
            Result { () throws(TransportError) in try connection.answer(path, credentials, body, limit) }
        }.get()
    }
}

/// What requests share: the handle, so that they share a connection, and the message's time.
private struct Connection: ~Copyable {
    private var endpoint: Endpoint
    /// On the monotonic clock, which does not jump.
    private var deadline: Milliseconds
    private var curl: CurlHandle
    /// Whether to look first in the folder of system CA certificates, which are named by hash: from it
    /// OpenSSL reads only the one it needs.
    private var looksInCAFolderFirst: Bool

    init(_ endpoint: Endpoint) throws(TransportError) {
        self.endpoint = endpoint
        deadline = monotonicNow() + endpoint.timeout * 1000
        curl = try CurlHandle()
        looksInCAFolderFirst = endpoint.caFile == nil && curl.hasCAFolder
    }

    mutating func begin(_ endpoint: Endpoint) {
        // What the folder lacked for this endpoint it lacks for the next message.
        if endpoint != self.endpoint { looksInCAFolderFirst = endpoint.caFile == nil && curl.hasCAFolder }
        self.endpoint = endpoint
        deadline = monotonicNow() + endpoint.timeout * 1000
    }

    var timeLeft: Milliseconds { deadline - monotonicNow() }

    /// - Parameters: see Client.answer
    mutating func answer(
        _ path: String, _ credentials: Credentials?, _ body: [UInt8]?, _ limit: Int
    ) throws(TransportError) -> CurlHandle.Answer {
        do throws(TransportError) {
            return try answerOnce(path, credentials, body, limit)
        } catch {
            // The folder may lack a certificate of the file. No request was sent without a trusted
            // certificate.
            guard looksInCAFolderFirst, curl.refusedCertificate else { throw error }
            looksInCAFolderFirst = false
            return try answerOnce(path, credentials, body, limit)
        }
    }

    private mutating func answerOnce(
        _ path: String, _ credentials: Credentials?, _ body: [UInt8]?, _ limit: Int
    ) throws(TransportError) -> CurlHandle.Answer {
        let left = timeLeft
        guard left > 0 else { throw .timeout }
        try curl.reset()
        try curl.setSafeOptions()
        try curl.set(CURLOPT_URL, endpoint.url + path)
        try curl.set(CURLOPT_TIMEOUT_MS, left)
        try curl.set(CURLOPT_CONNECTTIMEOUT_MS, min(left, endpoint.connectTimeout * 1000))
        if let file = endpoint.caFile { try curl.trustOnly(file) }
        if looksInCAFolderFirst { try curl.trustOnlyCAFolder() }
        let authorization = credentials.map { ["Authorization: " + $0.basicAuthorization] } ?? []
        try curl.setHeaderFields(
            authorization + [
                "Content-Type: application/json",
                "Accept: application/json",
                // No "Expect: 100-continue": with a server that does not know it, it costs a second.
                "Expect:",
            ])
        return if let body {
            try curl.post(body, responseLimit: limit)
        } else {
            try curl.perform(responseLimit: limit)
        }
    }
}

typealias Milliseconds = Int

func monotonicNow() -> Milliseconds {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}
