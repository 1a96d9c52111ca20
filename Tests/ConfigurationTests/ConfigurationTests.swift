import Configuration
import Files
import Foundation
import Glibc
import Protocols
import SMSGate
import TemporaryFile
import Testing

/// Wrong configurations: the error of each `BadConfigurations/NAME.cf` is in `NAME.expected`, with `FILE` for
/// its path.
@Suite("A bad configuration")
struct BadConfigurationTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("BadConfigurations")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".cf") }.map { String($0.dropLast(3)) }.sorted()
    }()

    @Test(arguments: names)
    func givesTheErrorBesideIt(name: String) throws {
        let file = Self.folder.appendingPathComponent(name + ".cf").path
        let expected = try String(
            contentsOf: Self.folder.appendingPathComponent(name + ".expected"), encoding: .utf8)
        let error = try #require(throws: ConfigurationError.self) {
            try Configuration.load(file: file, overrides: [])
        }
        #expect(error.description.replacingOccurrences(of: file, with: "FILE") + "\n" == expected)
        #expect(!error.description.contains("hunter2"))
    }

    @Test func isFoundInItsFolder() {
        #expect(Self.names.count >= 50)
    }

    @Test(arguments: [
        ("/nonexistent/postsms.cf", "cannot be read: No such file or directory"),
        ("/etc/passwd/postsms.cf", "cannot be read: Not a directory"),
        ("/etc", "is not a regular file"), ("/dev/zero", "is not a regular file"),
        ("", "cannot be read: No such file or directory"),
    ])
    func isAFileThatIsNone(path: String, what: String) {
        #expect(throws: ConfigurationError("\(path): \(what)")) {
            try Configuration.load(file: path, overrides: [])
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func mayNotBeRead() throws {
        try withTemporaryFile([], mode: 0) { path in
            #expect(throws: ConfigurationError("\(path): cannot be read: Permission denied")) {
                try Configuration.load(file: path, overrides: [])
            }
        }
    }

    @Test func isTooLong() throws {
        try withTemporaryFile(repeatElement(UInt8(ascii: "#"), count: (1 << 20) + 1)) { path in
            #expect(throws: ConfigurationError("\(path): is longer than 1048576 bytes")) {
                try Configuration.load(file: path, overrides: [])
            }
        }
    }

    @Test(arguments: [
        ("max_segments", #"-o max_segments: expected "name=value""#),
        ("", #"-o : expected "name=value""#),
        ("=1", #"-o =1: expected "name=value""#),
        ("segments=1", "-o: unknown parameter: segments"),
        ("max_segments=x", #"-o: max_segments: bad value "x": expected a number from 0 to 255"#),
    ])
    func isAnOverride(override: String, expected: String) throws {
        try withTemporaryFile([]) { path in
            #expect(throws: ConfigurationError(expected)) {
                try Configuration.load(file: path, overrides: ["priority=1", override])
            }
        }
    }
}

@Suite("A good configuration")
struct GoodConfigurationTests {
    private func load(_ text: String, _ overrides: [String] = []) throws -> Configuration {
        try withTemporaryFile(text.utf8) { try Configuration.load(file: $0, overrides: overrides) }
    }

    @Test(arguments: ["", "\n\n", "# subject = prefix\n", "  # indented\n", "#", " \t\n"])
    func thatSaysNothingMeansTheDefaults(text: String) throws {
        let configuration = try load(text)
        #expect(
            configuration.endpoint
                == Endpoint(
                    url: "https://api.sms-gate.app/3rdparty/v1", timeout: 30, connectTimeout: 10, caFile: nil)
        )
        #expect(configuration.recipientDomains == ["smtp.sms-gate.app"])
        #expect(configuration.credentialsFile == "/etc/postfix/postsms_credentials")
        #expect(configuration.authMechanisms == [.plain, .login])
        #expect(configuration.defaultUser == nil)
        #expect(configuration.statusPolicy == .bridge)
        #expect(configuration.subject == .ignore)
        #expect(configuration.options == MessageOptions())
    }

    @Test(arguments: ["\n", "\r\n"])
    func isReadAsAWhole(lineEnd: String) throws {
        let text = """
            # A comment.
            smsgate_url = https://sms.example:8443/api/3rdparty/v1/
            smsgate_timeout=2m
            \u{20}# A comment between the lines of a parameter.
            smsgate_connect_timeout\t=\t5
            smsgate_ca_file = /etc/ssl/sms gateway.pem

            recipient_domain = SMS.Example,

            # An empty line and a comment do not end a parameter.
            \tb.example
               c.example,d.example
            credentials_file = /etc/postfix/key=value
            auth_mechanisms = LOGIN
            default_user = alice
            status_policy = precise
            when_unavailable = queue
            skip_phone_validation = yes
            subject = fallback
            max_segments = 0
            long_message = reject
            transliterate = full
            device_id = 123456789012345678901
            sim_number = 3
            priority = -128
            message_ttl = 1w
            delivery_report = no
            device_active_within = 3601s
            """
        let configuration = try load(text.replacingOccurrences(of: "\n", with: lineEnd))
        #expect(
            configuration.endpoint
                == Endpoint(
                    url: "https://sms.example:8443/api/3rdparty/v1", timeout: 120, connectTimeout: 5,
                    caFile: "/etc/ssl/sms gateway.pem"))
        #expect(configuration.recipientDomains == ["sms.example", "b.example", "c.example", "d.example"])
        #expect(configuration.credentialsFile == "/etc/postfix/key=value")
        #expect(configuration.authMechanisms == [.login])
        #expect(configuration.defaultUser == "alice")
        #expect(configuration.statusPolicy == .precise)
        #expect(configuration.whenUnavailable == .queue)
        #expect(configuration.subject == .fallback)
        var options = MessageOptions()
        options.skipPhoneValidation = true
        options.deviceID = "123456789012345678901"
        options.simNumber = 3
        options.priority = -128
        options.timeToLive = 604_800
        options.withDeliveryReport = false
        options.deviceActiveWithin = 2
        #expect(configuration.options == options)
    }

    @Test func leavesOptionalParametersEmpty() throws {
        let text = """
            smsgate_ca_file =
            default_user =
            device_id =
            sim_number =
            priority =
            message_ttl =
            delivery_report =
            device_active_within =
            """
        let configuration = try load(text)
        #expect(configuration.endpoint.caFile == nil)
        #expect(configuration.defaultUser == nil)
        #expect(configuration.options == MessageOptions())
    }

    @Test(arguments: [
        ("5", 5), ("5s", 5), ("90s", 90), ("5m", 300), ("1h", 3600), ("2d", 172_800), ("1w", 604_800),
        ("0060", 60),
    ])
    func hasTimesWithUnits(value: String, seconds: Int) throws {
        #expect(try load("message_ttl = \(value)").options.timeToLive == seconds)
    }

    @Test(
        arguments: [
            ("PLAIN", [.plain]), ("login", [.login]), ("PLAIN LOGIN", [.plain, .login]),
            ("Login,plain", [.login, .plain]), ("LOGIN, LOGIN,\tPLAIN, login,", [.login, .plain]),
        ] as [(String, [SASLMechanism])])
    func hasMechanismsInAnyCaseAndOrder(value: String, mechanisms: [SASLMechanism]) throws {
        #expect(try load("auth_mechanisms = \(value)").authMechanisms == mechanisms)
    }

    @Test(arguments: [("1", 1), ("1h", 1), ("3600s", 1), ("3601", 2), ("1d", 24), ("365d", 8760)])
    func hasHoursRoundedUp(value: String, hours: Int) throws {
        #expect(try load("device_active_within = \(value)").options.deviceActiveWithin == hours)
    }

    @Test func isBeatenByOverridesOfWhichTheLastCounts() throws {
        let configuration = try load(
            "priority = 1\nsim_number = 1\nsubject = prefix\n",
            ["priority=2", "sim_number = 2", "priority=3", "subject=ignore", "default_user=a=b"])
        #expect(configuration.options.priority == 3)
        #expect(configuration.options.simNumber == 2)
        #expect(configuration.subject == .ignore)
        #expect(configuration.defaultUser == "a=b")
    }

    /// At a time when the file has just changed, and much later.
    @Test(arguments: [0, Int.max])
    func isReadAgainWhenItsFileHasChanged(now: Int) throws {
        try withTemporaryFile("default_user = alice\n".utf8) { path in
            var configuration = CurrentConfiguration(file: path, overrides: ["subject=prefix"])
            for _ in 1...2 {
                let user = try configuration.value(now: now).defaultUser
                #expect(user == "alice")
            }
            func write(_ text: String) throws {
                try text.write(toFile: path, atomically: false, encoding: .utf8)
            }
            try write("default_user = al\nnonsense\n")
            for _ in 1...2 {
                #expect(throws: ConfigurationError.self) { try configuration.value(now: now) }
            }
            try write("default_user = bob\n")
            let changed = try configuration.value(now: now)
            #expect(changed.defaultUser == "bob")
            #expect(changed.subject == .prefix)
        }
    }
}
