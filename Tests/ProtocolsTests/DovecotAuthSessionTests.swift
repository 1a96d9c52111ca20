import Foundation
import Protocols
import Testing

@Suite("The Dovecot authentication protocol")
struct DovecotAuthSessionTests {
    /// The accounts of the dialogues.
    static func verify(user: String, password: [UInt8]) -> DovecotAuthSession.Verdict {
        switch (user, password) {
        case ("down", _): .unavailable
        case ("alice", Array("secret".utf8)), ("Alice", Array("secret".utf8)),
            ("ALICE ", Array("secret".utf8)):
            .accepted(user: "alice")
        case ("zoë@example.com", Array("secret".utf8)), ("bytes", [0x00, 0xFF, 0x0A, 0x09, 0x00]):
            .accepted(user: user)
        default: .rejected
        }
    }

    private static func session(_ mechanisms: [SASLMechanism] = SASLMechanism.allCases) -> DovecotAuthSession
    {
        DovecotAuthSession(mechanisms: mechanisms)
    }

    private static func text(_ replies: [DovecotAuthSession.Reply]) -> String {
        String(decoding: replies.flatMap(\.bytes), as: UTF8.self)
    }

    @Test func theDialoguesAreFound() {
        #expect(Dialogue.names.count >= 65)
    }

    @Test(arguments: Dialogue.names)
    func aDialogueGoesAsWritten(name: String) throws {
        let dialogue = try Dialogue(named: name)
        var session = Self.session()
        for turn in dialogue.turns {
            let replies = session.receive(Array(turn.client.utf8), verify: Self.verify)
            #expect(Self.text(replies) == turn.server)
        }
        #expect(session.state == (dialogue.endsOpen ? .open : .closed))
    }

    /// The end of a read must not matter.
    @Test(arguments: Dialogue.names, [1, 2, 3, 5, 16, 61, 1000, 65_536])
    func aDialogueGoesAsWrittenInPieces(name: String, size: Int) throws {
        let dialogue = try Dialogue(named: name)
        let bytes = Array(dialogue.turns.map(\.client).joined().utf8)
        var session = Self.session()
        var replies: [DovecotAuthSession.Reply] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            replies += session.receive(piece, verify: Self.verify)
        }
        #expect(Self.text(replies) == dialogue.turns.map(\.server).joined())
        #expect(session.state == (dialogue.endsOpen ? .open : .closed))
    }

    @Test(arguments: Dialogue.names)
    func aClosedSessionSaysNothingMore(name: String) throws {
        let dialogue = try Dialogue(named: name)
        var session = Self.session()
        for turn in dialogue.turns { _ = session.receive(Array(turn.client.utf8), verify: Self.verify) }
        let request = Array("AUTH\t99\tPLAIN\n".utf8)
        let replies = session.receive(request, verify: Self.verify)
        #expect(Self.text(replies) == (dialogue.endsOpen ? "CONT\t99\t\n" : ""))
    }

    /// Every answer to a failed login, and only that, is marked for delay.
    @Test(arguments: Dialogue.names)
    func aFailureIsMarked(name: String) throws {
        let dialogue = try Dialogue(named: name)
        var session = Self.session()
        for turn in dialogue.turns {
            for reply in session.receive(Array(turn.client.utf8), verify: Self.verify) {
                #expect(reply.isFailure == (reply.bytes.isEmpty || reply.bytes.starts(with: "FAIL".utf8)))
            }
        }
    }

    /// This includes the end of the connection, which a client gets when the check fails.
    @Test func anEndForWantOfAnAnswerIsMarkedAsAFailure() {
        var session = Self.session()
        let message = Data("\0down\0secret".utf8).base64EncodedString()
        let replies = session.receive(
            Array("VERSION\t1\t0\nAUTH\t1\tPLAIN\tresp=\(message)\n".utf8), verify: Self.verify)
        #expect(replies == [DovecotAuthSession.Reply(bytes: [], isFailure: true)])
        #expect(session.state == .closed)
    }

    @Test(
        arguments: [
            ([.plain, .login], "MECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\n"),
            ([.login, .plain], "MECH\tLOGIN\tplaintext\nMECH\tPLAIN\tplaintext\n"),
            ([.plain], "MECH\tPLAIN\tplaintext\n"),
            ([.login], "MECH\tLOGIN\tplaintext\n"),
        ] as [([SASLMechanism], String)])
    func theGreetingIsInSmtpdsOrder(mechanisms: [SASLMechanism], offers: String) {
        let greeting = Self.session(mechanisms).greeting(
            processID: 4711, connectionID: 1, cookie: [0x00, 0x01, 0x7F, 0x80, 0xFF])
        #expect(
            String(decoding: greeting, as: UTF8.self)
                == "VERSION\t1\t1\n\(offers)SPID\t4711\nCUID\t1\nCOOKIE\t00017f80ff\nDONE\n")
    }

    @Test(arguments: SASLMechanism.allCases)
    func aMechanismThatIsNotOfferedIsRefused(mechanism: SASLMechanism) {
        for other in SASLMechanism.allCases {
            var session = Self.session([mechanism])
            let replies = session.receive(
                Array("VERSION\t1\t0\nAUTH\t1\t\(other.rawValue)\n".utf8), verify: Self.verify)
            #expect(
                Self.text(replies).hasPrefix(
                    other == mechanism
                        ? "CONT\t1\t" : "FAIL\t1\treason=Invalid authentication mechanism\n"))
        }
    }

    @Test func anUnfinishedLineIsNoCommand() {
        var session = Self.session()
        let replies = session.receive(
            Array("VERSION\t1\t0\nAUTH\t1\tPLAIN".utf8), verify: Self.verify)
        #expect(replies.isEmpty)
        #expect(Self.text(session.receive(Array("\n".utf8), verify: Self.verify)) == "CONT\t1\t\n")
    }

    @Test func theCheckSeesUserAndPasswordByteForByte() {
        let password = Array(UInt8.min ... .max)
        let message = Data([0] + Array("zoe\u{308}".utf8) + [0] + password).base64EncodedString()
        var checked: [(user: String, password: [UInt8])] = []
        var session = Self.session()
        _ = session.receive(Array("VERSION\t1\t0\nAUTH\t1\tPLAIN\tresp=\(message)\n".utf8)) {
            checked.append(($0, $1))
            return .accepted(user: $0)
        }
        #expect(checked.map { Array($0.user.utf8) } == [Array("zoe\u{308}".utf8)])
        #expect(checked.map(\.password) == [password])
    }

    /// The answer must not show which of the two was wrong.
    @Test func anUnknownUserAndAWrongPasswordGetTheSameAnswer() {
        func answer(_ user: String, _ password: String) -> String {
            let message = Data("\0\(user)\0\(password)".utf8).base64EncodedString()
            var session = Self.session()
            let replies = session.receive(
                Array("VERSION\t1\t0\nAUTH\t1\tPLAIN\tresp=\(message)\n".utf8), verify: Self.verify)
            return Self.text(replies).replacingOccurrences(of: user, with: "USER")
        }
        #expect(answer("alice", "wrong") == answer("mallory", "wrong"))
        #expect(answer("alice", "wrong") == "FAIL\t1\tuser=USER\treason=Authentication failed\n")
    }
}
