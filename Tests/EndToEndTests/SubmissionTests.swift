import Foundation
import Testing

/// The immediate answers to a client that submits mail.
@Suite(.serialized) struct SubmissionTests {
    private static let mail = "Subject: Test\n\nHello\n"

    @Test func bothPortsOfferPlainAndLogin() async throws {
        try await withGateway { gateway in
            for tls in [false, true] {
                let result = try await gateway.curl(Self.mail, tls: tls)
                #expect(result.errors.contains("< 235 2.7.0 Authentication successful"))
                #expect(result.errors.contains(/< 250[- ]AUTH PLAIN LOGIN\n/))
                #expect(result.errors.contains("STARTTLS") == !tls)
                #expect(result.errors.contains(/< 250[- ]SIZE 10240000\n/))
            }
        }
    }

    @Test(arguments: [
        ("alice:wrong", "535 5.7.8 Error: authentication failed: Authentication failed"),
        ("nobody:correct horse", "535 5.7.8 Error: authentication failed: Authentication failed"),
    ])
    func aWrongLoginIsRefused(login: String, reply: String) async throws {
        try await withGateway { gateway in
            let result = try await gateway.curl(Self.mail, login: login)
            #expect(result.errors.contains("< \(reply)\n"), "\(result.errors)")
            #expect(result.status != 0)
        }
    }

    @Test func aPasswordMayHoldAnyBytes() async throws {
        try await withGateway { gateway in
            let result = try await gateway.curl(Self.mail, login: "bob:battery\u{7f}st\u{e4}ple")
            #expect(result.status == 0, "\(result.errors)")
            let line = try await gateway.status(after: 1)[0]
            #expect(line.contains("dsn=2.0.0, status=sent"))
            #expect(try gateway.gate.messages().map(\.user) == ["bob"])
        }
    }

    /// Nobody may send without AUTH, or to another domain.
    @Test(
        arguments: [
            (nil, "+12025550123@smtp.sms-gate.app", "530 5.7.0 ", "Authentication required"),
            (nil, "somebody@example.com", "530 5.7.0 ", "Authentication required"),
            ("alice:correct horse", "somebody@example.com", "550 5.1.2 ", "Invalid recipient domain"),
            ("alice:correct horse", "+12025550123@example.com", "550 5.1.2 ", "Invalid recipient domain"),
            ("alice:correct horse", "bob@smtp.sms-gate.app", "550 5.1.3 ", "Invalid phone number format"),
            ("alice:correct horse", "110@smtp.sms-gate.app", "550 5.1.3 ", "Invalid phone number format"),
            ("alice:correct horse", "@smtp.sms-gate.app", "550 5.1.3 ", "Invalid recipient format"),
        ] as [(String?, String, String, String)])
    func aRecipientIsRefusedWhileTheClientWaits(
        login: String?, recipient: String, reply: String, words: String
    ) async throws {
        try await withGateway { gateway in
            let result = try await gateway.curl(Self.mail, to: [recipient], login: login)
            let answer = try #require(result.errors.split(separator: "\n").last { $0.contains("< 5") })
            #expect(answer.contains(reply) && answer.hasSuffix(words), "\(answer)")
            #expect(result.status != 0)
        }
    }

    @Test func aMessageAboveTheLimitIsRefused() async throws {
        try await withGateway { gateway in
            let result = try await gateway.curl("Subject: x\n\n" + String(repeating: "x\n", count: 6_000_000))
            #expect(result.errors.contains("< 552 5.3.4 "))
        }
    }

    /// A camera's mail, whose picture is skipped. The full size offered by EHLO is accepted, in lines of any
    /// length.
    @Test(arguments: [1, 76, 998])
    func theWordsOfAMailWithALargePictureAreSent(lineLength: Int) async throws {
        try await withGateway { gateway in
            let head = """
                Subject: Camera 3
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                Motion at the back door
                --b
                Content-Type: image/jpeg
                Content-Transfer-Encoding: base64


                """.replacing("\n", with: "\r\n")
            let end = "\r\n--b--\r\n"
            let line = String(repeating: "A", count: lineLength) + "\r\n"
            let room = 10_240_000 - head.utf8.count - end.utf8.count
            let lines = String(repeating: line, count: room / line.utf8.count)
            let mail = head + lines + String(repeating: "A", count: room - lines.utf8.count) + end
            try #require(mail.utf8.count == 10_240_000)
            let result = try await gateway.curl(mail, tls: true)
            #expect(result.status == 0, "\(result.errors)")
            let status = try await gateway.status(after: 1)[0]
            #expect(status.contains("status=sent"), "\(status)")
            #expect(try gateway.gate.texts() == ["Motion at the back door"])

            let larger = try await gateway.curl(mail + "A\r\n", tls: true)
            #expect(larger.errors.contains("< 552 5.3.4 "), "\(larger.errors)")
        }
    }

    @Test func aChangedPasswordCountsAtTheNextAuth() async throws {
        try await withGateway { gateway in
            #expect(try await gateway.curl(Self.mail).status == 0)
            try gateway.setCredentials("alice:new password")
            #expect(try await gateway.curl(Self.mail).status != 0)
            #expect(try await gateway.curl(Self.mail, login: "alice:new password").status == 0)
        }
    }

    @Test(arguments: ["no colon in this line", "alice:correct horse\nalice:correct horse"])
    func brokenCredentialsAre454AndTheServerStaysUp(credentials: String) async throws {
        try await withGateway { gateway in
            try gateway.setCredentials(credentials)
            for _ in 1...2 {
                let result = try await gateway.curl(Self.mail)
                #expect(result.errors.contains("< 454 4.7.0 "), "\(result.errors)")
            }
            try gateway.setCredentials(Gateway.credentials)
            #expect(try await gateway.curl(Self.mail).status == 0)
        }
    }

    @Test func twoMailsOnOneConnectionBothArrive() async throws {
        try await withGateway { gateway in
            let python = try await command(
                "python3", [Project.root + "Tests/EndToEndTests/Clients/two_mails.py"],
                input: "\(gateway.submissionPort)\n\(gateway.folder)/cert.pem\nalice\ncorrect horse\n")
            #expect(python.status == 0, "\(python.errors)")
            _ = try await gateway.status(after: 2)
            #expect(try gateway.gate.texts().sorted() == ["first", "second"])
        }
    }
}
