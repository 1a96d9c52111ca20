import Accounts
import Configuration
import Files
import TemporaryFile
import Testing

/// Hashes that openssl(1), Python's hashlib and the documents of the methods made, not this program.
@Suite("A hashed password") struct HashedPasswordTests {
    static let right = Array("correct horse".utf8)
    static let hashes = [
        "{SHA512-CRYPT}$6$abcdefgh$yIZAF3gQPvtKZO/9qOJKffAKKbtS3ef3qmwyugk4uWVjX8YZf/GV3A8SkFxEPY0T56CcilGrHKLffBsp6dLMG.",
        "{CRYPT}$6$abcdefgh$yIZAF3gQPvtKZO/9qOJKffAKKbtS3ef3qmwyugk4uWVjX8YZf/GV3A8SkFxEPY0T56CcilGrHKLffBsp6dLMG.",
        "{crypt}$5$saltsalt$myjXcpMpE2Ofk7fj9hqyNYSn6lmWG4Mqnjx.KIRRr4/",
        "{CRYPT}$y$j9T$saltsaltsalt$nNDsycEBP37XRiK/Qx62iZ4Jbzj3gHJ2kMaWwdseEp/",
        "{SHA512-CRYPT}$y$j9T$saltsaltsalt$nNDsycEBP37XRiK/Qx62iZ4Jbzj3gHJ2kMaWwdseEp/",
        "{BLF-CRYPT}$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "{CRYPT}$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "{SSHA512}lvsOJWQ1G99iT0dsSaXcRXFDI0AnLUtGL45sPgy9s3RWL5Srw7NjHAYeLxfrOsqnfNaCowVxUrCTtRPXY5CIoAH/c2FsdA==",
        "{SSHA512.hex}96fb0e2564351bdf624f476c49a5dc4571432340272d4b462f8e6c3e0cbdb374562f94abc3b3631c061e2f17eb3acaa77cd682a3057152b093b513d7639088a001ff73616c74",
    ]

    private func logIn(
        _ map: String, as user: String, _ password: [UInt8]
    ) throws -> String? {
        try withTemporaryFile(map.utf8) { path in
            var authenticator = Authenticator()
            return try authenticator.name(of: user, password, mapAt: path)
        }
    }

    @Test(arguments: hashes)
    func isThatOfOnePasswordOnly(hash: String) throws {
        let map = "bob:x\nAlice:\(hash):::::: sms_password=x\n"
        #expect(try logIn(map, as: "alice", Self.right) == "Alice")
        for wrong in ["correct hors", "correct horse ", "Correct horse", "", hash] {
            #expect(try logIn(map, as: "alice", Array(wrong.utf8)) == nil, "\(wrong)")
        }
        // crypt(3) would not see what follows a NUL.
        #expect(try logIn(map, as: "alice", Self.right + [0]) == nil)
        #expect(try logIn(map, as: "alice", Self.right + [0, 1]) == nil)
        #expect(try logIn(map, as: "nobody", Self.right) == nil)
        #expect(try logIn(map, as: "alice", [UInt8](repeating: 0x61, count: 1_000)) == nil)
    }

