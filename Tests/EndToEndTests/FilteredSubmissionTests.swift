import Foundation
import Testing

/// Users who log in at Dovecot on a submission service with a content filter, which returns mail without their name.
@Suite(.serialized) struct FilteredSubmissionTests {
    private static let number = Gateway.recipient
    private static let mailbox = FilteredSubmission.mailbox
    private static let complaint = "a filter drops the user's name: mail for SMS comes back with 530"

    /// The user dave has an account of his own, and the others send with alice's.
    private static let map = """
        alice:correct horse
        dave@example.org:{CRYPT}$y$j9T$saltsaltsalt$nNDsycEBP37XRiK/Qx62iZ4Jbzj3gHJ2kMaWwdseEp/:::::: sms_user=username sms_password=password
        """

    /// Runs `body` after the commands that check prints.
    private func withBypass(
        settings: [String] = [], options: [String] = [], _ body: (FilteredSubmission) async throws -> Void
    ) async throws {
        try await withFilteredSubmission(
            configuration: "shared_user = alice\n", settings: settings, options: options
        ) { site in
            try site.gateway.setCredentials(Self.map)
            try await mend(site)
            try await body(site)
        }
    }

    private func mend(_ site: FilteredSubmission) async throws {
        try await site.instance.mend(try await site.instance.check([]), input: "")
        #expect(try await site.instance.check([]).problems == [])
    }

