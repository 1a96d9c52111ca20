import Accounts
import Configuration
import Files
import Foundation
import SMSGate
import TemporaryFile
import Testing

@Suite("The credentials map")
struct CredentialsFileTests {
    /// A map with one account of each kind.
    static let map = Array(
        """
        # user:password:uid:gid:gecos:home:shell:extra fields

        plain:s3cret
        scheme:{PLAIN}s3cret
        lower:{plain}s3cret
        brace:{PLAIN}{PLAIN}s3cret
        opened:{s3cret
        clear:{CLEARTEXT}s3cret
        b64:{PLAIN.b64}AP8KOg==
        base64:{PLAIN.BASE64}AP8KOg==
        hex:{PLAIN.hex}00fF0a3A
        spaced:s 3 cret 
        fields:s3cret:1000:1000:Name:/home/x:/bin/sh:sms_device_id=a:b userdb_quota_rule=*:bytes=1
          \t
        zoë@example.com:s3cret
        plain2:x
        """.utf8)

    static let bytes: [UInt8] = [0x00, 0xFF, 0x0A, 0x3A]
    static let secret = Array("s3cret".utf8)

    @Test(
        arguments: [
            ("plain", secret), ("scheme", secret), ("lower", secret), ("clear", secret), ("fields", secret),
            ("zoë@example.com", secret), ("brace", Array("{PLAIN}s3cret".utf8)),
            ("opened", Array("{s3cret".utf8)), ("spaced", Array("s 3 cret ".utf8)),
            ("b64", bytes), ("base64", bytes), ("hex", bytes), ("plain2", [UInt8(ascii: "x")]),
        ], ["\n", "\r\n"])
    func holdsAPassword(of account: (user: String, password: [UInt8]), lineEnd: String) throws {
        let map = Self.map.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .joined(separator: lineEnd.utf8)
        let found = try withTemporaryFile(map) { try CredentialsFile(path: $0).account(of: account.user) }
        #expect(found?.user == account.user)
        #expect(found?.sender.password == account.password)
    }

    @Test func mayHoldAnyByteInAPlainPassword() throws {
        let password = (UInt8.min ... .max).filter { !"\n\r:".utf8.contains($0) }
        let map = Array("alice:{PLAIN}".utf8) + password + Array("\nbob:x\n".utf8)
        let account = try withTemporaryFile(map) { try CredentialsFile(path: $0).account(of: "alice") }
        #expect(account?.sender.password == password)
    }

    @Test(arguments: [1, 2, 999, 20_000])
    func mayHoldThousandsOfUsers(number: Int) throws {
        let lines = (1...20_000).map { "user\($0):secret\($0)\n" }
        let account = { (user: String, more: String) in
            try withTemporaryFile((lines.joined() + more).utf8) {
                try CredentialsFile(path: $0).account(of: user)
            }
        }
        #expect(try account("user\(number)", "")?.sender.password == Array("secret\(number)".utf8))
        #expect(try account("user20001", "") == nil)
        #expect(throws: ConfigurationError.self) { try account("user\(number)", "user\(number):again") }
        let error = #expect(throws: ConfigurationError.self) { try account("user\(number)", "no colon") }
        #expect(error?.description.contains(": line 20001: ") == true)
    }

    /// SMSGate gets the spelling of the map, whatever the client uses.
    @Test(arguments: [
        ("alice", "alice", "alice"), ("alice", "ALICE", "alice"), ("alice", "Alice  ", "alice"),
        ("Y4K2QD", "y4k2qd", "Y4K2QD"), ("alice ", "alice", "alice"), ("ALICE  ", "alice ", "ALICE"),
        ("zoë@example.com", "ZOË@example.COM", "zoë@example.com"),
        ("ÄRGER", "ärger", "ÄRGER"), ("a\u{30A}sa", "åsa", "a\u{30A}sa"), ("åsa", "A\u{30A}SA", "åsa"),
        ("k\u{212A}", "kk", "k\u{212A}"), ("ΣΊΣΥΦΟΣ", "σίσυφοσ", "ΣΊΣΥΦΟΣ"), ("İ", "i\u{307}", "İ"),
        ("a b", "A B", "a b"),
    ])
    func findsAUserInAnySpelling(inMap: String, asked: String, user: String) throws {
        try withTemporaryFile("bob:x\n\(inMap):s3cret:::::: sms_priority=7\nalic:x\nalicee:x\n".utf8) {
            path in
            let account = try #require(try CredentialsFile(path: path).account(of: asked))
            #expect(account.user == user)
            #expect(account.sender.password == Self.secret)
            #expect(try Configuration().applying(account).options.priority == 7)
        }
    }

