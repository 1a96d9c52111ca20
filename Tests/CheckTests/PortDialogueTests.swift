import Check
import Configuration
import Testing

/// The replies of a good server, by the beginning of the command. The first that fits wins.
private let good: [(command: String, reply: String)] = [
    ("EHLO ", "250-mx.example\r\n250-AUTH PLAIN LOGIN\r\n250 DSN\r\n"),
    ("AUTH PLAIN", "334 \r\n"), ("AUTH LOGIN", "334 VXNlcm5hbWU6\r\n"),
    ("AHBvc3Rzb", "535 5.7.8 Error: authentication failed\r\n"), ("AGFsaWNl", "235 2.7.0 Ok\r\n"),
    ("MAIL ", "250 2.1.0 Ok\r\n"),
    ("RCPT ", "530 5.7.0 Authentication required\r\n"), ("RSET", "250 2.0.0 Ok\r\n"),
    ("QUIT", "221 2.0.0 Bye\r\n"),
]

/// Those that differ once a user has logged in.
private let goodForUsers: [(command: String, reply: String)] = [
    ("RCPT TO:<+", "250 2.1.5 Ok\r\n"), ("RCPT ", "550 5.1.2 Invalid recipient domain\r\n"),
]

/// Holds a dialogue with a server that knows its replies.
///
/// - Parameters:
///   - replies: by the beginning of a command. An empty reply closes the connection, `...` is none
///   - later: those that go before them after a login
///   - pieces: bytes that arrive at a time
private func converse(
    _ dialogue: PortDialogue, _ replies: [(command: String, reply: String)],
    later: [(command: String, reply: String)] = goodForUsers, pieces: Int = 4096
) -> (dialogue: PortDialogue, said: [String]) {
    var dialogue = dialogue
    var said: [String] = []
    var replies = replies
    var line = dialogue.begin()
    while !line.isEmpty {
        let command = String(decoding: line, as: UTF8.self)
        said.append(command)
        let reply = replies.first { command.hasPrefix($0.command) }?.reply ?? "500 5.5.2 Error\r\n"
        line = []
        if reply.hasPrefix("235"), command.hasPrefix("AGFs") { replies = later + replies }
        if reply.isEmpty || reply == "..." {
            dialogue.stop(isSilent: !reply.isEmpty)
            break
        }
        var rest = Array(reply.utf8)[...]
        while !rest.isEmpty {
            line += dialogue.receive(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
    }
    return (dialogue, said)
}

@Suite("The dialogue of check with a port") struct PortDialogueTests {
    private let login = PortDialogue.Login(user: "alice", password: Array("secret".utf8))

    @Test(arguments: [1, 2, 3, 7, 4096])
    func isTheSameInPiecesOfAnySizeAndNeverSendsAMail(pieces: Int) {
        let dialogue = PortDialogue(name: "mx.example", recipient: "+1@x.example", login: login)
        let (end, said) = converse(dialogue, good, pieces: pieces)
        #expect(end.isOver)
        #expect(
            said == [
                "EHLO mx.example\r\n", "AUTH PLAIN\r\n", "AHBvc3RzbXM6Y2hlY2sAd3Jvbmc=\r\n",
                "MAIL FROM:<>\r\n",
                "RCPT TO:<+1@x.example>\r\n", "RCPT TO:<postmaster>\r\n",
                "RCPT TO:<postsms-check@other.invalid>\r\n", "RSET\r\n", "AUTH PLAIN\r\n",
                "AGFsaWNlAHNlY3JldA==\r\n", "MAIL FROM:<>\r\n", "RCPT TO:<+1@x.example>\r\n",
                "RCPT TO:<postsms-check@other.invalid>\r\n", "RSET\r\n", "QUIT\r\n",
            ])
    }

    @Test func usesLoginWhereThereIsNoPlain() {
        let replies: [(String, String)] =
            [("EHLO ", "250-x\r\n250 AUTH LOGIN\r\n")] + good.map { ($0.command, $0.reply) }
        let dialogue = PortDialogue(name: "mx.example", recipient: "+1@x.example", login: nil)
        let (_, said) = converse(dialogue, [("cG9zdHNtczpjaGVjaw==", "334 UGFzc3dvcmQ6\r\n")] + replies)
        #expect(said[1...3] == ["AUTH LOGIN\r\n", "cG9zdHNtczpjaGVjaw==\r\n", "d3Jvbmc=\r\n"])
    }

    /// What a server sends without end or sense ends the dialogue.
    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "250-a\r\n251 b\r\n", "99 x\r\n", "2500 x\r\n", "250-x\r\n-\r\n",
        String(repeating: "250-x\r\n", count: 10_000), String(repeating: "x", count: 70_000),
    ])
    func endsAtWhatIsNoReply(text: String) {
        var dialogue = PortDialogue(name: "a", recipient: "b", login: nil)
        _ = dialogue.begin()
        #expect(dialogue.receive(Array(text.utf8)).isEmpty)
        #expect(dialogue.isOver)
    }
}

