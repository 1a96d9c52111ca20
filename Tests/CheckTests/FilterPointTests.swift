import Check
import Configuration
import Foundation
import Testing

@Suite("What check says of submission services with a content filter")
struct FilterPointTests {
    private static let services = """
        postsms unix - n n - 20 pipe user=postsms argv=/x/postsms pipe
        submission inet n - y - - smtpd
        127.0.0.1:10025 inet n - y - - smtpd
        smtp inet n - y - - smtpd
        """
    private static let login = "submission/inet/smtpd_sasl_auth_enable = yes\n"
    private static let filter = "submission/inet/content_filter = amavis:[127.0.0.1]:10024\n"
    private static let bypass =
        "\npostsms-bypass unix - n n - 0 spawn user=nobody argv=/bin/sh /etc/postfix/postsms_bypass "
    private static let policy =
        "submission/inet/smtpd_relay_restrictions = check_policy_service,unix:private/postsms-bypass,reject\n"

    private func problems(
        _ overrides: String, _ parameters: String = "", services: String = FilterPointTests.services,
        script: FileStatus? = nil, tables: [String: [String: String]] = [:],
        _ change: (inout Configuration) -> Void = { _ in }
    ) throws -> [Finding] {
        var configuration = Configuration()
        change(&configuration)
        return try findings(
            configuration, .fake(parameters, services: services, overrides: overrides),
            .fake(files: script.map { ["/etc/postfix/postsms_bypass": $0] } ?? [:], tables: tables)
        ).problems("port submission: ")
    }

    @Test(arguments: [
        login + filter, login, filter, "submission/inet/smtpd_proxy_filter = 127.0.0.1:10024\n" + login,
        "submission/inet/content_filter = postsms:\n" + login,
    ])
    func concernServicesWithLoginAndFilter(overrides: String) throws {
        let isConcerned = overrides.contains("auth") && overrides.contains("127.0.0.1")
        #expect(try problems(overrides).map(\.level) == (isConcerned ? [.error] : []))
    }

    @Test func concernTheFilterOfMainCF() throws {
        let others = "127.0.0.1:10025/inet/content_filter = \n"
        let found = try problems(
            Self.login + others, "content_filter = amavis:[127.0.0.1]:10024\nsmtpd_sasl_auth_enable = no")
        #expect(found.count == 1)
        #expect(found.first?.text.hasPrefix("port submission: content_filter is amavis:") == true)
    }

    /// Those who can send elsewhere are warned.
    @Test func areErrorsWhereUsersAreToSendThere() throws {
        let ours = Self.services + "\nsubmissions inet n - y - - smtpd"
        let overrides =
            Self.login + Self.filter + "submissions/inet/smtpd_sasl_path = private/postsms-auth\n"
        #expect(try problems(overrides, services: ours).map(\.level) == [.warning])
        #expect(try problems(overrides, services: ours) { $0.sharedUser = "alice" }.map(\.level) == [.error])
        let atCost = try problems(Self.login + Self.filter) { $0.defaultUser = "alice" }
        #expect(atCost.map(\.level) == [.warning])
        #expect(atCost.first?.text.hasSuffix("mail for SMS goes at the cost of alice") == true)
    }

