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
        let found = try withTemporaryFile(map) { try CredentialsFile.account(of: account.user, inFileAt: $0) }
        let credentials = try #require(found?.credentials)
        #expect(credentials.user == account.user)
        #expect(credentials.hasPassword(account.password))
        #expect(!credentials.hasPassword(account.password + [0]))
    }

    @Test func mayHoldAnyByteInAPlainPassword() throws {
        let password = (UInt8.min ... .max).filter { !"\n\r:".utf8.contains($0) }
        let map = Array("alice:{PLAIN}".utf8) + password + Array("\nbob:x\n".utf8)
        let account = try withTemporaryFile(map) { try CredentialsFile.account(of: "alice", inFileAt: $0) }
        #expect(account?.credentials.hasPassword(password) == true)
    }

    /// The map is read in pieces of 64 KiB, whose ends fall anywhere in a line.
    @Test(arguments: [1, 2, 999, 20_000])
    func mayBeLongerThanWhatIsReadAtOnce(number: Int) throws {
        let lines = (1...20_000).map { "user\($0):secret\($0)\n" }
        let account = { (user: String, more: String) in
            try withTemporaryFile((lines.joined() + more).utf8) {
                try CredentialsFile.account(of: user, inFileAt: $0)
            }
        }
        let found = try account("user\(number)", "")
        #expect(found?.credentials.hasPassword(Array("secret\(number)".utf8)) == true)
        #expect(try account("user20001", "") == nil)
        #expect(throws: ConfigurationError.self) { try account("user\(number)", "user\(number):again") }
        let error = #expect(throws: ConfigurationError.self) { try account("user\(number)", "no colon") }
        #expect(error?.description.contains(": line 20001: ") == true)
    }

    @Test(arguments: ["", "Plain", "pla", "plain:s3cret", "# user", "nobody", "zoe\u{308}@example.com"])
    func knowsNobodyElse(user: String) throws {
        let account = try withTemporaryFile(Self.map) { try CredentialsFile.account(of: user, inFileAt: $0) }
        #expect(account == nil)
    }

    @Test func keepsColonsInExtraFields() throws {
        let account = try withTemporaryFile(Self.map) {
            try CredentialsFile.account(of: "fields", inFileAt: $0)
        }
        let settings = try Configuration().applying(#require(account))
        #expect(settings.options.deviceID == "a:b")
    }

    /// Whoever is asked for, a broken line shows; what is wrong with another's password does not.
    @Test(arguments: [
        ("alice:s3cret\ns3cret\n", "line 2: expected \"user:password\""),
        ("alice:s3cret\n:s3cret\n", "line 2: expected \"user:password\""),
        ("alice:s3cret\n# x\nbob:x\nalice:s3cret2\n", "line 4: this user stands in line 1 already"),
        ("\nalice:\n", wrongPassword(line: 2)),
        ("alice::1000:1000:s3cret\n", wrongPassword(line: 1)),
        ("alice:{PLAIN}\n", wrongPassword(line: 1)),
        ("alice:{}s3cret\n", wrongPassword(line: 1)),
        ("alice:{SHA256-CRYPT}s3cret\n", wrongPassword(line: 1)),
        ("alice:{PLAIN.b64}s3cret\n", wrongPassword(line: 1)),
        ("alice:{PLAIN.b64}czNj!ret\n", wrongPassword(line: 1)),
        ("alice:{PLAIN.hex}s3cret\n", wrongPassword(line: 1)),
        ("alice:{PLAIN.hex}abc\n", wrongPassword(line: 1)),
    ])
    func namesABrokenLineAndNeverQuotesIt(map: String, what: String) throws {
        try withTemporaryFile(map.utf8) { path in
            let error = try #require(throws: ConfigurationError.self) {
                try CredentialsFile.account(of: "alice", inFileAt: path)
            }
            #expect(error.description == "\(path): \(what)")
            #expect(!error.description.contains("s3cret"))
        }
    }

    private static func wrongPassword(line: Int) -> String {
        "line \(line): expected a password, plain or with {PLAIN}, {PLAIN.b64} or {PLAIN.hex} before it"
    }

    @Test(arguments: [
        ("sms_segments=2", "unknown extra field: sms_segments"),
        ("sms_=2", "unknown extra field: sms_"),
        // These are not a user's to set.
        ("sms_smsgate_url=https://sms.example", "unknown extra field: sms_smsgate_url"),
        ("sms_default_user=bob", "unknown extra field: sms_default_user"),
        ("sms_skip_phone_validation=yes", "unknown extra field: sms_skip_phone_validation"),
        ("sms_priority=high", "sms_priority: bad value: expected a number from -128 to 127"),
        ("sms_priority", "sms_priority: bad value: expected a number from -128 to 127"),
        ("sms_device_id=1234567890123456789012", "sms_device_id: bad value: expected at most 21 characters"),
    ])
    func namesABadExtraField(field: String, what: String) throws {
        try withTemporaryFile("bob:x\nalice:s3cret::::::proxy=y \(field)\n".utf8) { path in
            let account = try #require(try CredentialsFile.account(of: "alice", inFileAt: path))
            #expect(throws: ConfigurationError("\(path): line 2: \(what)")) {
                try Configuration().applying(account)
            }
        }
    }

    @Test(arguments: [0o604, 0o602, 0o606, 0o666, 0o644])
    func isRefusedWhenOthersMayReadOrWriteIt(mode: Int) throws {
        try withTemporaryFile(Self.map, mode: mode) { path in
            #expect(throws: ConfigurationError("\(path): others may read or write it: chmod o-rwx \(path)")) {
                try CredentialsFile(path: path)
            }
        }
    }

    @Test(arguments: [0o600, 0o640, 0o660, 0o400])
    func mayBeReadByItsOwnerAndGroup(mode: Int) throws {
        let account = try withTemporaryFile(Self.map, mode: mode) {
            try CredentialsFile.account(of: "plain", inFileAt: $0)
        }
        #expect(account != nil)
    }
}
