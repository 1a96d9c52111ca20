import Nettle

/// What a client says on a port to find out what the server lets it do: never DATA or BDAT, so nothing is ever sent.
/// The session begins after the greeting, and after STARTTLS on a port that has it.
///
/// Bytes in, bytes out: the caller owns the connection and the time.
package struct PortDialogue: Sendable {
    enum Step: Equatable, Sendable {
        case hello
        /// AUTH with a user that nobody can have.
        case wrongLogin
        /// The envelope of a client that has not logged in.
        case mail, recipient, postmaster, otherDomain
        case login
        /// The envelope of the user.
        case userMail, userRecipient, userOtherDomain
        case reset, quit

        /// The command, for a finding.
        var command: String {
            switch self {
            case .hello: "EHLO"
            case .wrongLogin, .login: "AUTH"
            case .mail, .userMail: "MAIL"
            case .recipient, .postmaster, .otherDomain, .userRecipient, .userOtherDomain: "RCPT"
            case .reset: "RSET"
            case .quit: "QUIT"
            }
        }
    }

    /// A user and password to log in with.
    package struct Login: Sendable {
        package let user: String
        package let password: [UInt8]

        package init(user: String, password: [UInt8]) {
            self.user = user
            self.password = password
        }
    }

    enum End: Equatable, Sendable {
        case complete
        /// The server closed the connection before that.
        case closed
        case silent
        /// It sent something that is no reply.
        case malformed
    }

    private struct Exchange {
        let step: Step
        /// Empty for AUTH.
        var line = ""
        var login: Login?
    }

    private var current: Exchange?
    /// What follows when the server asks for more (334), last one first.
    private var responses: [[UInt8]] = []
    private var rest: ArraySlice<Exchange>
    private var received: [UInt8] = []
    private(set) var replies: [(step: Step, reply: SMTPReply)] = []
    /// nil: it goes on.
    private(set) var end: End?
    /// What the server said as it closed the connection (421).
    private(set) var farewell: String?

    /// - Parameters:
    ///   - name: the client's own name
    ///   - recipient: a phone number's address that postsms takes
    ///   - login: nil: no user logs in
    package init(name: String, recipient: String, login: Login?) {
        // smtpd(8) resets the envelope at a new MAIL only after RSET.
        let envelope = [
            Exchange(step: .hello, line: "EHLO \(name)"), Exchange(step: .wrongLogin, login: Self.nobody),
            Exchange(step: .mail, line: "MAIL FROM:<>"),
            Exchange(step: .recipient, line: "RCPT TO:<\(recipient)>"),
            Exchange(step: .postmaster, line: "RCPT TO:<postmaster>"),
            Exchange(step: .otherDomain, line: "RCPT TO:<\(Self.elsewhere)>"),
            Exchange(step: .reset, line: "RSET"),
        ]
        let user = login.map {
            [
                Exchange(step: .login, login: $0), Exchange(step: .userMail, line: "MAIL FROM:<>"),
                Exchange(step: .userRecipient, line: "RCPT TO:<\(recipient)>"),
                Exchange(step: .userOtherDomain, line: "RCPT TO:<\(Self.elsewhere)>"),
                Exchange(step: .reset, line: "RSET"),
            ]
        }
        rest = (envelope + (user ?? []) + [Exchange(step: .quit, line: "QUIT")])[...]
    }

    /// No map and no SMSGate can have this user, because of the colon: SMSGate is not asked.
    private static let nobody = Login(user: "postsms:check", password: Array("wrong".utf8))
    /// RFC 6761: a domain that nobody can own.
    private static let elsewhere = "postsms-check@other.invalid"

    /// The first line to send.
    package mutating func begin() -> [UInt8] { next() }

    /// - Returns: what to send next; empty: nothing yet, or it is over
    package mutating func receive(_ bytes: [UInt8]) -> [UInt8] {
        received += bytes
        // A reply ends with a line. Looking for one at each byte would take the square of its length.
        guard bytes.contains(UInt8(ascii: "\n")) || received.count > SMTPReply.longest else { return [] }
        switch SMTPReply.parse(received[...]) {
        case .incomplete: return []
        case .malformed:
            end = .malformed
            return []
        case .reply(let reply, let rest):
            received = Array(rest)
            return answer(reply)
        }
    }

    private mutating func answer(_ reply: SMTPReply) -> [UInt8] {
        guard let exchange = current else { return [] }
        if reply.kind == 3, let response = responses.popLast() { return Self.line(Base64.encode(response)) }
        if reply.code == 421, exchange.step != .hello {
            farewell = reply.lastLine
            end = .closed
            return []
        }
        replies.append((exchange.step, reply))
        if exchange.step == .quit { end = .complete }
        return end == nil ? next() : []
    }

    /// The connection ended, or the time was over.
    package mutating func stop(isSilent: Bool) {
        // A server may close the connection instead of answering QUIT.
        if end == nil { end = isSilent ? .silent : current?.step == .quit ? .complete : .closed }
    }

    package var isOver: Bool { end != nil }

    func reply(to step: Step) -> SMTPReply? { replies.first { $0.step == step }?.reply }

    /// The step that got no reply.
    var unanswered: Step? { end == .complete ? nil : current?.step }

    private mutating func next() -> [UInt8] {
        current = rest.popFirst()
        responses = []
        guard let current else { return [] }
        return Self.line(current.login.map { auth($0) } ?? current.line)
    }

    /// The mechanism that the server offers. PLAIN without an initial response, which smtpd(8) limits in length.
    private mutating func auth(_ login: Login) -> String {
        let user = Array(login.user.utf8)
        let offered = reply(to: .hello)?.offers["AUTH"] ?? []
        let isPlain = offered.contains("PLAIN") || !offered.contains("LOGIN")
        responses = isPlain ? [[0] + user + [0] + login.password] : [login.password, user]
        return isPlain ? "AUTH PLAIN" : "AUTH LOGIN"
    }

    private static func line(_ text: String) -> [UInt8] { Array((text + "\r\n").utf8) }
}
