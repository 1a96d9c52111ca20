import Accounts
import Files
import Foundation
import TemporaryFile
import Testing

@Suite("Accounts that are kept") struct AccountDirectoryTests {
    static let password = Array("correct horse".utf8)
    static let now = 1_800_000_000

    /// A folder with an empty map in it, and the sources of both.
    private func withSources(_ body: (AccountSources, AccountDirectory) throws -> Void) throws {
        try withTemporaryFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/accounts", withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            try Data("bob:in the map\n".utf8).write(to: URL(filePath: folder + "/map"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/map")
            let directory = AccountDirectory(path: folder + "/accounts")
            try body(AccountSources(map: folder + "/map", directory: directory), directory)
        }
    }

    private func files(_ directory: AccountDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
    }

    /// SMSGate, as a test has it answer; counts the questions.
    private final class SMSGate {
        var answer = SMSGateLogin.right
        var questions: [String] = []
    }

    private func logIn(
        _ authenticator: inout Authenticator, _ sources: AccountSources, _ gate: SMSGate,
        as user: String = "carol", _ password: [UInt8] = password, at time: Int = now
    ) throws -> Authenticator.Verdict {
        try authenticator.authenticate(
            user: user, password: password, in: sources, freshness: 3600, now: time
        ) { user, _ in
            gate.questions.append(user)
            return gate.answer
        }
    }

    @Test(arguments: ["carol", "Carol ", "zoë@example.com", "a b", String(repeating: "x", count: 1_000)])
    func areFoundInAnySpelling(user: String) throws {
        try withSources { sources, directory in
            for password in [Self.password, [0, 0xFF, 0x0A, 0x3A], Array("{PLAIN}".utf8)] {
                try directory.keep(user: user, password: password)
                let account = try #require(try sources.account(of: user.uppercased() + " "))
                #expect(account.user == (user == "Carol " ? "Carol" : user))
                #expect(account.sender.password == password)
                let names = try files(directory)
                #expect(names.count == 1 && names[0].count == 64)
                let path = directory.path + "/" + names[0]
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
                #expect(mode as? Int == 0o600)
            }
            #expect(try sources.account(of: "erin") == nil)
            #expect(
                try AccountSources(map: directory.path + "/../map", directory: nil).account(of: user) == nil)
            #expect(try directory.remove(user.lowercased()))
            #expect(try !directory.remove(user))
            #expect(try sources.account(of: user) == nil)
        }
    }

    @Test func areAskedForOnceWithinAnHour() throws {
        try withSources { sources, _ in
            var authenticator = Authenticator()
            let gate = SMSGate()
            let start = Int(Date().timeIntervalSince1970)
            for (user, time) in [("Carol", 0), ("carol", 10), ("CAROL ", 3500)] {
                let verdict = try logIn(&authenticator, sources, gate, as: user, at: start + time)
                #expect(verdict == .accepted(user: "Carol"))
            }
            #expect(gate.questions == ["Carol"])
            // The hour begins anew with each confirmation.
            for time in [3700, 3700 + 3500] {
                let verdict = try logIn(&authenticator, sources, gate, at: start + time)
                #expect(verdict == .accepted(user: "Carol"))
            }
            #expect(gate.questions == ["Carol", "Carol"])
            // A clock that was set back.
            _ = try logIn(&authenticator, sources, gate, at: start - 10_000)
            #expect(gate.questions.count == 3)
        }
    }

    @Test func areReplacedWhenThePasswordChanges() throws {
        try withSources { sources, directory in
            var authenticator = Authenticator()
            let gate = SMSGate()
            _ = try logIn(&authenticator, sources, gate)
            let new = Array("new".utf8)
            let verdict = try logIn(&authenticator, sources, gate, new)
            #expect(verdict == .accepted(user: "carol"))
            #expect(gate.questions.count == 2)
            #expect(try sources.account(of: "carol")?.sender.password == new)
            #expect(try files(directory).count == 1)
        }
    }

    /// SMSGate does not answer: who is known with this password logs in, and nobody is told that it is wrong.
    @Test func areTakenWhileSMSGateDoesNotAnswer() throws {
        try withSources { sources, _ in
            var authenticator = Authenticator()
            let gate = SMSGate()
            _ = try logIn(&authenticator, sources, gate)
            gate.answer = .unknown("no answer in time")
            let unavailable = Authenticator.Verdict.unavailable("no answer in time")
            let later = Int(Date().timeIntervalSince1970) + 86_400
            let known = try logIn(&authenticator, sources, gate, at: later)
            #expect(known == .accepted(user: "carol"))
            let other = try logIn(&authenticator, sources, gate, Array("other".utf8), at: later)
            #expect(other == unavailable)
            let unknown = try logIn(&authenticator, sources, gate, as: "erin", at: later)
            #expect(unknown == unavailable)
            #expect(gate.questions == ["carol", "carol", "carol", "erin"])
            #expect(try sources.account(of: "carol")?.sender.password == Self.password)
        }
    }

    @Test func areNotMadeForWhatSMSGateRefuses() throws {
        try withSources { sources, directory in
            var authenticator = Authenticator()
            let gate = SMSGate()
            gate.answer = .wrong
            for time in [0, 1, 59] {
                let verdict = try logIn(&authenticator, sources, gate, at: Self.now + time)
                #expect(verdict == .rejected)
            }
            #expect(gate.questions.count == 1, "the same login once a minute")
            let spelled = try logIn(&authenticator, sources, gate, as: "CAROL ", at: Self.now + 59)
            #expect(spelled == .rejected && gate.questions.count == 1)
            _ = try logIn(&authenticator, sources, gate, Array("other".utf8))
            _ = try logIn(&authenticator, sources, gate, as: "erin")
            #expect(gate.questions.count == 3)
            _ = try logIn(&authenticator, sources, gate, at: Self.now + 60)
            #expect(gate.questions.count == 4)
            #expect(try files(directory).isEmpty)
        }
    }

    /// However many are tried: each is asked for, and the last one is remembered.
    @Test func areNotHinderedByManyWrongLogins() throws {
        try withSources { sources, _ in
            var authenticator = Authenticator()
            let gate = SMSGate()
            gate.answer = .wrong
            for number in 1...2_500 {
                _ = try logIn(&authenticator, sources, gate, as: "user\(number)")
            }
            _ = try logIn(&authenticator, sources, gate, as: "user2500")
            #expect(gate.questions.count == 2_500)
        }
    }

    @Test func areForgottenWhenTheirPasswordIsRefused() throws {
        try withSources { sources, directory in
            var authenticator = Authenticator()
            let gate = SMSGate()
            _ = try logIn(&authenticator, sources, gate)
            gate.answer = .wrong
            let other = try logIn(&authenticator, sources, gate, Array("other".utf8))
            #expect(other == .rejected)
            #expect(try sources.account(of: "carol") != nil, "another password says nothing of this one")
            let later = Int(Date().timeIntervalSince1970) + 86_400
            let refused = try logIn(&authenticator, sources, gate, at: later)
            #expect(refused == .rejected)
            #expect(try files(directory).isEmpty)
        }
    }

    @Test func areForgottenAfterADeliveryThatIsRefused() throws {
        try withSources { sources, directory in
            try directory.keep(user: "carol", password: Self.password)
            #expect(!sources.forget("carol") { _ in false })
            #expect(!sources.forget("erin") { _ in true })
            // Another password is kept while SMSGate is asked about the one before.
            let isForgotten = sources.forget("carol") { _ in
                try? directory.keep(user: "carol", password: [1])
                return true
            }
            #expect(!isForgotten)
            #expect(try sources.account(of: "carol")?.sender.password == [1])
            #expect(sources.forget("CAROL") { $0.sender.password == [1] })
            #expect(try files(directory).isEmpty)
        }
    }

    /// The map comes first, for right and wrong alike.
    @Test func areNotOfUsersInTheMap() throws {
        try withSources { sources, directory in
            var authenticator = Authenticator()
            let gate = SMSGate()
            let right = try logIn(&authenticator, sources, gate, as: "bob", Array("in the map".utf8))
            #expect(right == .accepted(user: "bob"))
            let wrong = try logIn(&authenticator, sources, gate, as: "BOB")
            #expect(wrong == .rejected)
            #expect(gate.questions.isEmpty)
            try directory.keep(user: "bob", password: [1])
            #expect(try sources.account(of: "bob")?.sender.password == Array("in the map".utf8))
        }
    }

    /// SMSGate splits at the first colon: `a` with the password `b:c` must not log in as `a:b`.
    @Test(arguments: [
        ("a:b", "c"), ("#a", "c"), ("a", ""), (" ", "c"), ("a", String(repeating: "x", count: 1_500)),
    ])
    func areNotAskedForWithWhatCannotBeKept(user: String, password: String) throws {
        try withSources { sources, _ in
            var authenticator = Authenticator()
            let gate = SMSGate()
            let verdict = try logIn(&authenticator, sources, gate, as: user, Array(password.utf8))
            #expect(verdict == .rejected && gate.questions.isEmpty)
        }
    }

    @Test(arguments: [0o701, 0o704, 0o702, 0o755])
    func areRefusedInAFolderThatIsOpenToOthers(mode: Int) throws {
        try withSources { sources, directory in
            try directory.keep(user: "carol", password: [1])
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory.path)
            var authenticator = Authenticator()
            let gate = SMSGate()
            let error = ConfigurationError(
                "\(directory.path): others may read or write it")
            #expect(throws: error) { try logIn(&authenticator, sources, gate) }
            #expect(throws: error) { try sources.account(of: "carol") }
            #expect(throws: error) { try directory.keep(user: "erin", password: [1]) }
            #expect(gate.questions.isEmpty)
        }
    }

    @Test(arguments: ["", "no colon", "carol:x\nerin:y\n", "erin:x\n", "carol:\n", "carol:{FOO}x\n"])
    func areNamedIfTheirFileIsBroken(content: String) throws {
        try withSources { sources, directory in
            try directory.keep(user: "carol", password: [1])
            let path = try directory.path + "/" + #require(try files(directory).first)
            try content.write(toFile: path, atomically: false, encoding: .utf8)
            let error = #expect(throws: ConfigurationError.self) { try sources.account(of: "carol") }
            #expect(error?.description.hasPrefix(path) == true)
            unsafe chmod(path, 0o644)
            #expect(throws: ConfigurationError.self) { try sources.account(of: "carol") }
            // Only what SMSGate accepts replaces it.
            var authenticator = Authenticator()
            let gate = SMSGate()
            gate.answer = .unknown("down")
            #expect(throws: ConfigurationError.self) { try logIn(&authenticator, sources, gate) }
            gate.answer = .wrong
            let wrong = try logIn(&authenticator, sources, gate, [2])
            #expect(wrong == .rejected)
            #expect(throws: ConfigurationError.self) { try sources.account(of: "carol") }
            gate.answer = .right
            let right = try logIn(&authenticator, sources, gate)
            #expect(right == .accepted(user: "carol"))
            #expect(try sources.account(of: "carol")?.sender.password == Self.password)
            #expect(gate.questions.count == 3)
            #expect(try directory.remove("carol"))
        }
    }

    /// A letter may be written with one character or two.
    @Test func areTheSameInBothSpellingsOfALetter() throws {
        try withSources { sources, directory in
            try directory.keep(user: "\u{E9}va", password: [1])
            try directory.keep(user: "E\u{301}va", password: [2])
            #expect(try files(directory).count == 1)
            #expect(try sources.account(of: "\u{E9}va ")?.sender.password == [2])
            #expect(try directory.remove("e\u{301}va"))
            #expect(try files(directory).isEmpty)
        }
    }

    @Test func haveAnyTime() throws {
        try withSources { sources, directory in
            try directory.keep(user: "carol", password: Self.password)
            let path = try directory.path + "/" + #require(try files(directory).first)
            for time in [Int.min, -1, 0, Int.max] {
                unsafe utimensat(
                    AT_FDCWD, path, [timespec(tv_sec: time, tv_nsec: 0), timespec(tv_sec: time, tv_nsec: 0)],
                    0)
                var authenticator = Authenticator()
                #expect(try sources.account(of: "carol") != nil)
                let verdict = try logIn(&authenticator, sources, SMSGate())
                #expect(verdict == .accepted(user: "carol"))
            }
        }
    }

    /// Who asks by hand as root takes no account away from the service.
    @Test(.enabled(if: geteuid() == 0)) func areOfTheFoldersOwner() throws {
        try withSources { _, directory in
            unsafe chown(directory.path, 65_534, 65_534)
            try directory.keep(user: "carol", password: [1])
            let path = try directory.path + "/" + #require(try files(directory).first)
            let owner = try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID]
            #expect(owner as? Int == 65_534)
        }
    }

    @Test func areAllListedAndNoneElse() throws {
        try withSources { _, directory in
            for number in 1...50 { try directory.keep(user: "user\(number)", password: [1]) }
            try Data("user9:x".utf8).write(to: URL(filePath: directory.path + "/.new-1-2"))
            var names: [String] = []
            try directory.forEach { if case .success(let kept) = $0 { names.append(kept.account.user) } }
            #expect(Set(names) == Set((1...50).map { "user\($0)" }))
            #expect(names.count == 50)
        }
    }

    /// A use is noted once a day, and neither it nor a look at the file changes when SMSGate confirmed the account.
    @Test func rememberWhenTheyWereUsed() throws {
        try withSources { sources, directory in
            try directory.keep(user: "carol", password: Self.password)
            let path = try directory.path + "/" + #require(try files(directory).first)
            func times() -> (used: Int, changed: Int) {
                var status = stat()
                unsafe stat(path, &status)
                return (status.st_atim.tv_sec, status.st_mtim.tv_sec)
            }
            func set(used: Int) {
                unsafe utimensat(
                    AT_FDCWD, path, [timespec(tv_sec: used, tv_nsec: 0), timespec(tv_sec: 5, tv_nsec: 0)], 0)
            }
            let now = Int(Date().timeIntervalSince1970)
            for (used, isNoted) in [(now - 100, false), (now - 90_000, true), (now + 90_000, true)] {
                set(used: used)
                _ = try directory.account(of: "carol")
                #expect(times().used == used)
                _ = try sources.account(of: "carol")
                #expect((times().used == used) == !isNoted)
                #expect(times().changed == 5)
            }
        }
    }
}
