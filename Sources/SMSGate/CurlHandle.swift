import CCurl
import Glibc

/// One libcurl easy handle with safe defaults: verified TLS, no redirects, no proxy from the environment, no signals, http
/// and https only.
@safe struct CurlHandle: ~Copyable {
    /// Bytes of an answer's header, and of its body if nothing else is said, that are read. Either is a few hundred bytes;
    /// a server that sends more gets no memory.
    static let responseLimit = 64 * 1024
    /// The same for a list: one of 10,000 devices takes about 2 MB.
    static let listLimit = 4 << 20

    /// Seconds after which a connection is not used again. SMSGate closes one after 60 idle seconds: a request at that moment
    /// would be lost.
    static let longestIdleTime = 50

    private let curl: UnsafeMutableRawPointer
    private var headerFields: UnsafeMutablePointer<curl_slist>?
    /// Whether the last request failed because the server's certificate is not one that is trusted.
    private(set) var refusedCertificate = false

    /// - Throws: `setup` if libcurl is missing
    init() throws(TransportError) {
        if let problem = unsafe ccurl_load() { throw .setup(unsafe String(cString: problem)) }
        guard let curl = unsafe ccurl_easy_init() else { throw .setup("libcurl cannot be initialized") }
        unsafe self.curl = unsafe curl
        unsafe headerFields = nil
    }

    deinit {
        unsafe ccurl_easy_cleanup(curl)
        unsafe ccurl_slist_free_all(headerFields)
    }

    /// Forgets the last request. What stays are connections and TLS sessions.
    mutating func reset() {
        unsafe ccurl_easy_reset(curl)
        unsafe ccurl_slist_free_all(headerFields)
        unsafe headerFields = nil
        refusedCertificate = false
    }

    /// What holds for every request.
    mutating func setSafeOptions() throws(TransportError) {
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        // A name look-up that hangs must not be waited for once the time is over.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_USERAGENT, "postsms")
        try set(CURLOPT_MAXAGE_CONN, Self.longestIdleTime)
    }

    /// Trusts the CA certificates in `file` and no others: libcurl would trust the system's folder of certificates
    /// beside it.
    mutating func trustOnly(_ file: String) throws(TransportError) {
        try set(CURLOPT_CAINFO, file)
        try set(CURLOPT_CAPATH, nil)
    }

    /// Whether libcurl trusts the system's folder of CA certificates beside the system's file with all of them.
    var hasCAFolder: Bool { unsafe ccurl_default_ca_folder() != nil }

    /// Trusts the CA certificates in the system's folder and no others.
    mutating func trustOnlyCAFolder() throws(TransportError) {
        try set(CURLOPT_CAINFO, nil)
    }

