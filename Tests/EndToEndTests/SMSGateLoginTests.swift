import Foundation
import Testing

/// Users whom only SMSGate knows, `smsgate_login = yes` and an empty map.
@Suite(.serialized) struct SMSGateLoginTests {
    private static let mail = "Subject: Test\n\nHello\n"
    private static let right = "< 235 2.7.0 Authentication successful\n"
    private static let wrong = "< 535 5.7.8 Error: authentication failed: Authentication failed\n"
    private static let notNow = "< 454 4.7.0 "

    private func withSMSGateLogin(
        configuration: String = "", accounts: String = Gate.accounts, milter: Bool = false,
        _ body: (Gateway) async throws -> Void
    ) async throws {
        try await withGateway(
            configuration: "smsgate_login = yes\n" + configuration, accounts: accounts, milter: milter
        ) { gateway in
            try gateway.setCredentials("")
            try await body(gateway)
        }
    }

    private func kept(_ gateway: Gateway) throws -> [String] {
        let folder = gateway.folder + "/accounts/"
        return try FileManager.default.contentsOfDirectory(atPath: folder).map { folder + $0 }
    }

    /// The examples of the service's documentation.
    @Test(arguments: [false, true])
    func theDocumentedExamplesWork(milter: Bool) async throws {
        try await withSMSGateLogin(milter: milter) { gateway in
            for (count, tls) in [false, true].enumerated() {
                let result = try await gateway.curl(
                    "Subject: \(count)\n\nHello \(count)\n", login: "username:password", tls: tls)
                #expect(result.errors.contains(Self.right) && result.status == 0, "\(result.errors)")
                if !milter { _ = try await gateway.status(after: count + 1) }
            }
            #expect(try gateway.gate.texts().sorted() == ["Hello 0", "Hello 1"])
            #expect(try Set(gateway.gate.messages().map(\.user)) == ["username"])
            for login in ["username:wrong", "nobody:password"] {
                let refused = try await gateway.curl(Self.mail, login: login)
                #expect(refused.errors.contains(Self.wrong) && refused.status != 0, "\(refused.errors)")
            }
            #expect(try kept(gateway).count == 1)
        }
    }

    /// Where SMSGate cannot say whether a password is right.
    @Test(arguments: ["database-down", "status=500,everywhere", "cut,everywhere", "page=403,on=devices"])
    func whileSMSGateIsDownTheKnownLogInAndNobodyIsRefused(answer: String) async throws {
        try await withSMSGateLogin(configuration: "smsgate_login_cache = 0s") { gateway in
            #expect(try await gateway.curl(Self.mail, login: "username:password").status == 0)
            _ = try await gateway.status(after: 1)
            try await gateway.gate.answer(answer)
            for login in ["bob:x", "username:other", "nobody:x"] {
                let result = try await gateway.curl(Self.mail, login: login)
                #expect(result.errors.contains(Self.notNow), "\(result.errors)")
                #expect(!result.errors.contains("< 535"))
            }
            let known = try await gateway.curl("Subject: 2\n\nLater\n", login: "username:password")
            #expect(known.status == 0, "\(known.errors)")
            try await gateway.gate.answer("ok")
            // The first try may not have failed yet.
            _ = try await eventually("the mail is sent: \(gateway.log)") {
                try await gateway.flush()
                return try gateway.gate.texts() == ["Hello", "Later"] ? true : nil
            }
        }
    }

    @Test func aChangedPasswordIsAskedForAndReplacesTheOldOne() async throws {
        try await withSMSGateLogin { gateway in
            #expect(try await gateway.curl(Self.mail, login: "username:password").status == 0)
            _ = try await gateway.status(after: 1)
            try await gateway.gate.setAccounts("username:changed:phone-5")
            let changed = try await gateway.curl("Subject: 2\n\nAgain\n", login: "username:changed")
            #expect(changed.status == 0, "\(changed.errors)")
            _ = try await gateway.status(after: 2)
            #expect(try gateway.gate.texts() == ["Hello", "Again"])
            let files = try kept(gateway)
            #expect(files.count == 1)
            #expect(try String(contentsOfFile: files[0], encoding: .utf8) == "username:{PLAIN}changed\n")
        }
    }

    /// A delivery that SMSGate refuses ends what is kept, be the account asked for or one of the devices named.
    @Test(arguments: ["", "device_id = phone-5"], [false, true])
    func aRefusedDeliveryForgetsTheAccount(configuration: String, milter: Bool) async throws {
        try await withSMSGateLogin(configuration: configuration, milter: milter) { gateway in
            #expect(try await gateway.curl(Self.mail, login: "username:password").status == 0)
            if !milter { _ = try await gateway.status(after: 1) }
            #expect(try kept(gateway).count == 1)
            // SMSGate takes a login that it knows for another hour after a change, but not that of an account that is gone.
            try await gateway.gate.setAccounts("bob:x:phone-3")
            // Here the login is still known, and the delivery finds out.
            let result = try await gateway.curl("Subject: 2\n\nRefused\n", login: "username:password")
            #expect(result.errors.contains(Self.right), "\(result.errors)")
            _ = try await eventually("the account is forgotten: \(gateway.log)") {
                try kept(gateway).isEmpty ? true : nil
            }
            #expect(milter == result.errors.contains("< 535 5.7.8 Authentication failed"), "\(result.errors)")
            let next = try await gateway.curl(Self.mail, login: "username:password")
            #expect(next.errors.contains(Self.wrong), "\(next.errors)")
            #expect(try gateway.gate.texts() == ["Hello"])
        }
    }

