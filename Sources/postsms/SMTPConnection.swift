import CCurl
import Glibc

/// A connection to an SMTP server through libcurl, which greets it, starts TLS and leaves the rest to the caller
/// (CURLOPT_CONNECT_ONLY). If the server's certificate is refused, it connects again and looks on without trust.
@safe final class SMTPConnection {
    /// Bytes that are read before TLS. A server has a few hundred.
    private static let openingLimit = 65_536
    private static let chunkLength = 4_096

    private let curl: UnsafeMutableRawPointer
    private let explanation = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var connectTo: UnsafeMutablePointer<curl_slist>?
    private var opening: [UInt8] = []

    /// nil: libcurl is missing.
    init?() {
        guard unsafe ccurl_load() == nil, let curl = unsafe ccurl_easy_init() else { return nil }
        unsafe self.curl = unsafe curl
        unsafe explanation.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe ccurl_easy_cleanup(curl)
        unsafe ccurl_slist_free_all(connectTo)
        unsafe explanation.deallocate()
    }

    /// Connects, and returns once the server has greeted and TLS is there.
    ///
    /// - Parameters:
    ///   - url: `smtp://host:port/name` for STARTTLS, `smtps://...` for TLS from the start; the name is the client's
    ///   - address: `address:port` to connect to instead of what the URL's host leads to. TLS asks for the certificate of
    ///     the host (SNI)
    ///   - milliseconds: time limit
    /// - Returns: nil, or what went wrong
    func open(_ url: String, at address: String, milliseconds: Int) -> String? {
        let strings = [(CURLOPT_URL, url), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"), (CURLOPT_PROXY, "")]
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_CONNECT_ONLY, 1), (CURLOPT_USE_SSL, ccurl_use_ssl_always), (CURLOPT_CERTINFO, 1),
            (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 0), (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_TIMEOUT_MS, milliseconds),
        ]
        for (option, value) in strings {
            guard unsafe ccurl_set_string(curl, option, value) == CURLE_OK else {
                return "libcurl is too old"
            }
        }
        for (option, value) in numbers {
            guard unsafe ccurl_set_long(curl, option, value) == CURLE_OK else { return "libcurl is too old" }
        }
        // Empty parts are any host and any port (CURLOPT_CONNECT_TO(3)).
        unsafe connectTo = unsafe ccurl_slist_append(nil, "::\(address)")
        guard unsafe connectTo != nil, unsafe ccurl_set_list(curl, CURLOPT_CONNECT_TO, connectTo) == CURLE_OK
        else { return "libcurl is too old" }
        unsafe ccurl_set_error_buffer(curl, explanation)
        let target = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe ccurl_set_receivers(curl, keepLine, keepLine, target)
        var code = unsafe ccurl_easy_perform(curl)
        if code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE {
            // Without verification libcurl reads no CA certificates, and OpenSSL would trust none.
            unsafe ccurl_get_long(curl, CURLINFO_SSL_VERIFYRESULT, &verification)
            opening = []
            unsafe _ = ccurl_set_long(curl, CURLOPT_SSL_VERIFYPEER, 0)
            code = unsafe ccurl_easy_perform(curl)
        }
        if code == CURLE_OK { return nil }
        let text = unsafe String(cString: explanation)
        return text.isEmpty ? unsafe String(cString: ccurl_easy_strerror(code)) : text
    }

    /// What the server said until then.
    var openingLines: [String] {
        opening.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    fileprivate func keep(_ line: UnsafeRawBufferPointer) -> Bool {
        unsafe opening.append(contentsOf: line.prefix(Self.openingLimit - opening.count))
        return opening.count < Self.openingLimit
    }

    /// As PEM.
    var certificate: String? { unsafe ccurl_certificate(curl).map { unsafe String(cString: $0) } }

    /// OpenSSL's result of verifying it, 0 for a good one.
    private(set) var verification = 0

    var descriptor: Int32 { unsafe ccurl_socket(curl) }

    /// Sends a line. A new connection has room for it, so this never blocks.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        return unsafe ccurl_send(curl, bytes, bytes.count, &sent) == CURLE_OK && sent == bytes.count
    }

    /// - Returns: what has arrived, empty for nothing yet; nil: the connection is closed
    func receive() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: Self.chunkLength)
        var count = 0
        let code = unsafe ccurl_receive(curl, &chunk, chunk.count, &count)
        if code == CURLE_AGAIN { return [] }
        return code == CURLE_OK && count > 0 ? Array(chunk.prefix(count)) : nil
    }
}

/// libcurl's callback for each line of the server.
private func keepLine(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ target: UnsafeMutableRawPointer?
) -> Int {
    guard let data = unsafe data, let target = unsafe target else { return 0 }
    let connection = unsafe Unmanaged<SMTPConnection>.fromOpaque(target).takeUnretainedValue()
    // `size` is always 1 (CURLOPT_HEADERFUNCTION(3)).
    return unsafe connection.keep(UnsafeRawBufferPointer(start: data, count: count)) ? count : 0
}
