import Accounts
import Configuration
import Files
import Foundation
import TemporaryFile
import Testing

/// Each case twice: with a file that has just changed, which is read for each login, and with one that has been as it is
/// for a while, of which is kept where its lines stand.
@Suite("AUTH against the credentials map")
struct AuthenticatorTests {
    static let times = [0, Int.max]

    /// - Parameter body: gets an authenticator of a map with `content`, and the map's path
    private func withMap(_ content: String, _ body: (inout Authenticator, String) throws -> Void) throws {
        try withTemporaryFile(content.utf8) { path in
            try withTemporaryFile("credentials_file = \(path)\n".utf8) { configuration in
                var authenticator = Authenticator(file: configuration, overrides: [])
                try body(&authenticator, path)
            }
        }
    }

    private static let users = [
        ("alice", "secret", true), ("alice", "Secret", false), ("alice", "secret ", false),
        ("alice", "", false), ("alice", "secret\u{0}", false), ("bob", "secret", false), ("bob", "", false),
        ("", "", false), ("Alice", "secret", false), ("carol", "x:y", true), ("#dave", "secret", false),
        ("#", "secret", false), ("eve", "last", true),
    ]

    @Test(arguments: times)
    func isDecidedByUserAndPassword(now: Int) throws {
        let map = "#dave:secret\n\n#\n \nalice:secret\ncarol:{PLAIN.hex}783a79:::::: a=b\r\neve:last"
        try withMap(map) { authenticator, _ in
            for (user, password, isAccepted) in Self.users + Self.users {
                let answer = try authenticator.isAuthentic(
                    user: user, password: Array(password.utf8), now: now)
                #expect(answer == isAccepted, "\(user) \(password)")
            }
        }
    }

    /// Be it written anew in its place, or another file that gets its name.
    @Test(arguments: times, [false, true])
    func seesAChangedFileAtTheNextCall(now: Int, isReplaced: Bool) throws {
        try withMap("alice:old\n") { authenticator, path in
            func accepts(_ password: String) throws -> Bool {
                try authenticator.isAuthentic(user: "alice", password: Array(password.utf8), now: now)
            }
            func write(_ map: String) throws {
                try map.write(toFile: path, atomically: isReplaced, encoding: .utf8)
                unsafe chmod(path, 0o600)
            }
            #expect(try accepts("old"))
            try write("bob:x\nalice:newer\n")
            #expect(try !accepts("old"))
            #expect(try accepts("newer"))
            try write("broken\n")
            #expect(throws: ConfigurationError.self) { try accepts("newer") }
            try write("alice:latest\n")
            #expect(try accepts("latest"))
            unsafe chmod(path, 0o644)
            #expect(throws: ConfigurationError.self) { try accepts("latest") }
            unsafe chmod(path, 0o600)
            #expect(try accepts("latest"))
        }
    }

    /// What is written through a mapping may leave the file's times as they are, as two changes that the file system cannot
    /// tell apart do.
    @Test func readsAFileThatHasJustChangedEachTime() throws {
        try withMap("alice:secret\n") { authenticator, path in
            let descriptor = unsafe open(path, O_RDWR)
            defer { close(descriptor) }
            let length = "alice".utf8.count
            let mapping = unsafe try #require(
                mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
            defer { _ = unsafe munmap(mapping, length) }
            for user in ["carol", "david", "emily"] {
                unsafe mapping.copyMemory(from: Array(user.utf8), byteCount: length)
                let answer = try authenticator.isAuthentic(user: user, password: Array("secret".utf8))
                #expect(answer)
            }
        }
    }

    @Test(arguments: times)
    func findsEachUserOfALongMap(now: Int) throws {
        let map = (1...20_000).map { "user\($0):password\($0)\n" }.joined()
        try withMap(map) { authenticator, _ in
            for number in [1, 2, 4_000, 19_999, 20_000] {
                let answer = try authenticator.isAuthentic(
                    user: "user\(number)", password: Array("password\(number)".utf8), now: now)
                #expect(answer)
                let wrong = try authenticator.isAuthentic(
                    user: "user\(number)", password: Array("password".utf8), now: now)
                #expect(!wrong)
            }
        }
    }

