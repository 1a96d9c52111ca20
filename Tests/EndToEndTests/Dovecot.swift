import Foundation
import Subprocess
import Testing

/// A running Dovecot that only checks logins, against a passwd-file.
struct Dovecot: Sendable {
    /// The socket of its authenticator, open to every user.
    let socket: String

    /// The answers of both programs to one login.
    struct Answers: Equatable {
        /// `yes`, `no`, or `later` if the login cannot be checked.
        let dovecot: String
        let postsms: String
    }

    struct Login: Sendable {
        let user: String
        let password: [UInt8]

        init(_ user: String, _ password: String) {
            self.init(user, Array(password.utf8))
        }

        init(_ user: String, _ password: [UInt8]) {
            self.user = user
            self.password = password
        }
    }

    /// What this Dovecot and `postsms auth` answer to each login.
    ///
    /// - Parameter map: the map for postsms
    func answers(to logins: [Login], map: String) async throws -> [Answers] {
        let lines = logins.map {
            [Data($0.user.utf8), Data($0.password)].map { $0.base64EncodedString() }.joined(separator: " ")
        }
        let result = try await command(
            "python3",
            [
                Project.root + "Tests/EndToEndTests/Clients/dovecot_auth.py", socket, Project.postsms, "auth",
                "-o", "credentials_file=\(map)",
            ], input: lines.joined(separator: "\n") + "\n")
        try #require(result.status == 0, "\(result.errors)")
        let answers = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        try #require(answers.count == logins.count && answers.allSatisfy { $0.count == 2 })
        return answers.map { Answers(dovecot: $0[0], postsms: $0[1]) }
    }
}

/// Runs `body` with a Dovecot and stops it afterwards.
///
/// - Parameters:
///   - map: its passwd-file, which the group postsms can read
///   - scheme: of passwords that name none
///   - folder: where to make a folder with its configuration, sockets and log
///   - socket: the path of the authenticator's socket, if it is not in that folder
func withDovecot(
    map: String, scheme: String = "CRYPT", in folder: String, socket: String? = nil,
    _ body: (Dovecot) async throws -> Void
) async throws {
    let home = folder + "/dovecot"
    try FileManager.default.createDirectory(
        atPath: home, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
    let configuration = home + "/dovecot.conf"
    let socket = socket ?? home + "/auth"
    let version = try await command("dovecot", ["--version"]).output
    try text(home: home, passwords: map, scheme: scheme, socket: socket, isOld: version.hasPrefix("2.3."))
        .write(toFile: configuration, atomically: false, encoding: .utf8)
    let outcome = try await run(
        .name("dovecot"), arguments: ["-F", "-c", configuration], input: .none, output: .discarded,
        error: .discarded
    ) { execution -> (any Error)? in
        var problem: (any Error)?
        do {
            _ = try await eventually("Dovecot listens") {
                FileManager.default.fileExists(atPath: socket) ? true : nil
            }
            try await body(Dovecot(socket: socket))
        } catch {
            problem = error
        }
        try execution.send(signal: .terminate)
        return problem
    }
    if let problem = outcome.closureResult { throw problem }
}

/// A dovecot.conf for logins only. Dovecot would delay clients that fail often by up to 15 seconds, and by default refuses
/// names with spaces and letters that are not ASCII.
///
/// - Parameter isOld: Dovecot 2.3; 2.4, which Debian 13 has, has another syntax
private func text(home: String, passwords: String, scheme: String, socket: String, isOld: Bool) -> String {
    // Version 2.4 refuses some hashes that it knows unless it is told.
    let version =
        isOld
        ? ""
        : "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\nauth_allow_weak_schemes = yes\n"
    let passdb =
        isOld
        ? "passdb {\n  driver = passwd-file\n  args = scheme=\(scheme) \(passwords)\n}"
        : "passdb passwd-file {\n  passwd_file_path = \(passwords)\n  default_password_scheme = \(scheme)\n}"
    return """
        \(version)base_dir = \(home)/run
        state_dir = \(home)/state
        log_path = \(home)/log
        protocols =
        ssl = no
        auth_mechanisms = plain login
        auth_username_chars =
        \(passdb)
        service auth {
          extra_groups = postsms
          unix_listener \(socket) {
            mode = 0666
          }
        }
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }

        """
}
