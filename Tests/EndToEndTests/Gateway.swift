import Foundation
import Synchronization
import Testing

/// A private Postfix with postsms, and the stand-in for SMSGate that it sends to.
struct Gateway: PrivatePostfix {
    let gate: Gate
    let folder: String
    let submissionPort: Int
    let submissionsPort: Int

    static let domain = "smtp.sms-gate.app"
    static let phone = "+12025550123"
    static let recipient = "\(phone)@\(domain)"

    /// alice's password is right, bob's contains any bytes, carol has no device at SMSGate, and mallory's is
    /// right here but was changed at SMSGate. username is from the documentation.
    static let credentials = """
        alice:correct horse
        bob:{PLAIN.b64}\(Data("battery\u{7f}st\u{e4}ple".utf8).base64EncodedString())
        carol:no device
        mallory:old password
        dave:deleted at SMSGate
        username:password
        """

    /// The log lines with the results of messages to a phone, oldest first.
    var statusLines: [Substring] {
        log.split(separator: "\n").filter { $0.contains("relay=postsms") && $0.contains("status=") }
    }

    /// Waits until the log has the results of `count` deliveries.
    func status(after count: Int) async throws -> [Substring] {
        try await eventually("\(count) deliveries end: \(log)") {
            statusLines.count >= count ? statusLines : nil
        }
    }

    func setCredentials(_ text: String) throws {
        // In place, so that owner and mode stay.
        let file = try FileHandle(forWritingTo: URL(filePath: folder + "/credentials"))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data((text + "\n").utf8))
        try file.close()
    }

    func setConfiguration(_ text: String) throws {
        try text.write(toFile: folder + "/etc/postsms.cf", atomically: false, encoding: .utf8)
    }

    var configuration: String {
        get throws { try String(contentsOfFile: folder + "/etc/postsms.cf", encoding: .utf8) }
    }

    /// Sends a mail with curl, as documented, except for port, address and certificate.
    ///
    /// - Parameters:
    ///   - login: user and password, `user:password`; nil: without AUTH
    ///   - tls: on the TLS port; otherwise without TLS on the plain port
    ///   - options: further options of curl
    func curl(
        _ mail: String, to recipients: [String] = [Gateway.recipient], login: String? = "alice:correct horse",
        tls: Bool = false, options: [String] = []
    ) async throws -> CommandResult {
        let port = tls ? submissionsPort : submissionPort
        var arguments = [
            "--silent", "--verbose", "--resolve", "\(Self.domain):\(port):127.0.0.1",
            "--cacert", "\(folder)/cert.pem", "--url", "\(tls ? "smtps" : "smtp")://\(Self.domain):\(port)",
            "--mail-from", "sender@example.com", "--upload-file", "-",
        ]
        if tls { arguments.append("--ssl-reqd") }
        arguments += options
        for recipient in recipients { arguments += ["--mail-rcpt", recipient] }
        if let login { arguments += ["--config", try loginFile(login)] }
        return try await command("curl", arguments, input: mail)
    }

    /// A password in the arguments of a client would appear in the list of processes, which a test searches.
    private func loginFile(_ login: String) throws -> String {
        let path = "\(gate.folder)/login-\(UUID().uuidString)"
        try "user = \"\(login)\"\n".write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Submits a mail on the machine itself, without AUTH.
    ///
    /// - Parameter options: further options of sendmail(1)
    func sendmail(
        _ mail: String, to recipient: String = Gateway.recipient, from sender: String = "sender@example.com",
        options: [String] = []
    ) async throws {
        let result = try await command(
            "sendmail", ["-C", folder + "/etc", "-f", sender] + options + [recipient], input: mail)
        try #require(result.status == 0, "\(result.errors)")
    }
}

/// Runs `body` with a gateway and stops it afterwards.
///
/// - Parameters:
///   - settings: parameters for its main.cf
///   - timeout: smsgate_timeout; short only if an answer must not come in time
///   - configuration: lines for its postsms.cf
///   - gate: options of smsgate-sim
///   - accounts: those of SMSGate
///   - milter: whether clients hear the answer of postsms milter
func withGateway(
    settings: [String] = [], timeout: String = "30s", configuration: String = "", gate options: [String] = [],
    accounts: String = Gate.accounts, milter: Bool = false, _ body: (Gateway) async throws -> Void
) async throws {
    try await withGate(options, accounts: accounts) { gate in
        let folder = gate.folder + "/postfix"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let script = Project.root + "postfix/instance"
        let ports = PortRange.next()
        let started = try await command(
            "env",
            [
                "SUBMISSION_PORT=\(ports)", "SUBMISSIONS_PORT=\(ports + 10)", script, "start",
            ] + (milter ? ["--milter"] : []) + [folder, Project.postsms, gate.url] + settings)
        try #require(started.status == 0, "\(started.errors)")
        let found = started.output.matches(of: /=(\d+)/).compactMap { Int($0.1) }
        try #require(found.count == 2)
        let gateway = Gateway(gate: gate, folder: folder, submissionPort: found[0], submissionsPort: found[1])
        try gateway.setCredentials(Gateway.credentials)
        try gateway.setConfiguration(
            "\(gateway.configuration)\nsmsgate_timeout = \(timeout)\n\(configuration)")
        var problem: (any Error)?
        do {
            try await body(gateway)
        } catch {
            problem = error
        }
        let stopped = try await command(script, ["stop", folder])
        if let problem { throw problem }
        #expect(stopped.status == 0, "\(stopped.errors)")
    }
}

/// Where a gateway searches for free ports: tests run in parallel and must not find the same port.
private enum PortRange {
    private static let count = Mutex(0)

    static func next() -> Int {
        count.withLock { count in
            count += 1
            return 20_000 + 20 * count
        }
    }
}