    /// Lines shorter than is usual, and names of all lengths: those that begin and end alike must not be mixed up.
    @Test(arguments: times)
    func findsEachUserOfManyShortLines(now: Int) throws {
        let users = (1...40).flatMap { length in
            ["a", "b"].map { $0 + String(repeating: "x", count: length) }
        }
        let map = users.map { "\($0):\($0)\n" }.joined() + (1...3_000).map { "\($0):p\n" }.joined()
        try withMap(map) { authenticator, _ in
            for user in users + ["1", "42", "3000"] {
                let password = user.first?.isNumber == true ? "p" : user
                let answer = try authenticator.isAuthentic(
                    user: user, password: Array(password.utf8), now: now)
                #expect(answer, "\(user)")
            }
            for user in ["a", "3001", "b" + String(repeating: "x", count: 41)] {
                let answer = try authenticator.isAuthentic(user: user, password: Array("p".utf8), now: now)
                #expect(!answer, "\(user)")
            }
        }
    }

    /// The same comment over each entry, and the same user again and again by mistake.
    @Test(arguments: times, ["# note: for the night shift\n", "bob:x\n"])
    func manyLinesThatAreAlikeAreNoHindrance(now: Int, line: String) throws {
        let map = String(repeating: line, count: 50_000) + "alice:secret\n"
        try withMap(map) { authenticator, _ in
            for password in ["secret", "wrong"] {
                let answer = try authenticator.isAuthentic(
                    user: "alice", password: Array(password.utf8), now: now)
                #expect(answer == (password == "secret"))
            }
            if line.hasPrefix("bob") {
                #expect(throws: ConfigurationError.self) {
                    try authenticator.isAuthentic(user: "bob", password: Array("x".utf8), now: now)
                }
            }
        }
    }

    @Test(arguments: times)
    func aConfigurationThatChangesCounts(now: Int) throws {
        try withTemporaryFile("alice:secret\n".utf8) { map in
            try withTemporaryFile("credentials_file = \(map)\n".utf8) { configuration in
                var authenticator = Authenticator(file: configuration, overrides: [])
                let secret = Array("secret".utf8)
                #expect(try authenticator.isAuthentic(user: "alice", password: secret, now: now))
                try "credentials_file = /nonexistent/map\n".write(
                    toFile: configuration, atomically: false, encoding: .utf8)
                #expect(throws: ConfigurationError.self) {
                    try authenticator.isAuthentic(user: "alice", password: secret, now: now)
                }
            }
        }
    }

    @Test(
        arguments: times,
        [
            "alice:one\nbob:x\nalice:two\n", "alice:{CRYPT}x\n", "alice:x\nno colon\n", "alice:x\n:x\n",
            "no colon\nalice:x\n",
        ])
    func throwsWhatIsWrongWithTheMap(now: Int, map: String) throws {
        try withMap(map) { authenticator, path in
            let said = try #require(
                #expect(throws: ConfigurationError.self) {
                    try CredentialsFile(path: path).account(of: "alice")
                })
            for _ in 1...2 {
                #expect(throws: said) {
                    try authenticator.isAuthentic(user: "alice", password: Array("x".utf8), now: now)
                }
            }
        }
    }

    @Test(arguments: times)
    func anotherUsersUnusablePasswordIsNoHindrance(now: Int) throws {
        try withMap("alice:{CRYPT}x\nbob:x\n") { authenticator, _ in
            let answer = try authenticator.isAuthentic(user: "bob", password: Array("x".utf8), now: now)
            #expect(answer)
        }
    }

    @Test(arguments: times)
    func throwsWithoutAMap(now: Int) {
        var authenticator = Authenticator(
            file: nil, overrides: ["credentials_file=/nonexistent/map"])
        #expect(throws: ConfigurationError("/nonexistent/map: cannot be read: No such file or directory")) {
            try authenticator.isAuthentic(user: "alice", password: Array("secret".utf8), now: now)
        }
    }
}
