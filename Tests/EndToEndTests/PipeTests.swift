import Foundation
import Testing

/// `postsms pipe` as a program: arguments and a message in, exit status and first line out.
@Suite struct PipeTests {
    private static let mail = "Subject: Test\n\nHello\n"
    private static let recipient = Gateway.recipient

    /// Runs `postsms pipe` with a credentials map, by default the accounts of the tests.
    ///
    /// - Parameter timeout: short only if an answer must not come in time
    private func pipe(
        _ gate: Gate, _ arguments: [String] = ["--user=alice"], to recipient: String = recipient,
        mail: String = mail, credentials path: String? = nil, timeout: String = "30s"
    ) async throws -> CommandResult {
        let credentials = try path ?? gate.writeCredentials()
        return try await command(
            Project.postsms,
            [
                "pipe", "-o", "smsgate_url=\(gate.url)", "-o", "credentials_file=\(credentials)",
                "-o", "smsgate_timeout=\(timeout)",
            ] + arguments + ["--", recipient], input: mail)
    }

    @Test func anAcceptedMessageIsASuccess() async throws {
        try await withGate { gate in
            let result = try await pipe(gate)
            let sms = try #require(try gate.messages().first)
            #expect(result.status == 0)
            #expect(result.firstLine == "2.0.0 250 Message accepted id=\(sms.id)")
            #expect(sms.textMessage.text == "Hello")
            #expect(sms.phoneNumbers == [Gateway.phone])
            #expect(sms.user == "alice")
        }
    }

    @Test func aSecondTryOfAMessageIsASuccessWithoutASecondSMS() async throws {
        try await withGate { gate in
            for _ in 1...2 {
                let result = try await pipe(gate, ["--user=bob", "--queue-id=4F1"])
                #expect(result.status == 0)
            }
            #expect(try gate.messages().count == 1)
            _ = try await pipe(gate, ["--user=bob", "--queue-id=4F2"])
            #expect(try gate.messages().count == 2)
        }
    }