    mutating func set(_ option: CURLoption, _ value: String?) throws(TransportError) {
        try check(unsafe ccurl_set_string(curl, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(unsafe ccurl_set_long(curl, option, value))
    }

    /// - Parameter fields: whole header fields, `Name: value`, or `Name:` to leave out one that libcurl adds
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
    /// When a connection that was used before dies without an answer, libcurl sends the request again by itself, although
    /// the server may have taken the first one. It cannot do so with a body that it has to ask for and cannot rewind: then
    /// the request ends with CURLE_SEND_FAIL_REWIND.
    mutating func post(_ body: [UInt8], responseLimit: Int) throws(TransportError) -> Answer {
        let unsent = UnsentBody(body)
        try set(CURLOPT_POST, 1)
        try check(unsafe ccurl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        try check(
            unsafe ccurl_set_reader(curl, readBody, Unmanaged.passUnretained(unsent).toOpaque()))
        defer { withExtendedLifetime(unsent) {} }
        return try perform(responseLimit: responseLimit)
    }

    /// What came back, before it is understood.
    struct Answer {
        let status: Int
        /// nil if it did not arrive whole.
        let body: [UInt8]?

        var json: JSON? { body.flatMap { JSON($0) } }
        var response: Response { Response(status: status, body: body) }
    }

    /// Sends the request, with GET if nothing else was set, and waits for the answer.
    ///
    /// Once its status is there an answer is an answer, however it ends: too long, cut off, or so slow that the time is
    /// over. A body that did not arrive whole is left out.
    ///
    /// - Parameter responseLimit: bytes of the answer's body that are read
    mutating func perform(responseLimit: Int) throws(TransportError) -> Answer {
        let arrived = Arrived(limit: responseLimit)
        let target = unsafe Unmanaged.passUnretained(arrived).toOpaque()
        try check(unsafe ccurl_set_receivers(curl, countHeader, appendToBody, target))
        try check(unsafe ccurl_set_socket_opener(curl, openSocket, target))
        let code = unsafe ccurl_easy_perform(curl)
        withExtendedLifetime(arrived) {}
        refusedCertificate = code == CURLE_PEER_FAILED_VERIFICATION
        let status = number(CURLINFO_RESPONSE_CODE)
        if status >= 200 { return Answer(status: status, body: code == CURLE_OK ? arrived.body : nil) }
        if let failure = arrived.socketFailure { throw .setup("no socket: \(failure)") }
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

/// What has arrived of an answer.
private final class Arrived {
    /// Bytes of the body.
    let limit: Int
    var headerCount = 0
    var body: [UInt8] = []
    /// Why no socket could be had, in the system's words: a shortage on this machine, and not an SMSGate that cannot be
    /// reached, for which libcurl takes it.
    var socketFailure: String?

    init(limit: Int) { self.limit = limit }
}

/// A body that is still to be sent.
private final class UnsentBody {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// Moves as much of it as fits into `buffer` and returns how many bytes that is.
    func move(to buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = rest.prefix(buffer.count)
        unsafe buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}

/// libcurl's callback for more of the body. libcurl knows its length: who asks for more than that sends it again.
private func readBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ source: UnsafeMutableRawPointer?
) -> Int {
    guard let data = unsafe data, let source = unsafe source else { return Int(CURL_READFUNC_ABORT) }
    let unsent = unsafe Unmanaged<UnsentBody>.fromOpaque(source).takeUnretainedValue()
    // `size` is always 1 (CURLOPT_READFUNCTION(3)).
    let moved = unsafe unsent.move(to: UnsafeMutableRawBufferPointer(start: data, count: count))
    return moved == 0 ? Int(CURL_READFUNC_ABORT) : moved
}

/// libcurl's callback for each line of the header: ends the transfer when there are more than `responseLimit` bytes of
/// it. libcurl itself would keep them all.
private func countHeader(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ target: UnsafeMutableRawPointer?
) -> Int {
    guard let target = unsafe target else { return 0 }
    let arrived = unsafe Unmanaged<Arrived>.fromOpaque(target).takeUnretainedValue()
    arrived.headerCount += count
    return arrived.headerCount > CurlHandle.responseLimit ? 0 : count
}

/// libcurl's callback for the body: keeps up to `Arrived.limit` bytes and then ends the transfer. What is kept is enough
/// to tell what SMSGate said.
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

/// libcurl's callback for a socket, which does as libcurl does and tells why there is none.
private func openSocket(
    _ target: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let target = unsafe target, let address = unsafe address?.pointee else { return CURL_SOCKET_BAD }
    let descriptor = socket(address.family, address.socktype, address.protocol)
    // Of an address family that this machine does not have libcurl tries the next address.
    if descriptor < 0, errno != EAFNOSUPPORT {
        let arrived = unsafe Unmanaged<Arrived>.fromOpaque(target).takeUnretainedValue()
        unsafe arrived.socketFailure = String(cString: strerror(errno))
    }
    return descriptor
}

extension TransportError {
    /// What a libcurl error means for the message. Only the kind of the error is kept: libcurl's own texts may
    /// quote what the server sent.
    fileprivate init(_ code: CURLcode, requestWentOut: Bool) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            self = .timeout
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_URL_MALFORMAT, CURLE_SSL_CACERT_BADFILE,
            CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE:
            self = .setup(TransportError.text(of: code))
        case CURLE_UNSUPPORTED_PROTOCOL:
            // The URL's protocol is one that we allow: it is the answer that is not HTTP/1.
            self = .lost("the answer is no HTTP")
        default:
            let text = TransportError.text(of: code)
            self = requestWentOut ? .lost(text) : .unreachable(text)
        }
    }

    private static func text(of code: CURLcode) -> String {
        unsafe String(cString: ccurl_easy_strerror(code))
    }
}