@Suite("What check says of a client's dialogue") struct DialoguePointTests {
    /// Findings on port 465, where the server's replies differ from the good ones by these.
    private func problems(
        _ replies: [(String, String)] = [], user: String? = nil, later: [(String, String)] = [],
        installed: Installed = Installed(),
        change: @escaping (inout PortConversation) -> Void = { _ in }
    ) throws -> [Finding] {
        var installed = installed
        installed.user = user
        installed.converse = { calls in
            calls.map { call in
                let answers =
                    call.address.port == "submissions"
                    ? replies.map { (command: $0.0, reply: $0.1) } + good : good
                var conversation = PortConversation(
                    opening: ["220 mx.example", "250-mx.example", "250 AUTH PLAIN"],
                    certificate: Installed.certificate,
                    dialogue: CheckTests.converse(
                        call.dialogue, answers,
                        later: later.map { (command: $0.0, reply: $0.1) } + goodForUsers
                    ).dialogue)
                if call.address.port == "submissions" { change(&conversation) }
                return conversation
            }
        }
        return try installed.all().filter { $0.level != .ok && $0.text.hasPrefix("port submissions: ") }
    }

    @Test(arguments: [nil, "alice"])
    func isNothingIfAllIsWell(user: String?) throws {
        #expect(try problems(user: user) == [])
    }

    @Test(arguments: [
        ("EHLO ", "250-x\r\n250 DSN\r\n", "it does not offer AUTH"),
        (
            "EHLO ", "250-x\r\n250-AUTH PLAIN\r\n250 XCLIENT NAME LOGIN\r\n",
            "it offers XCLIENT to this machine"
        ),
        (
            "EHLO ", "421 4.7.0 Too many\r\n",
            "EHLO is answered with \"421 4.7.0 Too many\"; look at the mail log"
        ),
        ("AHBv", "235 2.7.0 Ok\r\n", "it takes a wrong password: \"235 2.7.0 Ok\""),
        (
            "AHBv", "454 4.7.0 Temporary authentication failure\r\n",
            "a wrong password is answered with \"454 4.7.0 Temporary authentication failure\"; look at the mail log, and at the service that answers AUTH"
        ),
        ("AUTH", "503 5.5.1 Error\r\n", "a wrong password is answered with \"503 5.5.1 Error\""),
        (
            "MAIL", "452 4.3.1 Insufficient system storage\r\n",
            "MAIL is answered with \"452 4.3.1 Insufficient system storage\"; look at the mail log, and at queue_minfree"
        ),
        ("RCPT TO:<+", "250 2.1.5 Ok\r\n", "it takes mail to a phone number without AUTH: \"250 2.1.5 Ok\""),
        ("RCPT TO:<postsms-check@", "250 2.1.5 Ok\r\n", "it takes mail to another domain without AUTH"),
        ("RCPT TO:<+", "451 4.3.5 Server configuration error\r\n", "RCPT is answered with \"451 4.3.5 "),
        ("MAIL", "", "it closes the connection at MAIL"),
        ("RCPT TO:<p", "...", "it gives no answer in time at RCPT"),
        ("MAIL", "hello\r\n", "it gives an answer that is not SMTP at MAIL"),
    ])
    func isTheFirstProblemThatAClientMeets(command: String, reply: String, text: String) throws {
        let found = try problems([(command, reply)])
        #expect(found.map(\.level) == [.error])
        #expect(found.first?.text.hasPrefix("port submissions: \(text)") == true, "\(found)")
        #expect(found.first?.fix == [])
    }

