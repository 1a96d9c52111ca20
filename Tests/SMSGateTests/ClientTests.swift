import SMSGate
import Testing

@Suite("The client of SMSGate") struct ClientTests {
    /// libcurl starts TLS once in a process. Without this a client over HTTPS after one over HTTP would go without what the
    /// administrator asks of TLS.
    @Test func overHTTPSIsRefusedAfterOneWithoutTheSettingsForTLS() throws {
        let http = Endpoint(url: "http://127.0.0.1:1", timeout: 1, connectTimeout: 1)
        let https = Endpoint(url: "https://127.0.0.1:1", timeout: 1, connectTimeout: 1)
        _ = try Client(endpoint: http)
        #expect(throws: TransportError.setup("libcurl was loaded without the settings for TLS")) {
            _ = try Client(endpoint: https)
        }
        _ = try Client(endpoint: http)
    }
}