    /// crypt(3)'s own examples: bcrypt's of the Openwall tests, SHA-512's of its specification.
    @Test(arguments: [
        ("{BLF-CRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
        (
            "{CRYPT}$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
            "Hello world!"
        ),
    ])
    func isTheDocumentedOne(hash: String, password: String) throws {
        #expect(try logIn("a:\(hash)::::::sms_password=x", as: "a", Array(password.utf8)) == "a")
    }

    @Test(arguments: [
        ("{ARGON2ID}$argon2id$v=19$m=65536$s3cret", "unknown password scheme {ARGON2ID}"),
        ("{SHA256-CRYPT}s3cret", "unknown password scheme {SHA256-CRYPT}"),
        ("{PLAIN.b32}s3cret", unnamed), ("{PLAIN.B32}s3cret", "unknown password scheme {PLAIN.B32}"),
        ("{PLAIN.B64.HEX}00", "unknown password scheme {PLAIN.B64.HEX}"),
        // It may be the beginning of a password.
        ("{s3cret}s3cret", unnamed), ("{S3CRET s3cret}x", unnamed),
        (
            "$6$abcdefgh$s3cret",
            "write {CRYPT} before a hash, or {PLAIN} before a password that looks like one"
        ),
        (
            "$2y$04$s3cret", "write {CRYPT} before a hash, or {PLAIN} before a password that looks like one"
        ),
        (
            "$argon2id$v=19$s3cret",
            "write {CRYPT} before a hash, or {PLAIN} before a password that looks like one"
        ),
        ("{CRYPT}s3cret!", mismatch("CRYPT")), ("{CRYPT}", mismatch("CRYPT")),
        ("{CRYPT}$6$abcdefgh$s3cret", mismatch("CRYPT")), ("{CRYPT}$6$abcdefgh$", mismatch("CRYPT")),
        ("{CRYPT}*", mismatch("CRYPT")), ("{CRYPT}!$6$x$y", mismatch("CRYPT")),
        ("{SHA512-CRYPT}s3cret", mismatch("SHA512-CRYPT")),
        (
            "{BLF-CRYPT}$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6",
            mismatch("BLF-CRYPT")
        ),
        ("{BLF-CRYPT}$5$saltsalt$myjXcpMpE2Ofk7fj9hqyNYSn6lmWG4Mqnjx.KIRRr4/", mismatch("BLF-CRYPT")),
        ("{SSHA512}s3cret", mismatch("SSHA512")), ("{SSHA512}c2VjcmV0", mismatch("SSHA512")),
        ("{SSHA512.hex}00", mismatch("SSHA512.HEX")), ("{PLAIN.b64}s3cret", mismatch("PLAIN.B64")),
    ])
    func thatCannotBeReadIsNamedAndNotQuoted(field: String, what: String) throws {
        try withTemporaryFile("bob:x\nalice:\(field)::::::sms_password=x\n".utf8) { path in
            let error = try #require(throws: ConfigurationError.self) {
                try CredentialsFile(path: path).account(of: "alice")
            }
            #expect(error.description == "\(path): line 2: \(what)")
            var authenticator = Authenticator()
            #expect(throws: error) {
                try authenticator.name(of: "alice", Array(field.utf8), mapAt: path)
            }
            #expect(try authenticator.name(of: "bob", [0x78], mapAt: path) == "bob")
        }
    }

    private static let unnamed =
        "unknown password scheme in braces; write {PLAIN} before a password that begins with a brace"
    private static func mismatch(_ scheme: String) -> String {
        "the password does not match its scheme, {\(scheme)}"
    }

    /// What cannot be read may be a hash that somebody needs.
    @Test(arguments: [
        "{ARGON2ID}$argon2id$x", "{SSHA256}x", "$6$abcdefgh$x", "{CRYPT}$6$abcdefgh$cut",
        "{PLAIN.b64}%", "{BLF-CRYPT}$2y$20$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
    ])
    func thatCannotBeReadIsNotReplaced(field: String) throws {
        try withTemporaryFile("alice:\(field)\n".utf8) { path in
            let map = try CredentialsFile(path: path)
            let error = try #require(throws: ConfigurationError.self) { try map.setting([0x78], of: "alice") }
            #expect(throws: error) { try map.account(of: "alice") }
        }
    }

    /// Each method whose cost is known, at its usual and its highest cost and with a character missing; and other methods.
    @Test(
        arguments: [
            ("{CRYPT}saGOfwwzUGAuM", nil), ("{CRYPT}saGOfwwzUGAu", .mismatch),
            ("{CRYPT}$1$saltsalt$\(x(22))", nil), ("{CRYPT}$1$saltsalt$\(x(21))", .mismatch),
            ("{CRYPT}$5$rounds=1000000$saltsalt$\(x(43))", nil),
            ("{CRYPT}$5$rounds=1000001$saltsalt$\(x(43))", .tooCostly),
            ("{CRYPT}$5$saltsalt$\(x(42))", .mismatch), ("{CRYPT}$5$saltsalt$\(x(42))!", .mismatch),
            ("{SHA512-CRYPT}$6$rounds=999999999$saltsalt$\(x(86))", .tooCostly),
            ("{SHA512-CRYPT}$6$rounds=99999999999999999999$saltsalt$\(x(86))", .tooCostly),
            ("{SHA512-CRYPT}$6$rounds=5000$saltsalt$\(x(85))", .mismatch),
            ("{BLF-CRYPT}$2b$14$\(x(53))", nil), ("{BLF-CRYPT}$2b$15$\(x(53))", .tooCostly),
            ("{BLF-CRYPT}$2a$31$\(x(53))", .tooCostly), ("{BLF-CRYPT}$2y$14$\(x(52))", .mismatch),
            ("{CRYPT}$y$jCT$saltsaltsalt$\(x(43))", nil), ("{CRYPT}$y$jDT$saltsaltsalt$\(x(43))", .tooCostly),
            ("{CRYPT}$y$j9T$saltsaltsalt$\(x(42))", .mismatch),
            ("{CRYPT}$y$jzz$saltsaltsalt$\(x(43))", .tooCostly),
            ("{CRYPT}$y$j9T..$saltsaltsalt$\(x(43))", .mismatch),
            // Methods whose cost is not looked at.
            ("{CRYPT}$sha1$4294967295$saltsalt$\(x(28))", .mismatch),
            ("{CRYPT}$7$CU..../....saltsaltsalt$\(x(43))", .mismatch),
            ("{CRYPT}$gy$j9T$saltsaltsalt$\(x(43))", .mismatch), ("{CRYPT}_zzzzsalt\(x(11))", .mismatch),
            ("{CRYPT}$md5,rounds=4294963199$saltsalt$$\(x(22))", .mismatch),
        ] as [(String, Refusal?)])
    func isTakenIfItIsWholeAndCheckedSoon(field: String, refusal: Refusal?) throws {
        let scheme = field.dropFirst().prefix { $0 != "}" }
        let what =
            switch refusal {
            case .mismatch: Self.mismatch(String(scheme))
            case .tooCostly: "the hash takes too long to check: write one with less rounds or cost"
            case nil: String?.none
            }
        try withTemporaryFile("alice:\(field)::::::sms_password=x\n".utf8) { path in
            let map = try CredentialsFile(path: path)
            guard let what else {
                #expect(try map.account(of: "alice") != nil)
                return
            }
            #expect(throws: ConfigurationError("\(path): line 1: \(what)")) { try map.account(of: "alice") }
        }
    }

    enum Refusal { case mismatch, tooCostly }

    private static func x(_ count: Int) -> String { String(repeating: ".", count: count) }

    /// Dollars alone make no hash.
    @Test(arguments: ["$ecret", "$up3r$ecret", "$", "$$", "$6", "$6x$", "$1 $", "a$6$b$c"])
    func isNotWhatAPasswordWithDollarsIs(password: String) throws {
        #expect(try logIn("alice:\(password)", as: "alice", Array(password.utf8)) == "alice")
        let account = try withTemporaryFile("alice:\(password)".utf8) {
            try CredentialsFile(path: $0).account(of: "alice")
        }
        #expect(account?.sender.password == Array(password.utf8))
    }
}

