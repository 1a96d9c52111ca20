import Foundation
import Testing

/// Login on both ports, command by command.
@Suite(.serialized) struct LoginTests {
    private struct Reply {
        let milliseconds: Int
        let line: Substring
    }

    /// The replies to `commands`, the last line of each.
    private func replies(
        of gateway: Gateway, tls: Bool, to commands: [String]
    ) async throws -> [Reply] {
        let port = tls ? gateway.submissionsPort : gateway.submissionPort
        let certificate = tls ? gateway.folder + "/cert.pem" : ""
        let result = try await command(
            "python3", [Project.root + "Tests/EndToEndTests/Clients/smtp_commands.py"],
            input: "\(port)\n\(certificate)\n" + commands.joined(separator: "\n") + "\n")
        #expect(result.status == 0, "\(result.errors)")
        let replies = try result.output.split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1)
            try #require(halves.count == 2)
            return Reply(milliseconds: try #require(Int(halves[0])), line: halves[1])
        }
        // The first is EHLO's.
        return Array(replies.dropFirst())
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    private static let right = "235 2.7.0 Authentication successful"
    private static let wrong = "535 5.7.8 Error: authentication failed: Authentication failed"
    private static let notOffered = "535 5.7.8 Error: authentication failed: Invalid authentication mechanism"

    /// Postfix 3.10 names the mechanism behind it.
    private static func withoutName(_ line: Substring) -> Substring {
        line.hasPrefix(notOffered) ? Substring(notOffered) : line
    }

    private static let name = "334 VXNlcm5hbWU6"
    private static let password = "334 UGFzc3dvcmQ6"

    private static let dialogues: [([String], [String])] = [
        (["AUTH LOGIN", base64("alice"), base64("correct horse")], [name, password, right]),
        (["AUTH LOGIN \(base64("alice"))", base64("correct horse")], [password, right]),
        (["auth login \(base64("ALICE "))", base64("correct horse")], [password, right]),
        (["AUTH LOGIN", base64("alice"), base64("correct")], [name, password, wrong]),
        (["AUTH LOGIN \(base64("nobody"))", base64("correct horse")], [password, wrong]),
        (["AUTH LOGIN", base64("alice\tuser=bob"), "NOOP"], [name, wrong, "250 2.0.0 Ok"]),
        (
            ["AUTH LOGIN", base64("alice"), "*", "AUTH LOGIN", base64("alice"), base64("correct horse")],
            [name, password, "501 5.7.0 Authentication aborted", name, password, right]
        ),
        (["AUTH PLAIN \(base64("\0alice\0correct horse"))"], [right]),
        (["AUTH PLAIN", base64("\0Alice\0correct horse")], ["334 ", right]),
        (["AUTH CRAM-MD5"], [notOffered]),
        (["AUTH XOAUTH2 \(base64("x"))"], [notOffered]),
    ]

