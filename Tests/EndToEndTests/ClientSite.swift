import Foundation
import Testing

/// The place where clients run: their programs, the gateway, and the local Postfix of those that have one.
struct ClientSite: Sendable {
    @TaskLocal static var current: ClientSite?

    let gateway: Gateway
    /// By their settings file.
    let relays: [String: Relay]

    static let postfixSettings = Set(Client.all.compactMap(\.postfix))

    var folder: String { gateway.gate.folder }

    func relay(of client: Client) throws -> Relay? {
        try client.postfix.map { try #require(relays[$0]) }
    }

    /// Runs a client as documented, except for host, ports and trusted certificate.
    ///
    /// - Parameter localPart: of the recipient; nil: the client's phone number
    func run(_ client: Client, to localPart: String? = nil) async throws -> CommandResult {
        try adaptPrograms(to: gateway, in: folder, recipient: localPart)
        var environment = [
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=\(folder)", "LANG=C.UTF-8",
            // OpenSSL's variable for the trusted certificates, and Node.js's.
            "SSL_CERT_FILE=\(gateway.folder)/cert.pem", "NODE_EXTRA_CA_CERTS=\(gateway.folder)/cert.pem",
            // Debian's folder of packages for Node.js.
            "NODE_PATH=/usr/share/nodejs",
        ]
        // Postfix's variable for another configuration, read by its sendmail command.
        if let relay = try relay(of: client) { environment.append("MAIL_CONFIG=\(relay.folder)/etc") }
        return try await command(
            "env", ["-i"] + environment + [client.program, "\(folder)/\(client.file)"], input: client.input)
    }

    /// Runs a client whose message fails, and returns what its user sees: the client's output, or its
    /// Postfix's notice to the sender or, while that still retries, log.
    func complaint(of client: Client, to localPart: String? = nil) async throws -> String {
        guard let relay = try relay(of: client) else {
            let result = try await run(client, to: localPart)
            return result.output + result.errors
        }
        let before = relay.statusLines.count
        let noticesBefore = Set(relay.notices)
        let result = try await run(client, to: localPart)
        #expect(result.status == 0, "\(result.errors)")
        let line = try await eventually("the relay tries: \(relay.log)") {
            relay.statusLines.count > before ? relay.statusLines.last : nil
        }
        guard line.contains("status=bounced") else { return String(line) }
        try await relay.waitUntilEmpty()
        let notices = Set(relay.notices).subtracting(noticesBefore)
        #expect(notices.count == 1)
        return notices.joined().replacing(/\n\s+/, with: " ")
    }
}

/// Writes the programs and settings of `Clients/` to a folder, with this gateway's host, ports and certificate.
///
/// The host is an address, since the gateway has only one: some clients try only one of those of localhost.
///
/// - Parameter recipient: local part of all recipients instead of the phone numbers; nil: unchanged
private func adaptPrograms(to gateway: Gateway, in folder: String, recipient: String? = nil) throws {
    let source = Project.root + "Tests/EndToEndTests/Clients/"
    for name in try FileManager.default.contentsOfDirectory(atPath: source) {
        var text = try String(contentsOfFile: source + name, encoding: .utf8)
            .replacing(/@?smtp\.sms-gate\.app/) { $0.output.hasPrefix("@") ? $0.output : "127.0.0.1" }
            .replacing(/\b587\b/, with: String(gateway.submissionPort))
            .replacing(/\b465\b/, with: String(gateway.submissionsPort))
            .replacing("/etc/ssl/certs/ca-certificates.crt", with: gateway.folder + "/cert.pem")
        if let recipient { text = text.replacing(/\+?\d+@/, with: recipient + "@") }
        try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
}

/// One site for all tests of a suite, which must be serialized.
struct ClientSiteTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        try await withGateway { gateway in
            try adaptPrograms(to: gateway, in: gateway.gate.folder)
            try await withRelays(Array(ClientSite.postfixSettings), gateway: gateway) { relays in
                let site = ClientSite(gateway: gateway, relays: relays)
                try await ClientSite.$current.withValue(site) { try await body() }
            }
        }
    }

    private func withRelays(
        _ settings: [String], gateway: Gateway, _ body: ([String: Relay]) async throws -> Void
    ) async throws {
        guard let first = settings.first else { return try await body([:]) }
        let folder = gateway.gate.folder
        try await withRelay(settings: "\(folder)/\(first)", in: "\(folder)/relay-\(first)") { relay in
            try await withRelays(Array(settings.dropFirst()), gateway: gateway) { others in
                try await body(others.merging([first: relay]) { $1 })
            }
        }
    }
}

extension Trait where Self == ClientSiteTrait {
    static var clientSite: Self { ClientSiteTrait() }
}
