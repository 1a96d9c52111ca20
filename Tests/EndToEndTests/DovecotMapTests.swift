import Foundation
import Testing

/// One map for Dovecot and postsms.
@Suite(.serialized) struct DovecotMapTests {
    /// Lines of a map, with the password of each. None contains `wrong`.
    private static let lines: [(line: String, user: String, password: String)] = [
        ("plain:{PLAIN}correct horse", "plain", "correct horse"),
        ("lower:{plain}secret:1000:1000::/home/x:/bin/sh", "lower", "secret"),
        ("clear:{CLEARTEXT}secret", "clear", "secret"),
        ("brackets:{PLAIN}x[13]", "brackets", "x[13]"),
        ("brace:{PLAIN}{PLAIN}x", "brace", "{PLAIN}x"),
        ("open:{PLAIN}{x", "open", "{x"),
        ("spaces:{PLAIN} a b ", "spaces", " a b "),
        ("percent:{PLAIN}a%u%%%{user}", "percent", "a%u%%%{user}"),
        ("backslash:{PLAIN}a\\tb\\", "backslash", "a\\tb\\"),
        ("umlaut:{PLAIN}Zoë", "umlaut", "Zoë"),
        ("b64:{PLAIN.b64}cGE6c3M=", "b64", "pa:ss"),
        ("base64:{PLAIN.BASE64}cGE6c3M=", "base64", "pa:ss"),
        ("hex:{PLAIN.hex}70613A7373", "hex", "pa:ss"),
        ("carriage:{PLAIN}return\r", "carriage", "return"),
        ("name with spaces:{PLAIN}secret", "name with spaces", "secret"),
        ("zoë@example.com:{PLAIN}secret", "zoë@example.com", "secret"),
        ("dave@example.com:{PLAIN}secret", "Dave@EXAMPLE.com", "secret"),
        (" before:{PLAIN}secret", " before", "secret"),
        (
            "fields:{PLAIN}secret:1::::: sms_priority=1\tsms_subject=prefix  userdb_x=y:z",
            "fields", "secret"
        ),
        ("few:{PLAIN}secret:x", "few", "secret"),
        ("sha256:{CRYPT}$5$saltsalt$myjXcpMpE2Ofk7fj9hqyNYSn6lmWG4Mqnjx.KIRRr4/", "sha256", "correct horse"),
        (
            "yescrypt:{CRYPT}$y$j9T$saltsaltsalt$nNDsycEBP37XRiK/Qx62iZ4Jbzj3gHJ2kMaWwdseEp/", "yescrypt",
            "correct horse"
        ),
        // mkpasswd(1) makes it by default. Dovecot's scheme takes any hash of crypt(3).
        (
            "mixed:{SHA512-CRYPT}$y$j9T$saltsaltsalt$nNDsycEBP37XRiK/Qx62iZ4Jbzj3gHJ2kMaWwdseEp/", "mixed",
            "correct horse"
        ),
        ("des:{CRYPT}abJnggxhB/yWI", "des", "password"),
        (
            "rounds:{SHA512-CRYPT}$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
            "rounds", "Hello world!"
        ),
        (
            "bcrypt:{BLF-CRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "bcrypt", "U*U"
        ),
    ]

    /// The schemes of doveadm-pw(1) that postsms takes.
    private static let schemes = [
        "PLAIN", "PLAIN.b64", "PLAIN.hex", "CLEAR", "CLEARTEXT", "CRYPT", "CRYPT.b64", "SHA512-CRYPT",
        "SHA512-CRYPT.hex", "BLF-CRYPT", "BLF-CRYPT.b64", "SSHA512", "SSHA512.b64", "SSHA512.hex",
    ]

    /// Longer than bcrypt's 72 bytes, and beyond ASCII.
    private static let passwords = ["correct horse", "Zoë: {x}", String(repeating: "long ", count: 20)]

