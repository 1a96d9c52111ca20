import CCurl
import Glibc

/// One libcurl easy handle with safe defaults: verified TLS, no redirects, no proxy from the environment, no signals, http
/// and https only.
@safe struct CurlHandle: ~Copyable {
    /// Bytes of an answer's header, and by default of its body, that are read. Both have a few hundred bytes;
    /// this limits the memory that a server can use.
    static let responseLimit = 64 * 1024
    /// The same for a list: 10,000 devices take about 2 MB.
    static let listLimit = 4 << 20

    /// Seconds after which an idle connection is not used again. SMSGate closes connections after 60 seconds,
    /// and a request at that moment would be lost.
    static let longestIdleTime = 50

    private var curl: UnsafeMutableRawPointer
    /// Whether the handle can send nothing more: libcurl 8.14 wants to rewind the body again before each later
    /// request, even after a reset.
    private var isSpent = false
    private var headerFields: UnsafeMutablePointer<curl_slist>?
    /// libcurl's explanation of an error, which ends with a NUL.
    private let explanation: UnsafeMutablePointer<CChar>
    /// Whether the last request failed because the server's certificate is not trusted.
    private(set) var refusedCertificate = false

    /// - Throws: `setup` if libcurl is missing
    init() throws(TransportError) {
        if let problem = unsafe ccurl_load() { throw .setup(unsafe String(cString: problem)) }
        unsafe curl = unsafe try Self.newHandle()
        unsafe headerFields = nil
        unsafe explanation = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe explanation.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe ccurl_easy_cleanup(curl)
        unsafe explanation.deallocate()
        unsafe ccurl_slist_free_all(headerFields)
    }

    private static func newHandle() throws(TransportError) -> UnsafeMutableRawPointer {
        guard let curl = unsafe ccurl_easy_init() else { throw .setup("libcurl cannot be initialized") }
        return unsafe curl
    }

    /// Forgets the last request; keeps connections and TLS sessions unless the handle is spent.
    ///
    /// - Throws: `setup` if libcurl lacks memory
    mutating func reset() throws(TransportError) {
        if isSpent {
            let fresh = unsafe try Self.newHandle()
            unsafe ccurl_easy_cleanup(curl)
            unsafe curl = unsafe fresh
            isSpent = false
        }
        unsafe ccurl_easy_reset(curl)
        unsafe ccurl_slist_free_all(headerFields)
        unsafe headerFields = nil
        refusedCertificate = false
    }

    /// The options for every request.
    mutating func setSafeOptions() throws(TransportError) {
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        // After a timeout, libcurl must not wait for a name look-up that hangs.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_USERAGENT, "postsms")
        try set(CURLOPT_MAXAGE_CONN, Self.longestIdleTime)
        unsafe explanation.pointee = 0
        try check(unsafe ccurl_set_error_buffer(curl, explanation))
    }

    /// Trusts only the CA certificates in `file`. By default libcurl would also trust the system's folder.
    mutating func trustOnly(_ file: String) throws(TransportError) {
        try set(CURLOPT_CAINFO, file)
        try set(CURLOPT_CAPATH, nil)
        // By default libcurl keeps the certificates for a day and misses a change of the file.
        try set(CURLOPT_CA_CACHE_TIMEOUT, 0)
    }

    /// Whether libcurl also trusts a folder of system CA certificates, besides the file with all of them.
    var hasCAFolder: Bool { unsafe ccurl_default_ca_folder() != nil }

    /// Trusts only the CA certificates in the system's folder.
    mutating func trustOnlyCAFolder() throws(TransportError) {
        try set(CURLOPT_CAINFO, nil)
    }

