import Check
import Configuration
import Foundation
import SMSGate
import TemporaryFile
import Testing

@Suite("What check says of SMSGate")
struct GatePointTests {
    private func problems(
        url: String, caFile: String? = nil, text: String? = nil,
        health: @escaping (Endpoint) -> Result<Health, TransportError>
    ) throws -> [Finding] {
        var configuration = Configuration()
        configuration.endpoint.url = url
        configuration.endpoint.caFile = caFile
        return try findings(configuration, text: text, health: health).problems("SMSGate: ")
    }

    @Test(arguments: ["http://sms.example.com/3rdparty/v1", "HTTP://192.0.2.1:8080", "http://[2001:db8::1]"])
    func httpToAnotherHostIsAWarning(url: String) throws {
        let found = try problems(url: url, text: "smsgate_url = \(url)\n") { _ in .success(.passed) }
        #expect(found.map(\.level) == [.warning])
        #expect(
            found.first?.fix == [
                "sed -i --follow-symlinks '1c smsgate_url = https\(url.dropFirst(4))' /etc/postfix/postsms.cf"
            ])
    }

    @Test func httpsThatDoesNotAnswerIsNoCure() throws {
        let found = try problems(url: "http://sms.lan:8080/3rdparty/v1") {
            $0.url.hasPrefix("https") ? .failure(.unreachable("x")) : .success(.passed)
        }
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.fix == [])
    }

    /// root, who checks, reads them in any case.
    @Test(arguments: [("/etc/hosts", FileStatus.Kind.file, 0o600), ("/etc/ssl/certs", .folder, 0o700)])
    func whatTheNetworkNeedsIsReadable(path: String, kind: FileStatus.Kind, mode: Int) throws {
        let machine = Machine.fake(files: [
            "/etc/postfix/postsms_credentials": goodMap, path: FileStatus(kind: kind, mode: UInt32(mode)),
        ])
        #expect(
            try findings(Configuration(), nil, machine).problems("SMSGate: ").map(\.text) == [
                "SMSGate: postsms cannot read \(path), and does not reach SMSGate without it"
            ])
    }

    @Test(arguments: [
        "http://127.0.0.1:8080", "http://localhost/x", "http://[::1]:8080", "https://sms.example.com",
    ])
    func whatNobodyListensToIsNone(url: String) throws {
        #expect(try problems(url: url) { _ in .success(.passed) }.isEmpty)
    }

    @Test(arguments: [
        ("https://h/wrong", "https://h/3rdparty/v1"), ("https://h", "https://h/api/3rdparty/v1"),
        ("https://h:8443/3rdparty/v1/", "https://h:8443"),
    ])
    func anotherPathIsLookedFor(url: String, right: String) throws {
        let found = try problems(url: url) { .success($0.url == right ? .passed : .answered(404)) }
        #expect(found.map(\.level) == [.error])
        #expect(found.first?.fix == ["echo 'smsgate_url = \(right)' >> /etc/postfix/postsms.cf"])
    }

    @Test func aFileThatEndsInALineBeginsAnother() throws {
        let found = try problems(url: "https://h/x", text: "subject = prefix") {
            .success($0.url == "https://h" ? .passed : .answered(404))
        }
        let file = "/etc/postfix/postsms.cf"
        #expect(found.first?.fix == ["echo >> \(file) && echo 'smsgate_url = https://h' >> \(file)"])
    }

    @Test func aWebPageIsNoSMSGate() throws {
        let found = try problems(url: "https://h") { _ in .success(.notSMSGate) }
        #expect(found.map(\.text) == ["SMSGate: what answers at https://h is not SMSGate"])
        #expect(found.first?.fix == ["curl -v https://h/health"])
    }

    @Test(arguments: [
        (Health.failed, "SMSGate: https://h is not well, says its /health"),
        (.answered(503), "SMSGate: https://h/health answers 503"),
    ])
    func aServerInTroubleIsAnError(health: Health, text: String) throws {
        #expect(
            try problems(url: "https://h") { _ in .success(health) } == [
                .error(text, fix: "curl -v https://h/health")
            ])
    }

    @Test func aCAFileThatDoesNotFitIsTakenOut() throws {
        let found = try problems(
            url: "https://h", caFile: "/ca.pem", text: "#\nsmsgate_ca_file =\n /ca.pem\n"
        ) {
            $0.caFile == nil ? .success(.passed) : .failure(.unreachable("SSL peer certificate was not OK"))
        }
        #expect(
            found == [
                .error(
                    "SMSGate: https://h cannot be reached: SSL peer certificate was not OK; it can with the system's certificates",
                    fix: "sed -i --follow-symlinks '2,3c smsgate_ca_file = ' /etc/postfix/postsms.cf")
            ])
    }

    @Test(
        arguments: [
            (
                Result.failure(TransportError.timeout),
                "SMSGate: https://h cannot be reached: no answer in time"
            ),
            (
                .failure(.unreachable("Couldn't resolve host name")),
                "SMSGate: https://h cannot be reached: Couldn't resolve host name"
            ),
        ] as [(Result<Health, TransportError>, String)])
    func whatIsNotReachableIsAnError(answer: Result<Health, TransportError>, text: String) throws {
        #expect(try problems(url: "https://h") { _ in answer }.map(\.text) == [text])
    }
}