    /// Runs `body` with a Dovecot and a map of these lines.
    private func withMap(
        _ lines: [String], scheme: String = "CRYPT", _ body: (Dovecot, String) async throws -> Void
    ) async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: map))
            try await command("chown", ["root:postsms", map])
            try await command("chmod", ["640", map])
            try await withDovecot(map: map, scheme: scheme, in: gate.folder) { try await body($0, map) }
        }
    }

    @Test func meansTheSameToBoth() async throws {
        let comments = ["# plain:{PLAIN}comment", "", "#:x", ""]
        // A hash needs the account at SMSGate, which Dovecot ignores.
        let lines = Self.lines.map {
            $0.line.contains("CRYPT}") ? $0.line + "::::::sms_user=Y4K2QD sms_password=x" : $0.line
        }
        try await withMap(comments + lines) { dovecot, map in
            for (password, answer) in [(nil, "yes"), ("wrong", "no"), ("comment", "no")] as [(String?, _)] {
                let answers = try await dovecot.answers(
                    to: Self.lines.map { Dovecot.Login($0.user, password ?? $0.password) }, map: map)
                for (line, found) in zip(Self.lines, answers) {
                    #expect(found == .init(dovecot: answer, postsms: answer), "\(line) \(password ?? "")")
                }
            }
            let nobody = ["nobody", "", "#", "# plain", "plain:", "plai"].map { Dovecot.Login($0, "comment") }
            for (login, found) in zip(nobody, try await dovecot.answers(to: nobody, map: map)) {
                #expect(found == .init(dovecot: "no", postsms: "no"), "\(login)")
            }
        }
    }

    @Test func mayHoldWhatDoveadmWrites() async throws {
        var lines: [String] = []
        var logins: [(login: Dovecot.Login, answer: String)] = []
        for (number, scheme) in Self.schemes.enumerated() {
            for (other, password) in Self.passwords.enumerated() {
                let made = try await command("doveadm", ["pw", "-s", scheme, "-p", password])
                try #require(made.status == 0, "\(made.errors)")
                // A colon ends the field.
                let field = made.output.trimmingCharacters(in: .newlines)
                guard !field.contains(":") else { continue }
                let user = "user\(number)-\(other)"
                lines.append("\(user):\(field)::::::sms_password=x")
                logins.append((Dovecot.Login(user, password), "yes"))
                // bcrypt reads 72 bytes.
                let end = scheme.hasPrefix("BLF") || scheme.hasPrefix("CRYPT") ? "yes" : "no"
                logins.append((Dovecot.Login(user, password + "x"), password.utf8.count > 72 ? end : "no"))
                logins.append((Dovecot.Login(user, String(password.dropFirst())), "no"))
            }
        }
        try await withMap(lines) { dovecot, map in
            let answers = try await dovecot.answers(to: logins.map(\.login), map: map)
            for (expected, found) in zip(logins, answers) {
                #expect(
                    found == .init(dovecot: expected.answer, postsms: expected.answer), "\(expected.login)")
            }
        }
    }

    /// What `postsms credentials add` writes is what was typed, for Dovecot too.
    @Test func isReadByDovecotAsWritten() async throws {
        let passwords = [
            "secret", "pa:ss", "{PLAIN}", "{x", " a b ", "Zoë", "$6$abc$def", "#", "x[34]", "a\\", "%u",
            "=", "sms_user=x",
        ]
        try await withMap([]) { dovecot, map in
            for (number, password) in passwords.enumerated() {
                let added = try await command(
                    Project.postsms,
                    [
                        "credentials", "add", "-o", "credentials_file=\(map)", "--no-test",
                        "user\(number)@example.com",
                    ], input: password + "\n")
                try #require(added.status == 0, "\(added.errors)")
            }
            for (end, answer) in [("", "yes"), ("x", "no")] {
                let logins = passwords.enumerated().map { Dovecot.Login("user\($0)@example.com", $1 + end) }
                for (login, found) in zip(logins, try await dovecot.answers(to: logins, map: map)) {
                    #expect(found == .init(dovecot: answer, postsms: answer), "\(login)")
                }
            }
        }
    }

    /// A Dovecot that was told so reads passwords without a scheme.
    @Test func needsNoSchemeIfDovecotKnows() async throws {
        let passwords = ["secret", "{x", "$ecret$x", "$1 $"]
        let lines = passwords.enumerated().map { "user\($0):\($1)" }
        try await withMap(lines, scheme: "PLAIN") { dovecot, map in
            for (end, answer) in [("", "yes"), ("x", "no")] {
                let logins = passwords.enumerated().map { Dovecot.Login("user\($0)", $1 + end) }
                for (login, found) in zip(logins, try await dovecot.answers(to: logins, map: map)) {
                    #expect(found == .init(dovecot: answer, postsms: answer), "\(login)")
                }
            }
        }
    }

    /// Lines, a login, and the answers of Dovecot and of postsms: see postsms_credentials(5).
    private static let differences: [(lines: String, login: Dovecot.Login, answers: Dovecot.Answers)] = [
        // Dovecot takes a password without a scheme for a hash.
        ("plain:secret", .init("plain", "secret"), .init(dovecot: "no", postsms: "yes")),
        ("open:{x", .init("open", "{x"), .init(dovecot: "no", postsms: "yes")),
        (
            "hash:$y$j9T$saltsaltsalt$nNDsycEBP37XRiK/Qx62iZ4Jbzj3gHJ2kMaWwdseEp/",
            .init("hash", "correct horse"), .init(dovecot: "yes", postsms: "later")
        ),
        // Dovecot turns the client's name into lower case, but only its ASCII letters, and then compares bytes.
        ("Capital:{PLAIN}secret", .init("Capital", "secret"), .init(dovecot: "no", postsms: "yes")),
        ("zoë:{PLAIN}secret", .init("ZOË", "secret"), .init(dovecot: "no", postsms: "yes")),
        ("space :{PLAIN}secret", .init("space", "secret"), .init(dovecot: "no", postsms: "yes")),
        ("trim:{PLAIN}secret", .init("trim ", "secret"), .init(dovecot: "no", postsms: "yes")),
        // Dovecot accepts no control characters from a client.
        ("tab:{PLAIN.b64}YQli", .init("tab", "a\tb"), .init(dovecot: "no", postsms: "yes")),
        // Fields of Dovecot restrict only Dovecot.
        (
            "net:{PLAIN}secret::::::allow_nets=192.0.2.0/24", .init("net", "secret"),
            .init(dovecot: "no", postsms: "yes")
        ),
        (
            "sha256:{SHA256}K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=", .init("sha256", "secret"),
            .init(dovecot: "yes", postsms: "later")
        ),
        ("empty:{PLAIN}", .init("empty", ""), .init(dovecot: "yes", postsms: "later")),
        ("none:", .init("none", "x"), .init(dovecot: "no", postsms: "later")),
        (
            "twice:{PLAIN}one\ntwice:{PLAIN}two", .init("twice", "one"),
            .init(dovecot: "yes", postsms: "later")
        ),
    ]

    @Test func differsOnlyWhereTheManualSaysSo() async throws {
        try await withMap(Self.differences.map(\.lines)) { dovecot, map in
            let answers = try await dovecot.answers(to: Self.differences.map(\.login), map: map)
            for (difference, found) in zip(Self.differences, answers) {
                #expect(found == difference.answers, "\(difference.lines)")
            }
        }
    }
}