    @Test(arguments: [
        ("12025550123", 65, "5.1.3 550 Invalid recipient format"),
        ("@smtp.sms-gate.app", 65, "5.1.3 550 Invalid recipient format"),
        ("+12025550123@", 65, "5.1.3 550 Invalid recipient format"),
        ("+12025550123@example.com", 68, "5.1.2 550 Invalid recipient domain"),
        ("bob@smtp.sms-gate.app", 67, "5.1.3 550 Invalid phone number format"),
        ("112@smtp.sms-gate.app", 67, "5.1.3 550 Invalid phone number format"),
    ])
    func aBadRecipientIsFinal(recipient: String, status: Int32, line: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, to: recipient)
            #expect(result.status == status)
            #expect(result.firstLine == line)
            #expect(try gate.messages().isEmpty)
        }
    }

    @Test(arguments: ["", "\n", "Subject: Test\n\n", "Subject: Test\n\n \t\r\n\u{a0}\n"])
    func aMessageThatSaysNothingIsFinal(mail: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, mail: mail)
            #expect(result.status == 65)
            #expect(result.firstLine == "5.6.0 550 Message body is empty")
        }
    }

    @Test(arguments: [
        ([], "5.7.0 530 Authentication required"),
        (["--user="], "5.7.0 530 Authentication required"),
        (["--user=nobody"], "5.7.8 535 Authentication failed"),
        (["--user=mallory"], "5.7.8 535 Authentication failed"),
    ])
    func aSenderWithoutAnAccountIsRefused(arguments: [String], line: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, arguments)
            #expect(result.status == 77)
            #expect(result.firstLine == line)
            #expect(try gate.messages().isEmpty)
        }
    }

    @Test func mailWithoutAUserGoesThroughTheDefaultUsersAccount() async throws {
        try await withGate { gate in
            let result = try await pipe(gate, ["-o", "default_user=alice", "--user="])
            #expect(result.status == 0)
            #expect(try gate.messages().map(\.user) == ["alice"])
        }
    }

    /// The account sends with its options, whatever the spelling of its name.
    @Test(arguments: [["--user=ALICE"], ["--user=alice "], ["-o", "default_user=Alice", "--user="]])
    func aUserIsKnownInAnySpelling(arguments: [String]) async throws {
        try await withGate { gate in
            let map = try gate.writeCredentials("alice:correct horse:::::: sms_device_id=phone-2")
            let result = try await pipe(gate, arguments, credentials: map)
            #expect(result.status == 0, "\(result.output)")
            #expect(try gate.messages().map(\.user) == ["alice"])
            #expect(try gate.messages().map(\.deviceId) == ["phone-2"])
        }
    }

    @Test(arguments: [
        ("bridge", "status=400", 75, "4.3.0 450 Temporary failure, try again later"),
        ("bridge", "status=401", 77, "5.7.8 535 Authentication failed"),
        ("bridge", "status=403", 77, "5.7.8 535 Authentication failed"),
        ("bridge", "status=409", 0, "2.0.0 250 Message accepted id="),
        ("bridge", "status=429", 75, "4.3.0 450 Temporary failure, try again later"),
        ("bridge", "status=500", 69, "5.3.0 550 Message delivery failed"),
        ("bridge", "status=503", 69, "5.3.0 550 Message delivery failed"),
        ("bridge", "hang", 75, "4.4.2 451 Timeout"),
        (
            "bridge", "cut", 75,
            "4.4.1 451 Cannot reach SMSGate: Server returned nothing (no headers, no data)"
        ),
        ("bridge", "garbage", 75, "4.4.1 451 Cannot reach SMSGate: the answer is not HTTP"),
        ("bridge", "status=302", 75, "4.3.5 451 Local configuration error: smsgate_url: unexpected answer"),
        ("precise", "status=400", 69, "5.3.0 550 Message delivery failed"),
        ("precise", "status=403", 77, "5.7.8 535 Authentication failed"),
        ("precise", "status=429", 75, "4.3.0 450 Temporary failure, try again later"),
        ("precise", "status=503", 75, "4.3.0 451 Temporary failure, try again later"),
        ("precise", "status=501", 69, "5.3.0 550 Message delivery failed"),
        ("precise", "hang", 75, "4.4.2 451 Timeout"),
    ])
    func anAnswerOfSMSGateBecomesItsRow(policy: String, answer: String, status: Int32, line: String)
        async throws
    {
        try await withGate { gate in
            try await gate.answer(answer)
            let result = try await pipe(
                gate, ["--user=alice", "-o", "status_policy=\(policy)"],
                timeout: answer == "hang" ? "1s" : "30s")
            #expect(result.status == status)
            #expect(status == 0 ? result.firstLine.hasPrefix(line) : result.firstLine == line)
            #expect(try gate.messages().isEmpty)
        }
    }

    /// If `/health` has a status, only one value is good; without a status it is not SMSGate's.
    @Test(arguments: [
        (#"{"status":"pass"}"#, 77), (#"{"state":"fail"}"#, 77), ("[]", 77),
        (#"{"status":"warn"}"#, 75), (#"{"status":"Pass"}"#, 75), (#"{"status":null}"#, 75),
        (#"{"status":false}"#, 75), (#"{"status":["pass"]}"#, 75),
    ])
    func aRefusedPasswordIsWrongOnlyIfHealthSaysPass(health: String, status: Int32) async throws {
        try await withGate { gate in
            try await gate.answer("status=401; json=\(health),on=health")
            let result = try await pipe(gate, ["--user=alice"])
            #expect(result.status == status)
            #expect(
                result.firstLine
                    == (status == 77
                        ? "5.7.8 535 Authentication failed"
                        : "4.3.0 451 Temporary failure, try again later"))
        }
    }

    @Test(arguments: [
        ("http://127.0.0.1:1/3rdparty/v1", "4.4.1 451 Cannot reach SMSGate: Couldn't connect to server"),
        ("http://gate.invalid/3rdparty/v1", "4.4.1 451 Cannot reach SMSGate: Couldn't resolve host name"),
    ])
    func anSMSGateThatCannotBeReachedIsTemporary(url: String, line: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, ["--user=alice", "-o", "smsgate_url=\(url)"])
            #expect(result.status == 75)
            // libcurl's words, of which 8.14 has changed some.
            let words = result.firstLine.replacing("Could not", with: "Couldn't").replacing(
                "hostname", with: "host name")
            #expect(words == line)
        }
    }

    /// A plain HTTP port does not speak TLS.
    @Test func aFailedTLSHandshakeIsTemporary() async throws {
        try await withGate { gate in
            let url = gate.url.replacing("http:", with: "https:")
            let result = try await pipe(gate, ["--user=alice", "-o", "smsgate_url=\(url)"])
            #expect(result.status == 75)
            #expect(result.firstLine == "4.4.1 451 Cannot reach SMSGate: SSL connect error")
        }
    }

    @Test func theSecondLineSaysWhatSMSGateSaid() async throws {
        try await withGate { gate in
            let result = try await pipe(gate, ["--user=carol"])
            #expect(
                result.output == """
                    4.3.0 450 Temporary failure, try again later
                    the account has not registered a device
                    """)
        }
    }

    /// `postfix stop` ends pipe(8) while it writes; then there is an end of input and another parent. The end
    /// of input comes when the parent is gone: a killed process closes its files before its children get
    /// another parent.
    @Test func aMessageWhoseWriterIsGoneIsNotSent() async throws {
        try await withGate { gate in
            let script = """
                cd "$1" && shift && mkfifo input
                "$@" < input > output &
                exec 3> input
                printf 'Subject: x\\n\\nThe first half of' >&3
                until grep -q pipe /proc/$!/wchan && grep -q postsms /proc/$!/comm; do sleep 0.05; done
                { while kill -0 $$ 2> /dev/null; do sleep 0.01; done; } > /dev/null 2>&1 &
                kill -9 $$
                """
            let credentials = try gate.writeCredentials()
            _ = try await command(
                "sh",
                [
                    "-c", script, "sh", gate.folder, Project.postsms, "pipe", "-o", "smsgate_url=\(gate.url)",
                    "-o",
                    "credentials_file=\(credentials)", "--user=alice", "--queue-id=4F1",
                    Self.recipient,
                ])
            let output = try await eventually("postsms ends") {
                (try? String(contentsOfFile: gate.folder + "/output", encoding: .utf8)).flatMap {
                    $0.isEmpty ? nil : $0
                }
            }
            #expect(output == "4.3.0 451 Message was cut short\n")
            #expect(try gate.messages().isEmpty)
        }
    }

    @Test(
        arguments: [
            (
                ["--config", "/nonexistent/postsms.cf"],
                "/nonexistent/postsms.cf: cannot be read: No such file or directory"
            ),
            (["-o", "smsgate_uri=x"], "-o: unknown parameter: smsgate_uri"),
            (["-o", "subject"], "-o subject: expected \"name=value\""),
            (
                ["-o", "max_segments=many"],
                "-o: max_segments: bad value \"many\": expected a number from 0 to 255"
            ),
            (["--verbose"], "Unknown option '--verbose'"),
            (["--verbose=3"], "Unknown option '--verbose'"),
            (["-x"], "Unknown option '-x'"),
            (["-xy"], "Unknown option '-x'"),
            (["-é"], "Unknown option '-\u{FFFD}'"),
            (["--config="], "Missing value for '--config <file>'"),
            (["-o", ""], "Missing value for '-o <name=value>'"),
            (["--dry-run=yes"], "The option '--dry-run' does not take a value"),
            (["--size=5000"], "Unknown option '--size'"),
            (["extra"], "Unexpected argument '\(recipient)'"),
            (["-o", "smsgate_ca_file=/nonexistent.pem", "-o", "smsgate_url=https://127.0.0.1:1"], nil),
        ] as [([String], String?)])
    func aBrokenSetUpIsTemporaryAndNamed(arguments: [String], what: String?) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, ["--user=alice"] + arguments)
            #expect(result.status == 75)
            if let what { #expect(result.firstLine == "4.3.5 451 Local configuration error: \(what)") }
        }
    }

    /// A person at a terminal gets an error for people; Postfix gets a status line.
    @Test(
        arguments: [
            ("chek", "Error: chek: no such command; did you mean check?"),
            ("piep", "Error: piep: no such command; did you mean pipe?"),
            ("mliter", "Error: mliter: no such command; did you mean milter?"),
            ("credential", "Error: credential: no such command; did you mean credentials?"),
            ("send", "Error: send: no such command"),
            ("credentials lits", "Error: lits: no such command; did you mean list?"),
            ("help chek", "Error: chek: no such command; did you mean check?"),
        ] as [(String, String)])
    func anUnknownCommandIsNamed(words: String, error: String) async throws {
        let atTerminal = try await command(
            "script", ["--quiet", "--return", "--command", "\(Project.postsms) \(words)", "/dev/null"])
        #expect(atTerminal.status == 2)
        let lines = atTerminal.output.replacing("\r\n", with: "\n").split(separator: "\n")
        #expect(lines.first.map(String.init) == error)
        if words.hasPrefix("credentials ") { return }
        let inPostfix = try await command(Project.postsms, words.split(separator: " ").map(String.init))
        #expect(inPostfix.status == 75)
        #expect(
            inPostfix.firstLine == "4.3.5 451 Local configuration error: \(error.dropFirst("Error: ".count))")
    }

    /// The unit tests' folder of bad configurations: NAME.cf, and NAME.expected with the error.
    @Test func eachBadConfigurationIsTemporaryAndNamesFileAndLine() async throws {
        let folder = Project.root + "Tests/ConfigurationTests/BadConfigurations/"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".cf") }
        #expect(names.count >= 50)
        for name in names {
            let expected = try String(
                contentsOfFile: folder + name.dropLast(2) + "expected", encoding: .utf8
            ).replacing("FILE", with: folder + name)
            let result = try await command(
                Project.postsms, ["pipe", "--config", folder + name, "--user=alice", Self.recipient],
                input: Self.mail)
            #expect(result.status == 75)
            #expect(result.firstLine + "\n" == "4.3.5 451 Local configuration error: \(expected)")
        }
    }

    @Test(arguments: [
        ("alice:correct horse\nno colon", "line 2: expected \"user:password\""),
        ("alice:a\nalice:b", "line 2: this user is already in line 1"),
        (
            "# comment\nalice:{CRYPT}x",
            "line 2: the password does not match its scheme, {CRYPT}"
        ),
        ("alice:a::::::sms_sim_number=4", "line 1: sms_sim_number: bad value: expected a number from 1 to 3"),
        ("alice:a::::::sms_colour=red", "line 1: unknown extra field: sms_colour"),
    ])
    func eachBadCredentialsMapIsTemporaryAndNamesFileAndLine(credentials: String, what: String) async throws {
        try await withGate { gate in
            let path = try gate.writeCredentials(credentials)
            let result = try await pipe(gate, credentials: path)
            #expect(result.status == 75)
            #expect(result.firstLine == "4.3.5 451 Local configuration error: \(path): \(what)")
        }
    }

    @Test(arguments: [[], ["no-such-role"], ["--config"], ["pipe"]])
    func argumentsThatNameNoRoleLoseNoMessage(arguments: [String]) async throws {
        #expect(try await command(Project.postsms, arguments).status == 75)
    }

    @Test func credentialsThatOthersMayReadAreRefused() async throws {
        try await withGate { gate in
            let path = try gate.writeCredentials(mode: 0o644)
            let result = try await pipe(gate, credentials: path)
            #expect(result.status == 75)
            #expect(
                result.firstLine
                    == "4.3.5 451 Local configuration error: \(path): others may read or write it"
            )
        }
    }
}
