import Foundation
import Subprocess
import Testing

/// A running smsgate-sim.
struct Gate: Sendable {
    let folder: String
    /// The URL of each replica.
    let urls: [String]

    var url: String { urls[0] }

    /// One SMS as accepted by the stand-in.
    struct SMS: Decodable, Equatable {
        struct TextMessage: Decodable, Equatable { let text: String }
        let id: String
        let user: String
        let deviceId: String
        let textMessage: TextMessage
        let phoneNumbers: [String]
    }

    /// alice has two devices, bob one, and carol has no device. username is from the documentation.
    static let accounts = """
        alice:correct horse:phone-1,phone-2
        bob:battery\u{7f}st\u{e4}ple:phone-3
        carol:no device
        mallory:another password:phone-4
        username:password:phone-5
        """

    /// The SMS accepted so far.
    func messages() throws -> [SMS] {
        let lines = try String(contentsOfFile: folder + "/sms", encoding: .utf8).split(separator: "\n")
        return try lines.map { try JSONDecoder().decode(SMS.self, from: Data($0.utf8)) }
    }

    func texts() throws -> [String] {
        try messages().map(\.textMessage.text)
    }

    /// Writes a credentials map for `postsms pipe` and returns its path.
    func writeCredentials(_ text: String = Gateway.credentials, mode: Int = 0o600) throws -> String {
        let path = folder + "/credentials"
        try (text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// Sets the answers from now on.
    func answer(_ answer: String) async throws {
        try await control("answer", answer)
    }

    /// Sets the accounts from now on.
    func setAccounts(_ accounts: String) async throws {
        try accounts.write(toFile: folder + "/accounts", atomically: true, encoding: .utf8)
        try await control("accounts", "")
    }

    private func control(_ what: String, _ body: String) async throws {
        let result = try await command(
            "curl",
            [
                "--silent", "--fail", "-X", "PUT", "-d", body,
                url.replacing("/3rdparty/v1", with: "/sim/\(what)"),
            ])
        try #require(result.status == 0)
    }
}

/// Runs `body` with a stand-in for SMSGate and ends it afterwards.
///
/// - Parameters:
///   - options: of smsgate-sim
///   - replicas: the number of replicas with a URL of their own
func withGate(
    _ options: [String] = [], replicas: Int = 1, accounts: String = Gate.accounts,
    _ body: (Gate) async throws -> Void
) async throws {
    try await withServer(
        #"dir=$1; shift; exec "$0" --port 0 --accounts "$dir/accounts" "$@" > "$dir/sms" 2> "$dir/gate.log""#,
        Project.smsgateSim, options + ["--replicas", "\(replicas)"], urls: replicas, accounts: accounts,
        body: body)
}

/// Runs `body` with a server that gives the answer `name` of raw_answers.py to every request.
///
/// - Parameter tlsName: subjectAltName of a certificate, `cert.pem` in the gate's folder, for TLS
func withRawAnswer(
    _ name: String, tlsName: String? = nil, _ body: (Gate) async throws -> Void
) async throws {
    try await withServer(
        #"exec python3 "$0" "$2" "$1" $3 > "$1/gate.log""#,
        Project.root + "Tests/EndToEndTests/Servers/raw_answers.py", [name, tlsName ?? ""], body: body)
}

/// - Parameters:
///   - script: gets the program as `$0`, the folder as `$1` and the arguments from `$2` on, and prints the
///     server's URL into `gate.log` in that folder
///   - urls: the number of URLs that it prints
private func withServer(
    _ script: String, _ program: String, _ arguments: [String], urls count: Int = 1,
    accounts: String = Gate.accounts, body: (Gate) async throws -> Void
) async throws {
    let folder = NSTemporaryDirectory() + "postsms-test-" + UUID().uuidString
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try accounts.write(toFile: folder + "/accounts", atomically: true, encoding: .utf8)
    let outcome = try await run(
        .name("sh"), arguments: Arguments(["-c", script, program, folder] + arguments), input: .none,
        output: .discarded, error: .discarded
    ) { execution -> (any Error)? in
        var problem: (any Error)?
        do {
            let urls = try await eventually("\(program) listens") {
                let log = try? String(contentsOfFile: folder + "/gate.log", encoding: .utf8)
                let urls = log?.matches(of: /(https?:\S+)\n/).map { String($0.1) }
                return urls.flatMap { $0.count == count ? $0 : nil }
            }
            try await body(Gate(folder: folder, urls: urls))
        } catch {
            problem = error
        }
        try execution.send(signal: .terminate)
        return problem
    }
    if let problem = outcome.closureResult { throw problem }
}