@Suite("The account at SMSGate") struct SenderTests {
    static let hash = HashedPasswordTests.hashes[0]

    private func account(_ line: String) throws -> Account? {
        try withTemporaryFile("bob:x\n\(line)\n".utf8) { try CredentialsFile(path: $0).account(of: "alice") }
    }

    /// The line, and with which user and password SMSGate is called.
    @Test(arguments: [
        ("alice:secret", "alice", "secret"), ("Alice :secret", "Alice", "secret"),
        ("alice:secret::::::sms_user=Y4K2QD", "Y4K2QD", "secret"),
        ("alice:secret::::::sms_password=other", "alice", "other"),
        ("alice:secret:::::: sms_priority=1 sms_user=Y4K2QD\tsms_password=oth:er", "Y4K2QD", "oth:er"),
        (
            "alice:\(hash):1000::::: sms_user=Y4K2QD sms_password={PLAIN.b64}b3RoZXIgb25l", "Y4K2QD",
            "other one"
        ),
        ("alice:\(hash)::::::sms_password={PLAIN}{x}", "alice", "{x}"),
        ("alice:\(hash)::::::sms_password=one sms_password=two=2", "alice", "two=2"),
    ])
    func isThatOfTheLoginUnlessFieldsNameAnother(line: String, user: String, password: String) throws {
        let account = try #require(try account(line))
        #expect(account.sender.user == user)
        #expect(account.sender.password == Array(password.utf8))
        #expect(account.user.lowercased() == "alice")
        _ = try Configuration().applying(account)
        for text in ["\(account)", "\(account.sender)", String(reflecting: account.sender)] {
            #expect(!text.contains(password))
        }
    }