    mutating func set(_ option: CURLoption, _ value: String?) throws(TransportError) {
        try check(unsafe ccurl_set_string(curl, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(unsafe ccurl_set_long(curl, option, value))
    }

    /// - Parameter fields: whole header fields, `Name: value`, or `Name:` to remove one that libcurl adds
    mutating func setHeaderFields(_ fields: [String]) throws(TransportError) {
        for field in fields {
            guard let list = unsafe ccurl_slist_append(headerFields, field) else {
                throw .setup("out of memory")
            }
            unsafe headerFields = unsafe list
        }
        try check(unsafe ccurl_set_list(curl, CURLOPT_HTTPHEADER, headerFields))
    }

    /// Sends `body` with POST, once, and waits for the answer.
    ///
    /// When a reused connection closes without an answer, libcurl sends the request again, although the
    /// server may have accepted the first one. It cannot do that with a body that it must ask for and cannot
    /// rewind: the request then ends with CURLE_SEND_FAIL_REWIND.
    mutating func post(_ body: [UInt8], responseLimit: Int) throws(TransportError) -> Answer {
        let unsent = UnsentBody(body)
        try set(CURLOPT_POST, 1)
        try check(unsafe ccurl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        try check(
            unsafe ccurl_set_reader(curl, readBody, Unmanaged.passUnretained(unsent).toOpaque()))
        defer { withExtendedLifetime(unsent) {} }
        return try perform(responseLimit: responseLimit)
    }

    /// An answer before it is parsed.
    struct Answer {
        let status: Int
        /// nil if it is incomplete.
        let body: [UInt8]?

        var json: JSON? { body.flatMap { JSON($0) } }
        var response: Response { Response(status: status, body: body) }
    }

    /// Sends the request, by default with GET, and waits for the answer.
    ///
    /// An answer is valid once its status has arrived, even if it then is too long or is cut off. An
    /// incomplete body is left out. A success whose body does not arrive in time is a timeout, because only the
    /// body shows what succeeded.
    ///
    /// - Parameter responseLimit: bytes of the answer's body to read
    mutating func perform(responseLimit: Int) throws(TransportError) -> Answer {
        let arrived = Arrived(limit: responseLimit)
        let target = unsafe Unmanaged.passUnretained(arrived).toOpaque()
        try check(unsafe ccurl_set_receivers(curl, countHeader, appendToBody, target))
        try check(unsafe ccurl_set_socket_opener(curl, openSocket, target))
        let code = unsafe ccurl_easy_perform(curl)
        withExtendedLifetime(arrived) {}
        isSpent = code == CURLE_SEND_FAIL_REWIND
        refusedCertificate = code == CURLE_PEER_FAILED_VERIFICATION
        let status = number(CURLINFO_RESPONSE_CODE)
        let lateBody = code == CURLE_OPERATION_TIMEDOUT && (200...299).contains(status)
        if status >= 200, !lateBody {
            return Answer(status: status, body: code == CURLE_OK ? arrived.body : nil)
        }
        if let failure = arrived.socketFailure { throw .setup("no socket: \(failure)") }
        if refusedCertificate || code == CURLE_SSL_CACERT_BADFILE {
            let text = unsafe String(cString: explanation)
            let why = text.isEmpty ? TransportError.text(of: code) : text
            throw refusedCertificate ? .untrusted(why) : .setup("smsgate_ca_file: \(why)")
        }
        throw TransportError(code, requestWentOut: number(CURLINFO_REQUEST_SIZE) > 0)
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe ccurl_get_long(curl, info, &value)
        return value
    }

    private func check(_ code: CURLcode) throws(TransportError) {
        if code != CURLE_OK { throw TransportError(code, requestWentOut: false) }
    }
}

/// The part of an answer that has arrived.
private final class Arrived {
    /// Bytes of the body.
    let limit: Int
    var headerCount = 0
    var body: [UInt8] = []
    /// Why no socket could be opened, as errno text: this machine lacks resources, though libcurl reports
    /// that SMSGate is unreachable.
    var socketFailure: String?

    init(limit: Int) { self.limit = limit }
}

/// A body that is not sent yet.
private final class UnsentBody {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// Moves as much as fits into `buffer` and returns the number of bytes.
    func move(to buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = rest.prefix(buffer.count)
        unsafe buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}

/// libcurl's callback for the body to send. libcurl knows its length, so it asks for more only to send it
/// again.
private func readBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ source: UnsafeMutableRawPointer?
) -> Int {
    guard let data = unsafe data, let source = unsafe source else { return Int(CURL_READFUNC_ABORT) }
    let unsent = unsafe Unmanaged<UnsentBody>.fromOpaque(source).takeUnretainedValue()
    // `size` is always 1 (CURLOPT_READFUNCTION(3)).
    let moved = unsafe unsent.move(to: UnsafeMutableRawBufferPointer(start: data, count: count))
    return moved == 0 ? Int(CURL_READFUNC_ABORT) : moved
}

/// libcurl's callback for each header line: ends the transfer above `responseLimit` bytes, because libcurl
/// would keep all lines.
private func countHeader(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ target: UnsafeMutableRawPointer?
) -> Int {
    guard let target = unsafe target else { return 0 }
    let arrived = unsafe Unmanaged<Arrived>.fromOpaque(target).takeUnretainedValue()
    arrived.headerCount += count
    return arrived.headerCount > CurlHandle.responseLimit ? 0 : count
}

/// libcurl's callback for the body: keeps up to `Arrived.limit` bytes and then ends the transfer. That is
/// enough to see what SMSGate answered.
private func appendToBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ target: UnsafeMutableRawPointer?
) -> Int {
    guard let data = unsafe data, let target = unsafe target else { return 0 }
    let arrived = unsafe Unmanaged<Arrived>.fromOpaque(target).takeUnretainedValue()
    // `size` is always 1 (CURLOPT_WRITEFUNCTION(3)).
    let chunk = unsafe UnsafeRawBufferPointer(start: data, count: count)
    unsafe arrived.body.append(contentsOf: chunk.prefix(arrived.limit - arrived.body.count))
    return arrived.body.count >= arrived.limit ? 0 : count
}

/// libcurl's callback for a socket: opens it as libcurl does, and records the error.
private func openSocket(
    _ target: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let target = unsafe target, let address = unsafe address?.pointee else { return CURL_SOCKET_BAD }
    let descriptor = socket(address.family, address.socktype, address.protocol)
    // For an address family that this machine lacks, libcurl tries the next address.
    if descriptor < 0, errno != EAFNOSUPPORT {
        let arrived = unsafe Unmanaged<Arrived>.fromOpaque(target).takeUnretainedValue()
        unsafe arrived.socketFailure = String(cString: strerror(errno))
    }
    return descriptor
}

extension TransportError {
    /// The meaning of a libcurl error for the message. Only its kind is kept, because libcurl's text may
    /// quote the server.
    fileprivate init(_ code: CURLcode, requestWentOut: Bool) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            self = .timeout
        case CURLE_SEND_FAIL_REWIND:
            // The answer to a POST did not come (see `post`); libcurl's text is about its own second try.
            self = .lost(TransportError.text(of: CURLE_GOT_NOTHING))
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_URL_MALFORMAT, CURLE_NOT_BUILT_IN,
            CURLE_UNKNOWN_OPTION, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE:
            self = .setup(TransportError.text(of: code))
        case CURLE_UNSUPPORTED_PROTOCOL:
            // We allow the URL's protocol, so the error means that the answer is not HTTP/1.
            self = .lost("the answer is not HTTP")
        default:
            let text = TransportError.text(of: code)
            self = requestWentOut ? .lost(text) : .unreachable(text)
        }
    }

    fileprivate static func text(of code: CURLcode) -> String {
        unsafe String(cString: ccurl_easy_strerror(code))
    }
}
