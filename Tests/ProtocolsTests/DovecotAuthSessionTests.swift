import Foundation
import Protocols
import Testing

@Suite("The Dovecot authentication protocol")
struct DovecotAuthSessionTests {
    /// The accounts of the dialogues.
    static func verify(user: String, password: [UInt8]) -> DovecotAuthSession.Verdict {
        switch (user, password) {
        case ("down", _): .unavailable
        case ("alice", Array("secret".utf8)), ("zoë@example.com", Array("secret".utf8)): .accepted
        case ("bytes", [0x00, 0xFF, 0x0A, 0x09, 0x00]): .accepted
        default: .rejected
        }
    }

    @Test func theDialoguesAreFound() {
        #expect(Dialogue.names.count >= 50)
    }

    @Test(arguments: Dialogue.names)
    func aDialogueGoesAsWritten(name: String) throws {
        let dialogue = try Dialogue(named: name)
        var session = DovecotAuthSession()
        for turn in dialogue.turns {
            let reply = session.receive(Array(turn.client.utf8), verify: Self.verify)
            #expect(String(decoding: reply, as: UTF8.self) == turn.server)
        }
        #expect(session.state == (dialogue.endsOpen ? .open : .closed))
    }

    /// Where a read ends must not matter.
    @Test(arguments: Dialogue.names, [1, 2, 3, 5, 16, 61, 1000, 65_536])
    func aDialogueGoesAsWrittenInPieces(name: String, size: Int) throws {
        let dialogue = try Dialogue(named: name)
        let bytes = Array(dialogue.turns.map(\.client).joined().utf8)
        var session = DovecotAuthSession()
        var reply: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            reply += session.receive(piece, verify: Self.verify)
        }
        #expect(String(decoding: reply, as: UTF8.self) == dialogue.turns.map(\.server).joined())
        #expect(session.state == (dialogue.endsOpen ? .open : .closed))
    }

    @Test(arguments: Dialogue.names)
    func aClosedSessionSaysNothingMore(name: String) throws {
        let dialogue = try Dialogue(named: name)
        var session = DovecotAuthSession()
        for turn in dialogue.turns { _ = session.receive(Array(turn.client.utf8), verify: Self.verify) }
        let request = Array("AUTH\t99\tPLAIN\n".utf8)
        let reply = session.receive(request, verify: Self.verify)
        #expect(reply == (dialogue.endsOpen ? Array("CONT\t99\t\n".utf8) : []))
    }

    @Test func theGreetingIsInSmtpdsOrder() {
        let greeting = DovecotAuthSession.greeting(
            processID: 4711, connectionID: 1, cookie: [0x00, 0x01, 0x7F, 0x80, 0xFF])
        #expect(
            String(decoding: greeting, as: UTF8.self) == """
                VERSION\t1\t1
                MECH\tPLAIN\tplaintext
                SPID\t4711
                CUID\t1
                COOKIE\t00017f80ff
                DONE

                """)
    }

    @Test func anUnfinishedLineIsNoCommand() {
        var session = DovecotAuthSession()
        let reply = session.receive(
            Array("VERSION\t1\t0\nAUTH\t1\tPLAIN".utf8), verify: Self.verify)
        #expect(reply.isEmpty)
        #expect(session.receive(Array("\n".utf8), verify: Self.verify) == Array("CONT\t1\t\n".utf8))
    }

    @Test func theCheckSeesUserAndPasswordByteForByte() {
        let password = Array(UInt8.min ... .max)
        let message = Data([0] + Array("zoe\u{308}".utf8) + [0] + password).base64EncodedString()
        var checked: [(user: String, password: [UInt8])] = []
        var session = DovecotAuthSession()
        _ = session.receive(Array("VERSION\t1\t0\nAUTH\t1\tPLAIN\tresp=\(message)\n".utf8)) {
            checked.append(($0, $1))
            return .accepted
        }
        #expect(checked.map { Array($0.user.utf8) } == [Array("zoe\u{308}".utf8)])
        #expect(checked.map(\.password) == [password])
    }

    /// Which of the two was wrong is nobody's business.
    @Test func anUnknownUserAndAWrongPasswordGetTheSameAnswer() {
        func answer(_ user: String, _ password: String) -> String {
            let message = Data("\0\(user)\0\(password)".utf8).base64EncodedString()
            var session = DovecotAuthSession()
            let reply = session.receive(
                Array("VERSION\t1\t0\nAUTH\t1\tPLAIN\tresp=\(message)\n".utf8), verify: Self.verify)
            return String(decoding: reply, as: UTF8.self).replacingOccurrences(of: user, with: "USER")
        }
        #expect(answer("alice", "wrong") == answer("mallory", "wrong"))
        #expect(answer("alice", "wrong") == "FAIL\t1\tuser=USER\treason=Authentication failed\n")
    }
}