@Suite("What check says of a user")
struct UserPointTests {
    @Test(
        arguments: [
            (
                "alice", .success(.devices([Device(id: "d1"), Device(id: "d2")])), .ok,
                "user alice: SMSGate knows the password, and 2 devices"
            ),
            (
                "alice", .success(.devices([])), .error,
                "user alice: SMSGate knows the password, but no device; log in on a phone, then:"
            ),
            (
                "alice", .success(.unknown(Response(status: 403))), .error,
                "user alice: SMSGate answers 403: the password is not the one of the account"
            ),
            (
                "alice", .success(.unknown(Response(status: 404))), .warning,
                "user alice: SMSGate answers 404 when asked for the devices"
            ),
            (
                "alice", .success(.unknown(Response(status: 200))), .warning,
                "user alice: the answer is not from SMSGate"
            ),
            ("alice", .failure(.timeout), .warning, "user alice: SMSGate was not asked: no answer in time"),
            (
                "erin", .failure(.timeout), .error,
                "user erin: not in the credentials map, or its line is broken"
            ),
        ] as [(String, Result<DevicesAnswer, TransportError>, Finding.Level, String)])
    func isWhatSMSGateAnswers(
        user: String, answer: Result<DevicesAnswer, TransportError>, level: Finding.Level, text: String
    ) throws {
        let last = try #require(try findings(user: user, devices: answer).last)
        #expect(last.level == level)
        #expect(last.text == text)
        #expect(last.fix.isEmpty == (level == .ok))
    }

    /// The device's id comes from SMSGate, and check runs as root.
    @Test(arguments: [
        ("phone-2", "alice:{PLAIN}sms_device_id=phone-9::::::sms_links=text sms_device_id=phone-2"),
        ("x|;1e touch /tmp/x", nil), ("a/;w /tmp/x", nil), ("a&b", nil), ("a\nb", nil), ("\u{e9}", nil),
    ])
    func anotherDeviceIsNamedInTheMap(id: String, becomes: String?) throws {
        let line = "alice:{PLAIN}sms_device_id=phone-9::::::sms_links=text sms_device_id=phone-9\n"
        var configuration = Configuration()
        configuration.credentialsFile = "/etc/postfix/postsms_credentials"
        let found = try findings(
            configuration, map: line, user: "alice", devices: .success(.devices([Device(id: id)])))
        let fix = try #require(found.last?.fix.first)
        if let becomes {
            #expect(try changed(line, by: fix) == becomes + "\n")
        } else {
            #expect(fix == "${EDITOR:-vi} +1 /etc/postfix/postsms_credentials")
        }
    }

    @Test(arguments: ["alice:x\n", "alice:x::::::sms_sim_number=2\n"])
    func aDeviceOfEverybodyIsLookedAt(map: String) throws {
        var configuration = Configuration()
        configuration.options.deviceID = "phone-9"
        let found = try findings(configuration, map: map, text: "#\ndevice_id = phone-9\n", user: "alice")
        #expect(found.last?.fix == ["${EDITOR:-vi} +2 /etc/postfix/postsms.cf"])
    }

    @Test(arguments: ["-x", "--dry-run"])
    func aNameLikeAnOptionIsNone(user: String) throws {
        var configuration = Configuration()
        configuration.defaultUser = user
        let found = try findings(configuration).problems("credentials map: ")
        #expect(found.map(\.fix) == [["/usr/libexec/postsms/postsms credentials add -- \(user)"]])
    }

    /// A field that nobody knows goes, and nothing else of its line: not a password that is spelled like it.
    @Test(arguments: [
        (
            "alice:sms_links=text::::::sms_links=text sms_link=x sms_subject=only",
            "sms_links=text  sms_subject=only"
        ),
        ("alice:sms_link=x::::::sms_link=x", ""), ("alice:sms_link::::::sms_link", ""),
        ("alice:x::::::sms_links=none\tsms_link", "sms_links=none\t"),
        ("alice:x::::::sms_link.x=1", nil), ("alice:x::::::sms_link|e=1", nil),
    ])
    func aFieldIsTakenOut(line: String, rest: String?) throws {
        let found = try findings(Configuration(), map: line + "\n").problems("credentials map: ")
        let fix = try #require(found.first?.fix.first)
        if let rest {
            let start = line[...line.lastIndex(of: ":")!]
            #expect(try changed(line + "\n", by: fix) == start + rest + "\n")
        } else {
            #expect(fix == "${EDITOR:-vi} +1 /etc/postfix/postsms_credentials")
        }
    }

    /// What a command makes of the map.
    private func changed(_ map: String, by command: String) throws -> String {
        try withTemporaryFolder { folder in
            let path = folder + "/postsms_credentials"
            try Data(map.utf8).write(to: URL(filePath: path))
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/postsms_link", withDestinationPath: path)
            let own = command.replacing("/etc/postfix/postsms_credentials", with: folder + "/postsms_link")
            #expect(own != command)
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", own]
            try shell.run()
            shell.waitUntilExit()
            return try String(contentsOfFile: path, encoding: .utf8)
        }
    }
}
