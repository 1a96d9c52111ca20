import Accounts
import Configuration
import Delivery
import Files
import Glibc
import Protocols
import SMSGate

/// `postsms auth`: the role for spawn(8). Answers smtpd(8)'s AUTH requests on standard input until input
/// ends.
struct Auth: Role {
    static let usage = Usage(
        words: ["auth"], abstract: "Answer AUTH requests of smtpd(8).",
        discussion: """
            Postfix's spawn(8) runs this; it speaks the Dovecot authentication protocol on
            standard input and output. See postsms-auth(8).
            """,
        options: ConfigurationOptions.usage)

    let arguments: Arguments

    func run() {
        let configurationOptions = ConfigurationOptions(arguments)
        var configuration = CurrentConfiguration(
            file: configurationOptions.file, overrides: configurationOptions.overrides)
        var authenticator = Authenticator()
        // An error in the configuration is reported at the first login.
        let mechanisms = try? configuration.value().authMechanisms
        Self.serve(mechanisms: mechanisms ?? Configuration().authMechanisms) { user, password in
            do {
                let settings = try configuration.value()
                let verdict = try authenticator.authenticate(
                    user: user, password: password, in: settings.accountSources,
                    freshness: settings.smsgateLoginCache
                ) { user, password in
                    SMSGateAPI(settings.endpoint.forLogin).login(
                        Credentials(user: user, password: password))
                }
                switch verdict {
                case .accepted(let user): return .accepted(user: user)
                case .rejected: return .rejected
                case .unavailable(let why):
                    SystemLog.error("auth: SMSGate cannot say whether \(user) may log in: \(why)")
                    return .unavailable
                }
            } catch {
                SystemLog.error("auth: local configuration error: \(error)")
                return .unavailable
            }
        }
    }

    /// Serves one connection. It completes the handshake even if the configuration is broken: if the
    /// handshake fails, smtpd(8) closes its port for a minute.
    ///
    /// - Parameters:
    ///   - mechanisms: the mechanisms to offer
    ///   - verify: see DovecotAuthSession.receive
    static func serve(
        mechanisms: [SASLMechanism], verify: (String, [UInt8]) -> DovecotAuthSession.Verdict
    ) {
        let cookie = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        var session = DovecotAuthSession(mechanisms: mechanisms)
        writeAll(
            session.greeting(processID: getpid(), connectionID: 1, cookie: cookie), to: STDOUT_FILENO)
        var earliestFailure = MonotonicTime.now
        while session.state == .open, let bytes = readSome(STDIN_FILENO) {
            let arrival = MonotonicTime.now
            for reply in session.receive(bytes, verify: verify) {
                if reply.isFailure {
                    // Measured from the request's arrival, so that the duration of the check does not show.
                    // Failures wait for each other, so that parallel requests do not speed up guessing.
                    earliestFailure = max(arrival, earliestFailure).advanced(bySeconds: failureDelay)
                    earliestFailure.wait()
                }
                writeAll(reply.bytes, to: STDOUT_FILENO)
            }
        }
    }

    /// Seconds until a failed login is answered: long for guessing, short for a mistyped password, and well
    /// below the 10 s that smtpd(8) waits.
    private static let failureDelay = 2
}

extension Endpoint {
    /// The same for the question whether a login is right: smtpd(8) waits for 10 s, and a failure is answered two seconds
    /// after the request at the earliest.
    fileprivate var forLogin: Endpoint {
        var endpoint = self
        endpoint.timeout = min(timeout, 7)
        return endpoint
    }
}
