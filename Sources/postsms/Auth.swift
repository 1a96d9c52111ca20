import Accounts
import Configuration
import Files
import Glibc
import Protocols

/// `postsms auth`: the role behind spawn(8). Answers smtpd(8)'s AUTH requests on standard input until it ends.
struct Auth: Role {
    static let usage = Usage(
        words: ["auth"], abstract: "Answer AUTH requests of smtpd(8) from the credentials map.",
        discussion: """
            Postfix's spawn(8) runs this; it speaks the Dovecot authentication protocol on
            standard input and output. See postsms-auth(8).
            """,
        options: ConfigurationOptions.usage)

    let arguments: Arguments

    func run() {
        let configurationOptions = ConfigurationOptions(arguments)
        var authenticator = Authenticator(
            file: configurationOptions.file, overrides: configurationOptions.overrides)
        Self.serve { user, password in
            do {
                let name = try authenticator.authenticate(user: user, password: password)
                return name == nil ? .rejected : .accepted
            } catch {
                logError("auth: local configuration error: \(error)")
                return .unavailable
            }
        }
    }

    /// Serves one connection. Whatever is broken, the handshake is done: smtpd(8) takes its whole port down for a
    /// minute when it fails.
    static func serve(verify: (String, [UInt8]) -> DovecotAuthSession.Verdict) {
        let cookie = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        writeAll(
            DovecotAuthSession.greeting(processID: getpid(), connectionID: 1, cookie: cookie),
            to: STDOUT_FILENO)
        var session = DovecotAuthSession()
        while session.state == .open, let bytes = readSome(STDIN_FILENO) {
            writeAll(session.receive(bytes, verify: verify), to: STDOUT_FILENO)
        }
    }
}
