import Check
import Configuration
import SMSGate
import Testing

private let part =
    "{ unix:/run/postsms/milter.sock, protocol=6, default_action=accept, connect_timeout=5s, command_timeout=5s, content_timeout=300s }"
private let path = "/run/postsms/milter.sock"
private let usualFiles = [
    "/etc/postfix/postsms_credentials": goodMap, path: FileStatus(kind: .socket, owner: 100, mode: 0o600),
    "/run/postsms": FileStatus(kind: .folder, mode: 0o755), "/run": FileStatus(kind: .folder, mode: 0o755),
]
private let systemd = usualFiles.merging(
    [
        "/run/systemd/system": FileStatus(kind: .folder, mode: 0o755),
        "/usr/lib/systemd/system/postsms-milter.socket": FileStatus(kind: .file, mode: 0o644),
    ], uniquingKeysWith: { $1 })
private let service = "postsms unix - n n - 20 pipe user=postsms argv=/x/postsms pipe"

private func problems(
    _ milters: String = part, written: String? = nil, main: String = "", services: String = service,
    overrides: String = "", files: [String: FileStatus] = usualFiles, answer: MilterAnswer = .answers,
    timeout: Int = 30, metricsFile: String? = nil, run: @escaping ([String]) -> ProgramResult? = { _ in nil }
) throws -> [Finding] {
    var configuration = Configuration()
    configuration.endpoint.timeout = timeout
    configuration.metricsFile = metricsFile
    let defaults =
        "milter_default_action = tempfail\nmilter_content_timeout = 300s\nmilter_protocol = 6\nqueue_directory = /var/spool/postfix\n"
    return try findings(
        configuration,
        .fake(
            defaults + main + "\npostsms_milters = \(milters)",
            written: "postsms_milters = \(written ?? milters)", services: services, overrides: overrides),
        .fake(files: files, run: run, milter: answer)
    ).filter { $0.level != .ok && ($0.text.hasPrefix("milter: ") || $0.text.hasPrefix("folder: ")) }
}

@Suite("What check says of postsms milter")
struct MilterPointTests {
    /// Off, or somebody else's: it is not contacted.
    @Test(arguments: [
        "", "inet:127.0.0.1:8891", "{ unix:/run/opendkim/opendkim.sock, default_action=tempfail }",
    ])
    func nothingIsSaidWhereItIsOff(milters: String) throws {
        #expect(try problems(milters, files: [:], answer: .silent) == [])
    }

    @Test func allIsWellWhereItAnswers() throws {
        #expect(try problems() == [])
        // Milters before it see the mail first.
        #expect(try problems("inet:127.0.0.1:8891, \(part)") == [])
        #expect(try problems("{ unix:/run/opendkim/x.sock, default_action=reject } \(part)") == [])
    }

