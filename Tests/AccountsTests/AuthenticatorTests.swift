import Accounts
import Files
import Foundation
import TemporaryFile
import Testing

/// Each case runs twice: with a file that has just changed, which is read for each login, and with an older
/// one, which is cached.
@Suite("A login is checked against the credentials map")
struct AuthenticatorTests {
    static let times = [0, Int.max]

    /// A login; returns the name of the authenticated user.
    private typealias LogIn = (_ user: String, _ password: [UInt8]) throws -> String?

    /// - Parameters:
    ///   - now: the time of all logins
    ///   - body: gets a login against a map with `content`, and the map's path
    private func withMap(
        _ content: some Collection<UInt8>, now: Int, _ body: (LogIn, String) throws -> Void
    ) throws {
        try withTemporaryFile(content) { path in
            var authenticator = Authenticator()
            try body(
                { try authenticator.name(of: $0, $1, mapAt: path, now: now) }, path)
        }
    }

    /// User and password, and the name of the authenticated user.
    private static let logins: [(String, String, String?)] = [
        ("alice", "secret", "alice"), ("alice", "Secret", nil), ("alice", "secret ", nil), ("alice", "", nil),
        ("alice", "secret\u{0}", nil), ("bob", "secret", nil), ("bob", "", nil), ("", "", nil),
        ("ALICE", "secret", "alice"), ("Alice  ", "secret", "alice"), (" alice", "secret", nil),
        ("alic", "secret", nil), ("carol", "x:y", "Carol"), ("#dave", "secret", nil), ("#", "secret", nil),
        ("eve", "last", "eve"), ("ZOË", "e\u{301}", "zoë"), ("zoë", "é", nil),
    ]

    @Test(arguments: times)
    func byUserAndPassword(now: Int) throws {
        let map =
            "#dave:secret\n\n#\n \nalice:secret\nCarol :{PLAIN.hex}783a79:::::: a=b\r\nzoë:e\u{301}\neve:last"
        try withMap(map.utf8, now: now) { logIn, _ in
            for (user, password, name) in Self.logins + Self.logins {
                let answer = try logIn(user, Array(password.utf8))
                #expect(answer == name, "\(user) \(password)")
            }
        }
    }

    @Test(arguments: times, [[0], [0x61, 0], [0, 0xFF, 0x0A], Array(UInt8.min ... .max)] as [[UInt8]])
    func withPasswordsOfAnyBytes(now: Int, password: [UInt8]) throws {
        let map = "alice:{PLAIN.b64}" + Data(password).base64EncodedString()
        try withMap(map.utf8, now: now) { logIn, _ in
            let name = try logIn("alice", password)
            #expect(name == "alice")
            for wrong in [[], Array(password.dropLast()), password + [0], [0x20] + password] {
                let nobody = try logIn("alice", wrong)
                #expect(nobody == nil)
            }
        }
    }

    /// Written in place, or replaced by another file with its name.
    @Test(arguments: times, [false, true])
    func asItIsAtTheTime(now: Int, isReplaced: Bool) throws {
        try withMap("alice:old\n".utf8, now: now) { logIn, path in
            func accepts(_ password: String) throws -> Bool {
                try logIn("alice", Array(password.utf8)) != nil
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
            try FileManager.default.removeItem(atPath: path)
            #expect(throws: ConfigurationError.self) { try accepts("latest") }
        }
    }

    /// Writing through a mapping may leave the file's times unchanged, as two changes within the file
    /// system's resolution do.
    @Test func thatHasJustChangedEachTimeAnew() throws {
        try withMap("alice:secret\n".utf8, now: time(nil)) { logIn, path in
            let descriptor = unsafe open(path, O_RDWR)
            defer { close(descriptor) }
            let length = "alice".utf8.count
            let mapping = unsafe try #require(
                mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
            defer { _ = unsafe munmap(mapping, length) }
            for user in ["carol", "david", "emily"] {
                unsafe mapping.copyMemory(from: Array(user.utf8), byteCount: length)
                #expect(try logIn(user, Array("secret".utf8)) == user)
            }
        }
    }

    @Test(arguments: times)
    func ofThousandsOfUsers(now: Int) throws {
        let map = (1...20_000).map { "user\($0):password\($0)\n" }.joined()
        try withMap(map.utf8, now: now) { logIn, _ in
            for number in [1, 2, 4_000, 19_999, 20_000] {
                let user = "user\(number)"
                let right = try logIn(user, Array("password\(number)".utf8))
                #expect(right == user)
                let wrong = try logIn(user, Array("password".utf8))
                #expect(wrong == nil)
            }
        }
    }

    @Test(arguments: times)
    func thatIsNamedEachTime(now: Int) throws {
        try withTemporaryFile("alice:secret\n".utf8) { map in
            var authenticator = Authenticator()
            let secret = Array("secret".utf8)
            let name = try authenticator.name(of: "alice", secret, mapAt: map, now: now)
            #expect(name == "alice")
            #expect(throws: ConfigurationError.self) {
                try authenticator.name(of: "alice", secret, mapAt: "/nonexistent/map", now: now)
            }
        }
    }

    /// Login and delivery agree about a map.
    @Test(
        arguments: times,
        [
            "alice:one\nbob:x\nALICE:two\n", "alice:one\nalice:two\nalice:three\n", "alice:{CRYPT}x\n",
            "alice:x\nno colon\n", "alice:x\n:x\n", "no colon\nalice:x\n", "alice:x\nalice:y\nno colon\n",
        ])
    func andWhatIsWrongWithItIsThrown(now: Int, map: String) throws {
        try withMap(map.utf8, now: now) { logIn, path in
            let error = try #require(
                #expect(throws: ConfigurationError.self) {
                    try CredentialsFile(path: path).account(of: "alice")
                })
            for _ in 1...2 {
                #expect(throws: error) {
                    try logIn("alice", Array("x".utf8))
                }
            }
        }
    }

    @Test(arguments: times)
    func andAnothersBrokenLineIsNoHindrance(now: Int) throws {
        let map = Array("alice:{CRYPT}x\ncarol:x\nCAROL:y\na".utf8) + [0xE4] + Array(":x\nbob:x\n".utf8)
        try withMap(map, now: now) { logIn, _ in
            let name = try logIn("bob", Array("x".utf8))
            #expect(name == "bob")
            let nobody = try logIn("erin", Array("x".utf8))
            #expect(nobody == nil)
        }
    }

    @Test(arguments: times)
    func whichMustBeThere(now: Int) {
        var authenticator = Authenticator()
        #expect(throws: ConfigurationError("/nonexistent/map: cannot be read: No such file or directory")) {
            try authenticator.name(of: "alice", [1], mapAt: "/nonexistent/map", now: now)
        }
    }
}

extension Authenticator {
    /// The name of the user who logs in with the map alone, nil if nobody does.
    mutating func name(
        of user: String, _ password: [UInt8], mapAt path: String, now: Int = 0
    ) throws -> String? {
        let sources = AccountSources(map: path, directory: nil)
        let verdict = try authenticate(user: user, password: password, in: sources, freshness: 0, now: now) {
            _, _ in .unknown("nobody is asked")
        }
        switch verdict {
        case .accepted(let name): return name
        case .rejected: return nil
        case .unavailable(let why): throw ConfigurationError(why)
        }
    }
}