    /// As some editors write it at the beginning of a file.
    @Test func mayBeginWithAByteOrderMark() throws {
        try withTemporaryFile("\u{FEFF}alice:x\nbob:y\n".utf8) { path in
            let map = try CredentialsFile(path: path)
            #expect(map.users.map(\.name) == ["alice", "bob"])
            #expect(try map.account(of: "alice")?.sender.password == [0x78])
            let edited = try map.setting([0x7A], of: "alice")
            #expect(String(decoding: edited, as: UTF8.self) == "\u{FEFF}alice:{PLAIN}z\nbob:y\n")
        }
    }

    /// Names that are not UTF-8 belong to nobody and are never equal.
    @Test func isNotHinderedByANameThatIsNotUTF8() throws {
        let map = Array("a".utf8) + [0xE4] + Array(":x\nalice:s3cret\na".utf8) + [0xF6] + Array(":y\n".utf8)
        try withTemporaryFile(map) { path in
            let file = try CredentialsFile(path: path)
            #expect(try file.account(of: "alice")?.sender.password == Self.secret)
            #expect(try file.account(of: "a\u{FFFD}") == nil)
            #expect(file.removing("a\u{FFFD}") == nil)
            #expect(
                file.problems(in: Configuration()).map(\.error.description)
                    == [1, 3].map { "\(path): line \($0): the user name is not valid UTF-8" })
        }
    }

    @Test func isShownWithoutThePassword() throws {
        let account = try withTemporaryFile("alice:s3cret:::::: sms_priority=7\n".utf8) {
            try #require(try CredentialsFile(path: $0).account(of: "alice"))
        }
        for text in ["\(account)", "\([account])", String(reflecting: account)] {
            #expect(text.contains("alice"))
            #expect(!text.contains("s3cret"))
            #expect(!text.contains("115"), "a byte of the password")
        }
    }

    @Test(arguments: [
        "", " ", "pla", " plain", "plain\t", "plain:s3cret", "# user", "nobody", "zoe@example.com",
    ])
    func knowsNobodyElse(user: String) throws {
        let account = try withTemporaryFile(Self.map) { try CredentialsFile(path: $0).account(of: user) }
        #expect(account == nil)
    }

    @Test func keepsColonsInExtraFields() throws {
        let account = try withTemporaryFile(Self.map) {
            try CredentialsFile(path: $0).account(of: "fields")
        }
        let settings = try Configuration().applying(#require(account))
        #expect(settings.options.deviceID == "a:b")
    }

    /// A broken line is reported for every user; a wrong password only for its own.
    @Test(arguments: [
        ("alice:s3cret\ns3cret\n", "line 2: expected \"user:password\""),
        ("alice:s3cret\n:s3cret\n", "line 2: expected \"user:password\""),
        ("alice:s3cret\n  :s3cret\n", "line 2: expected \"user:password\""),
        ("Alice:s3cret\nALICE :s3cret2\n", "line 2: this user is already in line 1"),
        ("alice:s3cret\n# x\nbob:x\nalice:s3cret2\n", "line 4: this user is already in line 1"),
        ("\nalice:\n", "line 2: expected a password"),
        ("alice::1000:1000:s3cret\n", "line 1: expected a password"),
        ("alice:{PLAIN}\n", "line 1: expected a password"),
        ("alice:{}s3cret\n", "line 1: unknown password scheme {}"),
        ("alice:{PLAIN.b64}s3cret\n", mismatch("PLAIN.B64")),
        ("alice:{PLAIN.b64}czNj!ret\n", mismatch("PLAIN.B64")),
        ("alice:{PLAIN.hex}s3cret\n", mismatch("PLAIN.HEX")),
        ("alice:{PLAIN.hex}abc\n", mismatch("PLAIN.HEX")),
    ])
    func namesABrokenLineAndNeverQuotesIt(map: String, what: String) throws {
        try withTemporaryFile(map.utf8) { path in
            let error = try #require(throws: ConfigurationError.self) {
                try CredentialsFile(path: path).account(of: "alice")
            }
            #expect(error.description == "\(path): \(what)")
            #expect(!error.description.contains("s3cret"))
        }
    }

    private static func mismatch(_ scheme: String) -> String {
        "line 1: the password does not match its scheme, {\(scheme)}"
    }

    @Test(arguments: [0o604, 0o602, 0o606, 0o666, 0o644])
    func isRefusedWhenOthersMayReadOrWriteIt(mode: Int) throws {
        try withTemporaryFile(Self.map, mode: mode) { path in
            #expect(throws: ConfigurationError("\(path): others may read or write it")) {
                try CredentialsFile(path: path)
            }
        }
    }

    @Test(arguments: [0o600, 0o640, 0o660, 0o400])
    func mayBeReadByItsOwnerAndGroup(mode: Int) throws {
        let account = try withTemporaryFile(Self.map, mode: mode) {
            try CredentialsFile(path: $0).account(of: "plain")
        }
        #expect(account != nil)
    }
}