    /// systemd closes all other folders to it.
    @Test(arguments: [
        ("/var/lib/postsms-metrics/x.prom", "-/var/lib/postsms-metrics -/var/lib/postsms/accounts", false),
        ("/srv/metrics/deep/x.prom", "-/var/lib/postsms-metrics /srv/metrics", false),
        ("/srv/metrics2/x.prom", "-/var/lib/postsms-metrics /srv/metrics", true),
        ("/srv/x.prom", "", true),
    ])
    func aFolderThatItsUnitClosesIsToldOf(file: String, open: String, isFound: Bool) throws {
        let show = ["systemctl", "show", "--property=ReadWritePaths", "--value", "postsms-milter.service"]
        func run(_ command: [String]) -> ProgramResult? {
            ProgramResult(status: 0, output: command == show ? open + "\n" : "")
        }
        #expect(try problems(metricsFile: file, run: run) == [])
        let found = try problems(files: systemd, metricsFile: file, run: run)
        #expect(found.map(\.level) == (isFound ? [.warning] : []))
        let dropIn = "/etc/systemd/system/postsms-milter.service.d/postsms-paths.conf"
        #expect(found.allSatisfy { $0.fix.first { $0.contains("ReadWritePaths=\"-/srv") } != nil })
        #expect(found.allSatisfy { $0.fix.count == 4 && $0.fix[1].hasSuffix(" > \(dropIn)") }, "\(found)")
        let there = systemd.merging([dropIn: FileStatus(kind: .file, mode: 0o644)]) { $1 }
        #expect(
            try problems(files: there, metricsFile: file, run: run).map(\.fix)
                == (isFound ? [["${EDITOR:-vi} \(dropIn)"]] : []))
    }

    /// The effect of the attributes, or of main.cf without them; one command sets ours and keeps the others.
    @Test(arguments: [
        ("unix:/run/postsms/milter.sock", "", ["milter: default_action is tempfail and not accept"]),
        ("unix:/run/postsms/milter.sock", "milter_default_action = accept", []),
        (
            "{ unix:/run/postsms/milter.sock, default_action = reject }", "",
            ["milter: default_action is tempfail"]
        ),
        (
            "{ unix:/run/postsms/milter.sock, default_action=accept }", "milter_protocol = 2",
            ["milter: protocol is 2 and not 6"]
        ),
        (
            "{ unix:/run/postsms/milter.sock default_action=accept content_timeout=40s }", "",
            ["milter: content_timeout is 40s, and smsgate_timeout 30s"]
        ),
        (
            "{ unix:/run/postsms/milter.sock default_action=accept }", "milter_content_timeout = 1m", []
        ),
        (
            "{ unix:/run/postsms/milter.sock default_action=accept }", "milter_content_timeout = soon",
            ["milter: content_timeout is soon"]
        ),
        (
            "\(part), inet:127.0.0.1:8891", "",
            ["milter: what inet:127.0.0.1:8891, after it, refuses or changes is an SMS already"]
        ),
    ])
    func anAttributeThatDoesHarmIsFound(milters: String, main: String, expected: [String]) throws {
        let found = try problems(milters, main: main)
        #expect(found.count == expected.count, "\(found)")
        for (finding, text) in zip(found, expected) { #expect(finding.text.hasPrefix(text)) }
        let others = milters.contains("8891") ? "inet:127.0.0.1:8891, " : ""
        for finding in found {
            #expect(finding.fix == ["postconf -e 'postsms_milters = \(others)\(part)'"])
        }
    }

    /// Above the longest smsgate_timeout, also as installed.
    @Test func thePartIsEnoughForTheLongestTimeout() throws {
        #expect(try problems(timeout: 240) == [])
    }

    @Test func othersAreKeptAsTheyAreWritten() throws {
        let found = try problems(
            "\(part), inet:127.0.0.1:8891", written: "\(part), $smtpd_milters")
        #expect(found.first?.fix == ["postconf -e 'postsms_milters = $smtpd_milters, \(part)'"])
    }

    @Test(arguments: [
        ("y", "2", true), ("n", "0", false), ("-", "0", true), ("-", "3.6", false),
    ])
    func aPortInAChrootDoesNotReachIt(chroot: String, level: String, isFound: Bool) throws {
        let found = try problems(
            main: "compatibility_level = \(level)",
            services: "\(service)\nsubmission inet n - \(chroot) - - smtpd",
            overrides:
                "submission/inet/smtpd_sasl_path = private/postsms-auth\nsubmission/inet/smtpd_milters = \(part)"
        )
        #expect(
            found
                == (isFound
                    ? [
                        .error(
                            "milter: port submission runs in a chroot, where /run/postsms/milter.sock is not",
                            fix: "postconf -F 'submission/inet/chroot=n'")
                    ] : []))
    }

    /// A path in the queue directory is visible from a chroot, too.
    @Test func aRelativePathIsInTheQueueDirectory() throws {
        let files = [
            "/var/spool/postfix/postsms/milter.sock": FileStatus(kind: .socket, owner: 100, mode: 0o600)
        ]
        let milter = part.replacing(path, with: "postsms/milter.sock")
        #expect(try problems(milter, files: files) == [])
        #expect(
            try problems(milter, files: [:]).map(\.text) == [
                "milter: it does not run, /var/spool/postfix/postsms/milter.sock is not there: mail goes to the queue unanswered"
            ])
    }
}

@Suite("What check says of the socket of postsms milter")
struct MilterSocketPointTests {
    private static let byHand =
        "setsid --fork setpriv --reuid postsms --regid postsms --clear-groups /x/postsms milter --socket /run/postsms/milter.sock < /dev/null > /dev/null 2>&1"
    private static let units = "postsms-milter.socket postsms-milter.service"