    /// A 401 of a database that is down forgets nobody.
    @Test func troubleAtSMSGateForgetsNobody() async throws {
        try await withSMSGateLogin { gateway in
            #expect(try await gateway.curl(Self.mail, login: "username:password").status == 0)
            _ = try await gateway.status(after: 1)
            try await gateway.gate.answer("status=401,on=send;status=401,on=devices;status=503,on=health")
            #expect(try await gateway.curl("Subject: 2\n\nLater\n", login: "username:password").status == 0)
            let status = try await gateway.status(after: 2)[1]
            #expect(status.contains("status=deferred"), "\(status)")
            #expect(try kept(gateway).count == 1)
        }
    }

    @Test func manyFirstLoginsAtOnceLoseNone() async throws {
        let users = (1...50).map { "user\($0)" }
        let accounts = users.map { "\($0):secret of \($0):phone-\($0)" }.joined(separator: "\n")
        try await withSMSGateLogin(accounts: accounts) { gateway in
            try await withThrowingTaskGroup(of: CommandResult.self) { group in
                for user in users {
                    group.addTask {
                        try await gateway.curl(
                            "Subject: x\n\nof \(user)\n", login: "\(user):secret of \(user)")
                    }
                }
                for try await result in group { #expect(result.status == 0, "\(result.errors)") }
            }
            _ = try await gateway.status(after: users.count)
            #expect(try Set(gateway.gate.texts()) == Set(users.map { "of \($0)" }))
            let files = try kept(gateway)
            #expect(files.count == users.count)
            #expect(files.allSatisfy { ($0 as NSString).lastPathComponent.count == 64 })
            // Nothing that others may read shows a password.
            #expect(!gateway.log.contains("secret of"))
            let configuration = ["--config", gateway.folder + "/etc/postsms.cf"]
            let list = try await command(Project.postsms, ["credentials", "list"] + configuration)
            let names = list.output.matches(of: /(\w+) kept=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n/).map {
                String($0.1)
            }
            #expect(names.sorted() == users.sorted(), "\(list.output)")
            #expect(!list.output.contains("secret of"))
            let test = try await command(Project.postsms, ["credentials", "test", "USER7"] + configuration)
            #expect(test.output == "USER7: accepted, 1 device\n", "\(test.errors)")
            let removed = try await command(
                Project.postsms, ["credentials", "remove", "User7"] + configuration)
            #expect(removed.output == "User7: removed\n")
            #expect(try kept(gateway).count == users.count - 1)
        }
    }

    @Test func aFolderThatOthersMayReadIsNotUsed() async throws {
        try await withSMSGateLogin { gateway in
            let folder = gateway.folder + "/accounts"
            try FileManager.default.setAttributes([.posixPermissions: 0o705], ofItemAtPath: folder)
            let result = try await gateway.curl(Self.mail, login: "username:password")
            #expect(result.errors.contains(Self.notNow), "\(result.errors)")
            #expect(try kept(gateway).isEmpty)
        }
    }

    /// Who is not asked for stays unknown: the default.
    @Test func withoutTheParameterNobodyElseLogsIn() async throws {
        try await withGateway { gateway in
            try gateway.setCredentials("")
            let result = try await gateway.curl(Self.mail, login: "username:password")
            #expect(result.errors.contains(Self.wrong), "\(result.errors)")
            #expect(try kept(gateway).isEmpty)
        }
    }

    /// An accounts file is whole whenever a process that writes it is killed.
    @Test func aKilledLoginLeavesWholeFilesOnly() async throws {
        try await withGate(accounts: "carol:secret one:phone-1\nerin:secret two:phone-2\n") { gate in
            let folder = gate.folder + "/kept"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            let map = try gate.writeCredentials("")
            let killed = try await command(
                "python3", [Project.root + "Tests/EndToEndTests/Clients/killed_logins.py"],
                input: [Project.postsms, gate.url, map, folder].joined(separator: "\n") + "\n")
            #expect(killed.status == 0, "\(killed.errors)")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.count == 64 {
                let content = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                #expect(["carol:{PLAIN}secret one\n", "erin:{PLAIN}secret two\n"].contains(content))
            }
            #expect(killed.output.contains("killed"), "\(killed.output)")
        }
    }
}