    @Test(
        arguments: [
            ("postsms smtp.sms-gate.app", []), ("postsms sms.example.com", [Finding.Level.error]),
            ("other smtp.sms-gate.app", [.error]), ("postsms", [.error]),
        ] as [(String, [Finding.Level])])
    func endWithABypassForTheDomains(arguments: String, levels: [Finding.Level]) throws {
        let found = try problems(
            Self.login + Self.filter + Self.policy, services: Self.services + Self.bypass + arguments,
            script: FileStatus(kind: .file, mode: 0o644))
        #expect(found.map(\.level) == levels)
        #expect(
            found.allSatisfy {
                $0.fix == [
                    "postconf -F 'postsms-bypass/unix/command=spawn user=nobody argv=/bin/sh /etc/postfix/postsms_bypass postsms smtp.sms-gate.app'"
                ]
            })
        // A bypass that the service does not use.
        #expect(
            try problems(Self.login + Self.filter, services: Self.services + Self.bypass + arguments).count
                == 1)
    }

    @Test(arguments: ["+12025550123@smtp.sms-gate.app", "smtp.sms-gate.app"])
    func includeAFilterActionThatTakesOtherRecipientsToo(key: String) throws {
        let overrides =
            Self.login + Self.filter
            + "submission/inet/smtpd_recipient_restrictions = check_recipient_access,t:a,permit_sasl_authenticated,reject\n"
        let found = try problems(overrides, tables: ["t:a": [key: "FILTER postsms:"]])
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.text.contains("t:a sends whole mails to postsms") == true)
        #expect(try problems(overrides, tables: ["t:a": [key: "FILTER smtp:x"]]).map(\.level) == [.error])
    }

    @Test(arguments: [
        (
            "permit_sasl_authenticated, reject",
            [
                "postconf -P 'submission/inet/smtpd_relay_restrictions=check_policy_service,unix:private/postsms-bypass,permit_sasl_authenticated,reject'"
            ]
        ),
        (
            "",
            [
                "postconf -P 'submission/inet/smtpd_relay_restrictions=check_policy_service,unix:private/postsms-bypass'"
            ]
        ),
        (
            "check_client_access inline:{ a=b }, reject",
            [
                "postconf -e 'postsms_bypass_restrictions = check_policy_service, unix:private/postsms-bypass, check_client_access, inline:{ a=b }, reject'",
                "postconf -P 'submission/inet/smtpd_relay_restrictions=$postsms_bypass_restrictions'",
            ]
        ),
    ])
    func areFixedByARestrictionBeforeTheOthers(restrictions: String, last: [String]) throws {
        let found = try problems(
            Self.login + Self.filter, "smtpd_relay_restrictions = \(restrictions)")
        #expect(found.first?.fix.suffix(last.count) == last[...])
        #expect(found.first?.fix.first?.hasSuffix(" > /etc/postfix/postsms_bypass") == true)
    }

    /// Then all mail of the service is refused with 451.
    @Test(arguments: [
        nil, FileStatus(kind: .file, mode: 0o600), FileStatus(kind: .folder, mode: 0o755),
    ])
    func includeAProgramThatCannotBeRead(script: FileStatus?) throws {
        let found = try problems(
            Self.login + Self.filter + Self.policy,
            services: Self.services + Self.bypass + "postsms smtp.sms-gate.app", script: script)
        #expect(found.map(\.level) == [.error])
        #expect(found.first?.fix == ["ls -l /etc/postfix/postsms_bypass"])
    }

    @Test func includeAProgramThatOthersCanChange() throws {
        let found = try problems(
            Self.login + Self.filter + Self.policy,
            services: Self.services + Self.bypass + "postsms smtp.sms-gate.app",
            script: FileStatus(kind: .file, mode: 0o666))
        #expect(found.map(\.fix) == [["chmod o-w /etc/postfix/postsms_bypass"]])
    }

    /// smtpd(8) does not ask a policy service behind a restriction that permits.
    @Test(arguments: [
        ("permit_sasl_authenticated,", 1), ("permit_mynetworks,", 1), ("reject_non_fqdn_sender,", 0),
    ])
    func includeABypassThatIsNotReached(before: String, count: Int) throws {
        let found = try problems(
            Self.login + Self.filter + Self.policy.replacing("check_policy", with: before + "check_policy"),
            services: Self.services + Self.bypass + "postsms smtp.sms-gate.app",
            script: FileStatus(kind: .file, mode: 0o644))
        #expect(found.count == count)
        #expect(found.allSatisfy { $0.text.contains("content_filter is amavis:") })
    }

    /// With or without a filter.
    @Test(arguments: [login, login + filter])
    func includeNamesOfTwoKinds(overrides: String) throws {
        let without = try problems(overrides).count
        let found = try problems(overrides) { $0.smsgateLogin = true }
        #expect(found.count == without + 1 && found.first?.level == .error)
        #expect(
            found.first?.text.contains("a user of SMSGate with the same name gets their messages") == true)
    }

    /// For the service of Debian's master.cf.
    @Test func areFixedByTheCommandsOfTheGuide() throws {
        let overrides =
            Self.login + Self.filter
            + "submission/inet/smtpd_relay_restrictions = permit_sasl_authenticated,reject\n"
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let guide = try String(contentsOf: root.appending(path: "postfix/operation.md"), encoding: .utf8)
        let commands = try #require(try problems(overrides).first).fix.dropFirst(2)
        #expect(commands.count == 3)
        let lines = commands.map { "    \($0)\n" }.joined()
        #expect(guide.contains(lines.replacing("smtp.sms-gate.app", with: "sms.example.com")))
    }
}