    @Test func oneThatIsNotThereIsStarted() throws {
        #expect(
            try problems(files: [:]).map(\.fix) == [
                ["install -d -o postsms -g postfix -m 2750 /run/postsms", Self.byHand]
            ])
        var files = systemd
        files[path] = nil
        #expect(
            try problems(files: files).map(\.fix) == [
                ["systemctl enable \(Self.units)", "systemctl restart \(Self.units)"]
            ])
    }

    @Test(arguments: [
        (
            MilterAnswer.refused("Connection refused"),
            "milter: it does not run, /run/postsms/milter.sock: Connection refused"
        ),
        (.silent, "milter: what listens at /run/postsms/milter.sock does not answer"),
        (
            .wrong,
            "milter: what listens at /run/postsms/milter.sock does not speak version 6 of the milter protocol"
        ),
    ])
    func oneThatDoesNotAnswerIsFound(answer: MilterAnswer, text: String) throws {
        let found = try problems(answer: answer)
        #expect(found.count == 1)
        #expect(found.first?.text.hasPrefix(text) == true)
        // The listening process is unknown, so it is not stopped.
        let byHand =
            answer == .refused("Connection refused")
            ? Self.byHand : "ss --listening --unix --processes src /run/postsms/milter.sock"
        #expect(found.first?.fix == [byHand])
        let unit = try problems(files: systemd, answer: answer)
        #expect(unit.first?.fix.last == "systemctl restart \(Self.units)")
    }

    @Test func theUnitMustStartWithTheMachine() throws {
        let asked = ["systemctl", "is-enabled", "postsms-milter.socket"]
        for (status, count) in [(Int32(0), 0), (1, 1)] {
            let found = try problems(
                files: systemd, run: { $0 == asked ? ProgramResult(status: status) : nil })
            #expect(found.map(\.fix) == Array(repeating: ["systemctl enable \(Self.units)"], count: count))
        }
    }

    /// Postfix's user gets what postsms or systemd made; the administrator decides about anything else.
    @Test(
        arguments: [
            (
                FileStatus(kind: .socket, owner: 999, group: 995, mode: 0o660),
                ["chgrp postfix \(path)", "chmod 0660 \(path)"]
            ),
            (FileStatus(kind: .socket, owner: 999, group: 100, mode: 0o660), nil),
            (
                FileStatus(kind: .socket, owner: 999, group: 100, mode: 0o666),
                ["chgrp postfix \(path)", "chmod 0660 \(path)"]
            ),
            (FileStatus(kind: .socket, owner: 100, group: 100, mode: 0o600), nil),
            (FileStatus(kind: .socket, owner: 1000, group: 100, mode: 0o666), ["ls -ld \(path)"]),
            (FileStatus(kind: .socket, owner: 0, group: 0, mode: 0o600), ["ls -ld \(path)"]),
            (FileStatus(kind: .file, mode: 0o600), ["ls -ld \(path)"]),
            (FileStatus(kind: .folder, mode: 0o755), ["ls -ld \(path)"]),
        ] as [(FileStatus, [String]?)])
    func isReachedByPostfixOnly(status: FileStatus, fix: [String]?) throws {
        var files = usualFiles
        files[path] = status
        #expect(try problems(files: files).map(\.fix) == (fix.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            (FileStatus(kind: .folder, owner: 999, group: 100, mode: 0o2750), nil),
            (
                FileStatus(kind: .folder, owner: 999, group: 995, mode: 0o750),
                ["chgrp postfix /run/postsms", "chmod 2750 /run/postsms"]
            ),
            (FileStatus(kind: .folder, owner: 0, group: 0, mode: 0o700), ["ls -ld /run/postsms"]),
            (FileStatus(kind: .folder, owner: 1000, group: 0, mode: 0o755), ["ls -ld /run/postsms"]),
            (FileStatus(kind: .folder, owner: 0, group: 0, mode: 0o777), ["chmod go-w /run/postsms"]),
        ] as [(FileStatus, [String]?)])
    func standsInAFolderThatPostfixCanPass(status: FileStatus, fix: [String]?) throws {
        var files = usualFiles
        files["/run/postsms"] = status
        #expect(try problems(files: files).map(\.fix) == (fix.map { [$0] } ?? []))
    }
}

@Suite("The greeting of a milter")
struct MilterGreetingTests {
    @Test func isWhatPostfixSays() {
        #expect(
            MilterGreeting.request
                == [0, 0, 0, 13, 0x4F, 0, 0, 0, 6, 0, 0, 1, 0xFF, 0, 0x1F, 0xFF, 0xFF])
        #expect(MilterGreeting.farewell == [0, 0, 0, 1, 0x51])
    }

    private static let good: [UInt8] = [0, 0, 0, 13, 0x4F, 0, 0, 0, 6, 0, 0, 1, 0, 0, 0x0F, 0xF0, 0x80]
    /// With a list of macros for the end of the message.
    private static let withMacros: [UInt8] =
        [0, 0, 0, 19] + good.dropFirst(4) + [0, 0, 0, 5, 0x69, 0]

    @Test(arguments: [good, withMacros])
    func isAnsweredOnceTheAnswerIsWhole(answer: [UInt8]) {
        for count in answer.indices { #expect(MilterGreeting.answer(Array(answer.prefix(count))) == nil) }
        #expect(MilterGreeting.answer(answer) == .answers)
        // Bytes after it are another packet.
        #expect(MilterGreeting.answer(answer + [0]) == .answers)
    }

    @Test(
        arguments: [
            // Version 2; actions and steps that were not offered.
            [0, 0, 0, 13, 0x4F, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 13, 0x4F, 0, 0, 0, 6, 0, 0, 2, 0, 0, 0, 0, 0],
            [0, 0, 0, 13, 0x4F, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0x20, 0, 0],
            // Another packet; too short; far too long; another protocol.
            [0, 0, 0, 13, 0x63, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 5, 0x4F, 0, 0, 0, 6], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF],
            Array("220 mx.example.com ESMTP\r\n".utf8), Array("VERSION\t1\t1\n".utf8),
        ] as [[UInt8]])
    func isNotAnsweredByAnythingElse(answer: [UInt8]) {
        #expect(MilterGreeting.answer(answer) == .wrong)
    }
}