    @Test func withoutABypassTheirMailComesBackAndCheckSaysSo() async throws {
        try await withFilteredSubmission(configuration: "shared_user = alice\n") { site in
            let report = try await site.instance.check([])
            let found = report.problems.filter { $0.contains(Self.complaint) }
            #expect(found.count == 1)
            #expect(
                found.first?.hasPrefix("error    port 127.0.0.1:\(site.port): content_filter is ") == true)
            #expect(report.status == 1)
            #expect(try await site.send("Hello", to: [Self.number]).status == 0)
            let bounces = try await site.bounces(after: 1)
            #expect(bounces.first?.contains("530 Authentication required") == true, "\(bounces)")
            #expect(try site.gateway.gate.messages() == [])
        }
    }

    @Test func mailForSMSBypassesTheFilterAndOtherMailDoesNot() async throws {
        try await withBypass { site in
            for user in FilteredSubmission.users {
                let second = "+12025550124@SMTP.SMS-gate.app"
                let result = try await site.send("From \(user)", to: [Self.number, second], as: user)
                #expect(result.status == 0, "\(result.errors)")
            }
            _ = try await site.gateway.status(after: 4)
            let messages = try site.gateway.gate.messages()
            #expect(Set(messages.map { $0.phoneNumbers[0] }) == ["+12025550123", "+12025550124"])
            #expect(
                Set(messages.map { "\($0.user): \($0.textMessage.text)" }) == [
                    "alice: From erin@example.org", "username: From Dave@example.org",
                ])

            let result = try await site.send("For people", to: [Self.mailbox, "erin@example.org"])
            #expect(result.status == 0, "\(result.errors)")
            // One delivery for both.
            let mail = try await site.mails(after: 1)[0]
            #expect(mail.contains("X-Filter: seen") && mail.contains("For people"))
            try await site.gateway.waitUntilEmpty()
            #expect(site.gateway.log.matches(of: /relay=keep-mail, .*status=sent/).count == 2)
            #expect(try site.gateway.gate.messages().count == 4)
        }
    }

    /// FILTER takes all recipients of a mail. A client is told of those who get nothing.
    @Test(arguments: [[number, mailbox], [mailbox, number]])
    func aMailForBothIsRefusedForOneWhileTheClientWaits(recipients: [String]) async throws {
        try await withBypass { site in
            for text in ["One", "Two"] {
                let result = try await site.send(text, to: recipients + recipients)
                let refused =
                    "< 452 4.5.3 <\(recipients[1])>: Recipient address rejected: Send SMS and other mail"
                #expect(result.errors.matches(of: /< 452 4\.5\.3/).count == 2, "\(result.errors)")
                #expect(result.errors.contains(refused), "\(result.errors)")
            }
            if recipients[0] == Self.number {
                _ = try await site.gateway.status(after: 2)
                #expect(try site.gateway.gate.texts() == ["One", "Two"])
                #expect(site.gateway.notices.isEmpty)
            } else {
                #expect(try await site.mails(after: 2).allSatisfy { $0.contains("X-Filter: seen") })
                #expect(try site.gateway.gate.messages() == [])
            }
        }
    }

    /// RFC 5321, section 4.5.3.1.10: after a 452, a server sends the others in a mail of their own.
    @Test func aServerSendsAMailForBothToBoth() async throws {
        try await withBypass { site in
            let folder = site.gateway.gate.folder
            let settings = """
                relayhost = [127.0.0.1]:\(site.port)
                smtp_sasl_auth_enable = yes
                smtp_sasl_password_maps = static:\(FilteredSubmission.users[0]):\(FilteredSubmission.password)
                smtp_sasl_security_options = noanonymous

                """
            try settings.write(toFile: folder + "/relay.cf", atomically: false, encoding: .utf8)
            try await withRelay(settings: folder + "/relay.cf", in: folder + "/relay") { relay in
                let result = try await command(
                    "sendmail",
                    ["-C", relay.folder + "/etc", "-f", "erin@example.org", Self.number, Self.mailbox],
                    input: "Subject: x\n\nFor both\n")
                #expect(result.status == 0, "\(result.errors)")
                _ = try await eventually("both have it: \(relay.log)") {
                    try await relay.flush()
                    let texts = try site.gateway.gate.texts()
                    return texts.isEmpty || site.gateway.notices.isEmpty ? nil : true
                }
                try await relay.waitUntilEmpty()
            }
            #expect(try site.gateway.gate.texts() == ["For both"])
            let mails = site.gateway.notices
            #expect(mails.count == 1 && mails[0].contains("X-Filter: seen"), "\(mails)")
        }
    }

    @Test func aWrongPasswordIsRefusedByDovecot() async throws {
        try await withBypass { site in
            let result = try await site.send("Hello", to: [Self.number], password: "correct horse")
            #expect(result.errors.contains("< 535 5.7.8 "), "\(result.errors)")
            #expect(try site.gateway.gate.messages() == [])
        }
    }

    /// Filter and restrictions may be those of main.cf, and a list may hold text in braces.
    @Test func theSettingsMayBeInMainCF() async throws {
        try await withFilteredSubmission(configuration: "shared_user = alice\n") { site in
            try site.gateway.setCredentials(Self.map)
            let restrictions =
                "permit_sasl_authenticated, check_client_access inline:{ { 192.0.2.1 = OK } }, reject"
            try await site.instance.shell(
                """
                F=$(postconf -c $E -hP \(site.service)/content_filter)
                postconf -c $E -e "content_filter=$F" 'smtpd_relay_restrictions=\(restrictions)'
                postconf -c $E -PX \(site.service)/content_filter \(site.service)/smtpd_relay_restrictions
                """)
            try await mend(site)
            #expect(try await site.send("Hello", to: [Self.number]).status == 0)
            _ = try await site.gateway.status(after: 1)
            #expect(try site.gateway.gate.texts() == ["Hello"])
            #expect(try await site.send("Hello", to: [Self.mailbox]).status == 0)
            #expect(try await site.mails(after: 1)[0].contains("X-Filter: seen"))
        }
    }

    /// What is not known then is refused for now, and so is other mail: none of it comes back.
    @Test func withoutThePolicyServiceMailWaitsAtTheClient() async throws {
        try await withBypass { site in
            try await site.instance.shell("rm $E/postsms_bypass")
            try await site.gateway.reload()
            for recipient in [Self.number, Self.mailbox] {
                let result = try await site.send("Hello", to: [recipient])
                #expect(result.errors.contains("< 451 4.3.5 "), "\(result.errors)")
            }
        }
    }
}