    /// Early refusals are refusals, and data restrictions refuse what postmaster lets in.
    @Test(arguments: [
        ("MAIL", "530 5.7.0 Authentication required\r\n"), ("RCPT", "554 5.7.1 Relay access denied\r\n"),
        ("RCPT TO:<postmaster>", "250 2.1.5 Ok\r\n"), ("QUIT", ""),
    ])
    func isNoneIfAClientIsRefusedInAnotherWay(command: String, reply: String) throws {
        #expect(try problems([(command, reply)]) == [])
    }

    @Test(arguments: [
        (
            "AGFsaWNl", "535 5.7.8 Error",
            "the password of alice, which is that of the credentials map, is answered with"
        ),
        (
            "MAIL", "451 4.7.1 Service unavailable",
            "MAIL of alice is answered with \"451 4.7.1 Service unavailable\""
        ),
        (
            "RCPT TO:<+", "451 4.3.5 Server",
            "RCPT of alice is answered with \"451 4.3.5 Server\"; look at the mail log"
        ),
        ("RCPT TO:<+", "550 5.1.3 Invalid", "RCPT of alice is answered with \"550 5.1.3 Invalid\""),
        ("RCPT TO:<postsms", "250 2.1.5 Ok", "alice may send to another domain: \"250 2.1.5 Ok\""),
    ])
    func isThatOfAUser(command: String, reply: String, text: String) throws {
        let change = [(command, reply + "\r\n")]
        let found = try problems(command.hasPrefix("AGFs") ? change : [], user: "alice", later: change)
        #expect(found.map(\.level) == [.error])
        #expect(found.first?.text.hasPrefix("port submissions: \(text)") == true, "\(found)")
    }

    /// The administrator may allow some numbers only: in a table of his own, or in ours.
    @Test(arguments: [
        ("hash:/allowed", ["+493012345@smtp.sms-gate.app": "OK"], ""),
        (
            "regexp:/etc/postfix/postsms_recipients",
            ["+12025550123@smtp.sms-gate.app": "550 5.7.1 Not allowed"], "/x/ OK"
        ),
        ("regexp:/etc/postfix/postsms_recipients", ["+12025550123@smtp.sms-gate.app": "REJECT"], "/x/ OK"),
    ])
    func isNoneIfNotEveryNumberIsAllowed(table: String, entries: [String: String], text: String) throws {
        var installed = Installed()
        installed.recipients.merge(entries) { $1 }
        installed.contents = ["/etc/postfix/postsms_recipients": text]
        installed.tables = ["hash:/allowed": entries]
        installed.main = "postsms_recipient_restrictions = check_recipient_access \(table), reject"
        let refused = ("RCPT TO:<+", "550 5.7.1 Not allowed\r\n")
        #expect(try problems(user: "alice", later: [refused], installed: installed) == [])
        #expect(try installed.findings().filter { $0.level == .error } == [])
    }

    @Test func isTheConnectionIfThereIsNone() throws {
        let none = try problems {
            $0 = PortConversation(failure: "Connection refused", dialogue: $0.dialogue)
        }
        #expect(
            none.map(\.text) == [
                "port submissions: a client cannot connect: Connection refused; look at the mail log"
            ])
        let late = try problems {
            $0 = PortConversation(
                opening: ["220 x", "454 4.7.0 TLS not available due to local problem"],
                failure: "STARTTLS denied",
                dialogue: $0.dialogue)
        }
        #expect(
            late.map(\.text) == [
                "port submissions: a client hears \"454 4.7.0 TLS not available due to local problem\"; look at the mail log, and at the parameters smtpd_tls_* in main.cf"
            ])
    }

    @Test func isACertificateThatClientsRefuseOrThatIsNoLongerTheOneOfTheFile() throws {
        let other = Installed.certificate.replacing("QUJD", with: "QUJE")
        let stale = try problems { $0.certificate = other }
        #expect(stale.map(\.fix) == [["postfix reload"]])
        let untrusted = try problems { $0.verification = 20 }
        #expect(untrusted.map(\.level) == [.warning])
        #expect(untrusted.first?.fix == [])
        // Self-signed: the file says so.
        #expect(try problems { $0.verification = 18 } == [])
    }

    /// The settings say it already, with a command that fixes it.
    @Test func isNotAskedForWhereTheSettingsAreWrong() throws {
        let installed = Installed(
            without: ("submissions/inet", "smtpd_delay_reject"), main: "smtpd_delay_reject = no")
        let found = try problems([("MAIL", "")], installed: installed)
        #expect(found.map(\.fix) == [["postconf -P 'submissions/inet/smtpd_delay_reject=yes'"]])
    }
}