    @Test(arguments: [
        (hash, "a hashed password needs sms_password=, the password for SMSGate"),
        (hash + "::::::sms_user=bob", "a hashed password needs sms_password=, the password for SMSGate"),
        (hash + "::::::sms_password=", "sms_password: expected a password"),
        (
            hash + "::::::sms_password={SHA512-CRYPT}$6$abcdefgh$s3cret",
            "sms_password: the password does not match its scheme, {SHA512-CRYPT}"
        ),
        (
            "x::::::sms_password=\(hash)",
            "sms_password: SMSGate takes no hash: write the password itself"
        ),
        (
            "x::::::sms_password=$6$a$b",
            "sms_password: write {CRYPT} before a hash, or {PLAIN} before a password that looks like one"
        ),
        (hash + "::::::sms_password", "sms_password: expected a password"),
        ("x::::::sms_password=y sms_password", "sms_password: expected a password"),
        ("x::::::sms_user", "sms_user: bad value: expected a user name"),
        ("x::::::sms_user=a:\u{301}b", "sms_user: bad value: a user name cannot hold a colon"),
        ("x::::::sms_user= sms_password=y", "sms_user: bad value: expected a user name"),
        ("x::::::sms_user=a:b", "sms_user: bad value: a user name cannot hold a colon"),
        ("x:::::sms_password=y", "fields that begin with sms_ belong behind the seventh colon"),
        (hash + ": sms_user=y", "fields that begin with sms_ belong behind the seventh colon"),
        ("x:::SMS_priority=1:::", "fields that begin with sms_ belong behind the seventh colon"),
    ])
    func mustBeComplete(rest: String, what: String) throws {
        try withTemporaryFile("alice:\(rest)\n".utf8) { path in
            let map = try CredentialsFile(path: path)
            let error = ConfigurationError("\(path): line 1: \(what)")
            #expect(throws: error) { try map.account(of: "alice") }
            #expect(map.problems(in: Configuration()).map(\.error) == [error])
        }
    }

    /// What is edited is the password that SMSGate gets; a hashed one stays as it is.
    @Test(arguments: [
        ("alice:\(hash)", "alice:\(hash):::::: sms_password={PLAIN}new"),
        ("alice:\(hash):1::::", "alice:\(hash):1::::: sms_password={PLAIN}new"),
        (
            "alice:\(hash)::::::sms_priority=1\r",
            "alice:\(hash)::::::sms_priority=1 sms_password={PLAIN}new\r"
        ),
        ("alice:\(hash)::::::sms_password=old a=b", "alice:\(hash)::::::sms_password={PLAIN}new a=b"),
        ("alice:x::::::sms_password=old", "alice:x::::::sms_password={PLAIN}new"),
        ("alice:x::::::sms_password", "alice:x::::::sms_password={PLAIN}new"),
        ("alice:x::::::sms_passwords=old", "alice:{PLAIN}new::::::sms_passwords=old"),
        ("alice:::::::", "alice:{PLAIN}new::::::"), ("alice:", "alice:{PLAIN}new"),
        ("alice:x::::::sms_user=bob", "alice:{PLAIN}new::::::sms_user=bob"),
    ])
    func isWhatAnEditChanges(line: String, edited: String) throws {
        try withTemporaryFile("bob:x\n\(line)\ncarol:x\n".utf8) { path in
            let map = try CredentialsFile(path: path).setting(Array("new".utf8), of: "alice")
            #expect(String(decoding: map, as: UTF8.self) == "bob:x\n\(edited)\ncarol:x\n")
        }
    }

    @Test(arguments: ["two words", "{x", "ü", "a:b", "tab\t"])
    func keepsAnyPasswordInItsField(password: String) throws {
        try withTemporaryFile("alice:\(Self.hash)\n".utf8) { path in
            let map = try CredentialsFile(path: path).setting(Array(password.utf8), of: "alice")
            let account = try withTemporaryFile(map) { try CredentialsFile(path: $0).account(of: "alice") }
            #expect(account?.sender.password == Array(password.utf8))
        }
    }
}