    @Test(arguments: [false, true])
    func goesAsWritten(tls: Bool) async throws {
        try await withGateway { gateway in
            for (commands, expected) in Self.dialogues {
                let replies = try await replies(of: gateway, tls: tls, to: commands)
                // smtpd's 334 without text is "334 ", whose space the client drops.
                #expect(
                    replies.map { Self.withoutName($0.line) }
                        == expected.map { $0 == "334 " ? "334" : Substring($0) },
                    "\(commands)")
            }
        }
    }

    /// Any failed login is answered two seconds after its request: this slows down guessing, and the time
    /// does not show the reason. Nothing more is checked, since a machine may be slow.
    @Test(arguments: [false, true])
    func isSlowWhenItFails(tls: Bool) async throws {
        try await withGateway { gateway in
            let failures = [
                ["AUTH PLAIN \(Self.base64("\0alice\0wrong"))"],
                ["AUTH PLAIN \(Self.base64("\0nobody\0wrong"))"],
                ["AUTH PLAIN \(Self.base64("alice"))"],
                ["AUTH LOGIN", Self.base64("bob"), Self.base64("wrong")],
                ["AUTH LOGIN \(Self.base64("\0"))"],
            ]
            for commands in failures {
                let reply = try #require(try await replies(of: gateway, tls: tls, to: commands).last)
                #expect(reply.line == Self.wrong)
                #expect(reply.milliseconds >= 2000, "\(commands)")
            }
            try gateway.setCredentials("no colon in this line")
            let reply = try #require(try await replies(of: gateway, tls: tls, to: failures[0]).last)
            #expect(reply.line.hasPrefix("454 4.7.0 "))
            #expect(reply.milliseconds >= 2000)
        }
    }

    /// Clients that repeatedly give up after the user name do not affect the next one of the same smtpd.
    @Test func isNotHinderedByClientsThatGiveUp() async throws {
        try await withGateway { gateway in
            let login = ["AUTH LOGIN", Self.base64("alice")]
            for _ in 1...2 {
                let givenUp = try await replies(
                    of: gateway, tls: false, to: (1...9).flatMap { _ in login + ["*"] })
                #expect(givenUp.last?.line == "501 5.7.0 Authentication aborted")
            }
            let replies = try await replies(
                of: gateway, tls: false, to: login + [Self.base64("correct horse")])
            #expect(replies.last?.line == Substring(Self.right))
        }
    }

    /// The user's account sends with the user's options, whatever spelling the client uses.
    @Test func isTheUsersInAnySpelling() async throws {
        try await withGateway { gateway in
            try gateway.setCredentials("Alice:correct horse:::::: sms_device_id=phone-2\nbob:x")
            for user in ["alice", "ALICE", "aLiCe "] {
                let result = try await gateway.curl(
                    "Subject: x\n\nHello \(user)\n", login: "\(user):correct horse")
                #expect(result.status == 0, "\(result.errors)")
            }
            _ = try await gateway.status(after: 3)
            #expect(gateway.log.matches(of: /sasl_username=Alice\n/).count == 3)
            let messages = try gateway.gate.messages()
            #expect(messages.map(\.user) == ["alice", "alice", "alice"])
            #expect(messages.map(\.deviceId) == ["phone-2", "phone-2", "phone-2"])
        }
    }

    @Test(arguments: [("LOGIN", "LOGIN"), ("plain", "PLAIN"), ("LOGIN, PLAIN", "LOGIN PLAIN")])
    func isByTheMechanismsOfTheConfiguration(value: String, offered: String) async throws {
        try await withGateway(configuration: "auth_mechanisms = \(value)\n") { gateway in
            for tls in [false, true] {
                let result = try await gateway.curl("Subject: x\n\nHello\n", tls: tls)
                #expect(result.errors.contains("AUTH \(offered)\n"), "\(result.errors)")
                #expect(result.errors.contains("< \(Self.right)"))
            }
            // smtplib uses the best offered mechanism.
            let python = try await command(
                "python3", [Project.root + "Tests/EndToEndTests/Clients/two_mails.py"],
                input: "\(gateway.submissionPort)\n\(gateway.folder)/cert.pem\nalice\ncorrect horse\n")
            #expect(python.status == 0, "\(python.errors)")
            let message = Self.base64("\0alice\0correct horse")
            let plain = try await replies(of: gateway, tls: false, to: ["AUTH PLAIN \(message)"])
            #expect(
                plain.map { Self.withoutName($0.line) } == [
                    Substring(offered.contains("PLAIN") ? Self.right : Self.notOffered)
                ])
        }
    }

    /// With a broken configuration the port stays up, and both mechanisms are offered.
    @Test func isTriedLaterWhileTheConfigurationIsBroken() async throws {
        try await withGateway(configuration: "auth_mechanisms = CRAM-MD5\n") { gateway in
            let result = try await gateway.curl("Subject: x\n\nHello\n")
            #expect(result.errors.contains("AUTH PLAIN LOGIN\n"))
            #expect(result.errors.contains("< 454 4.7.0 "))
        }
    }
}
