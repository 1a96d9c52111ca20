import Foundation
import Testing

/// `postsms credentials` in a terminal and in scripts.
@Suite struct CredentialsCommandTests {
    @discardableResult
    private func credentials(
        _ subcommand: String, _ arguments: [String], map: String, input: String = ""
    ) async throws -> CommandResult {
        // Only a test that names SMSGate has one to ask.
        let asks = arguments.contains { $0.hasPrefix("smsgate_url=") }
        return try await command(
            Project.postsms,
            ["credentials", subcommand, "-o", "credentials_file=\(map)"]
                + (subcommand == "add" && !asks ? ["--no-test"] : []) + arguments,
            input: input)
    }

    /// The output at a terminal.
    private func typing(_ dialogue: [[String]], add user: String, map: String) async throws -> CommandResult {
        let task: [String: Any] = [
            "command": [
                Project.postsms, "credentials", "add", "--no-test", "-o", "credentials_file=\(map)", user,
            ],
            "dialogue": dialogue,
        ]
        let line = String(decoding: try JSONSerialization.data(withJSONObject: task), as: UTF8.self)
        return try await command(
            "python3", [Project.root + "Tests/EndToEndTests/Clients/terminal.py"], input: line + "\n")
    }

    private func content(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func aUserIsAddedTestedChangedListedAndRemoved() async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            let url = ["-o", "smsgate_url=\(gate.url)"]
            let added = try await credentials("add", ["alice"], map: map, input: "correct horse\nmore\n")
            #expect(added.output == "alice: added\n" && added.status == 0)
            let accepted = try await credentials("test", url + ["alice"], map: map)
            #expect(accepted.output == "alice: accepted, 2 devices\n" && accepted.status == 0)

            let changed = try await credentials("add", ["alice"], map: map, input: "wrong")
            #expect(changed.output == "alice: password changed\n")
            let refused = try await credentials("test", url + ["alice"], map: map)
            #expect(
                refused.errors == "postsms: alice: refused: SMSGate answered 401\n" && refused.status == 1)

            try await credentials("add", ["carol"], map: map, input: "no device\n")
            let bare = try await credentials("test", url + ["carol"], map: map)
            #expect(bare.output == "carol: accepted, but without a device that could send\n")

            let list = try await credentials("list", [], map: map)
            #expect(list.output == "alice\ncarol\n" && list.status == 0)
            #expect(try await credentials("remove", ["alice"], map: map).output == "alice: removed\n")
            #expect(try content(map) == "carol:{PLAIN}no device\n")
        }
    }

    @Test func aUserIsAddedOnlyIfSMSGateTakesThePassword() async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            let url = ["-o", "smsgate_url=\(gate.url)"]
            let refused = try await credentials("add", url + ["alice"], map: map, input: "wrong\n")
            #expect(
                refused.errors
                    == "postsms: alice: SMSGate refuses the password; nothing was changed (--no-test does not ask)\n"
            )
            #expect(refused.status == 1 && !FileManager.default.fileExists(atPath: map))
            let added = try await credentials("add", url + ["alice"], map: map, input: "correct horse\n")
            #expect(added.output == "alice: added\n" && added.errors.isEmpty && added.status == 0)
            let unchanged = try await credentials("add", url + ["alice"], map: map, input: "wrong\n")
            #expect(unchanged.status == 1)
            #expect(try content(map) == "alice:{PLAIN}correct horse\n")

            try await gate.answer("database-down")
            let unasked = try await credentials("add", url + ["bob"], map: map, input: "x\n")
            #expect(unasked.status == 0 && unasked.output == "bob: added\n")
            #expect(
                unasked.errors.hasPrefix(
                    "postsms: warning: bob: SMSGate was not asked whether the password is right: "))
            try await gate.answer("ok")
            #expect(
                try await credentials("add", url + ["--no-test", "bob"], map: map, input: "y").status == 0)

            // What is asked for is the account that sends.
            let hash = "$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
            let line = "dave:{BLF-CRYPT}\(hash)::::::sms_user=alice"
            try line.write(toFile: map, atomically: false, encoding: .utf8)
            let sender = try await credentials("add", url + ["dave"], map: map, input: "correct horse\n")
            #expect(sender.status == 0, "\(sender.errors)")
            #expect(try content(map) == line + " sms_password={PLAIN.b64}Y29ycmVjdCBob3JzZQ==")
            let test = try await credentials("test", url + ["dave"], map: map)
            #expect(test.output == "dave: accepted, 2 devices\n")
            let list = try await credentials("list", [], map: map)
            #expect(list.output == "dave sms_user=alice sms_password\n")
        }
    }

    /// Also while smsgate_login is off: with it, the account would come back.
    @Test(arguments: ["yes", "no"])
    func aKeptAccountIsRemoved(login: String) async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            let accounts = gate.folder + "/accounts.kept"
            try await credentials("add", ["alice"], map: map, input: "x\n")
            try FileManager.default.createDirectory(
                atPath: accounts, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            // The SHA-256 of "carol".
            let file = accounts + "/4c26d9074c27d89ede59270c0ac14b71e071b15239519f75474b2f3ba63481f5"
            #expect(
                FileManager.default.createFile(
                    atPath: file, contents: Data("carol:{PLAIN}x\n".utf8),
                    attributes: [.posixPermissions: 0o600]))
            let options = ["-o", "smsgate_login=\(login)", "-o", "account_directory=\(accounts)"]
            let removed = try await credentials("remove", options + ["Carol "], map: map)
            #expect(removed.output == "Carol : removed\n" && removed.status == 0, "\(removed.errors)")
            #expect(!FileManager.default.fileExists(atPath: file))
            let unknown = try await credentials("remove", options + ["carol"], map: map)
            #expect(unknown.errors == "postsms: \(map): there is no user carol\n" && unknown.status == 1)
            #expect(try content(map) == "alice:{PLAIN}x\n")
        }
    }

    /// What cannot be read may be a hash that somebody needs.
    @Test func aPasswordThatCannotBeReadIsNotReplaced() async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            let line = "alice:{ARGON2ID}$argon2id$v=19$x\n"
            try line.write(toFile: map, atomically: false, encoding: .utf8)
            #expect(unsafe chmod(map, 0o600) == 0)
            let result = try await credentials("add", ["alice"], map: map, input: "new\n")
            #expect(result.errors.hasPrefix("postsms: \(map): line 1: unknown password scheme {ARGON2ID}\n"))
            #expect(result.status == 1)
            #expect(try content(map) == line)
        }
    }

    /// A user has one line, whatever the spelling of the name.
    @Test func aUserIsFoundInAnySpelling() async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            let url = ["-o", "smsgate_url=\(gate.url)"]
            try await credentials("add", ["Alice "], map: map, input: "wrong\n")
            #expect(try content(map) == "Alice:{PLAIN}wrong\n")
            let changed = try await credentials("add", ["ALICE"], map: map, input: "correct horse\n")
            #expect(changed.output == "Alice: password changed\n")
            #expect(try content(map) == "Alice:{PLAIN}correct horse\n")
            let accepted = try await credentials("test", url + ["alice"], map: map)
            #expect(accepted.output == "alice: accepted, 2 devices\n")
            #expect(try await credentials("list", [], map: map).output == "Alice\n")
            #expect(try await credentials("remove", ["aLICE"], map: map).status == 0)
            #expect(try content(map) == "")
        }
    }

    @Test func aTestSaysWhatStandsInTheWay() async throws {
        try await withGate { gate in
            let map = try gate.writeCredentials()
            let unknown = try await credentials("test", ["erin"], map: map)
            #expect(unknown.errors == "postsms: \(map): there is no user erin\n" && unknown.status == 1)
            let away = try await credentials(
                "test", ["-o", "smsgate_url=http://127.0.0.1:1", "alice"], map: map)
            #expect(away.errors.hasPrefix("postsms: alice: SMSGate is not reachable: ") && away.status == 1)
            let path = try await credentials("test", ["-o", "smsgate_url=\(gate.url)/x", "alice"], map: map)
            #expect(path.errors == "postsms: alice: unknown: SMSGate answered 404\n" && path.status == 1)
        }
    }

    @Test func onATerminalThePasswordIsAskedTwiceAndNotShown() async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            let asked = try await typing(
                [["Password of alice: ", "pass word\n"], ["Again: ", "pass word\n"]], add: "alice", map: map)
            #expect(asked.output == "Password of alice: \nAgain: \nalice: added\n")
            #expect(asked.status == 0)
            #expect(try content(map) == "alice:{PLAIN}pass word\n")

            let differing = try await typing(
                [["Password of alice: ", "one\n"], ["Again: ", "two\n"]], add: "alice", map: map)
            #expect(differing.output.hasSuffix("postsms: the two passwords differ; nothing was changed\n"))
            #expect(differing.status == 1)

            let interrupted = try await typing([["Password of alice: ", "on\u{3}"]], add: "alice", map: map)
            #expect(interrupted.output.hasSuffix("postsms: interrupted; nothing was changed\n"))
            #expect(interrupted.status == 1)
            #expect(try content(map) == "alice:{PLAIN}pass word\n")
        }
    }

    @Test func editsAtTheSameTimeAllCount() async throws {
        try await withGate { gate in
            let map = gate.folder + "/map"
            let users = (1...20).map { "user\($0)" }
            try await withThrowingTaskGroup(of: CommandResult.self) { group in
                for user in users {
                    group.addTask { try await credentials("add", [user], map: map, input: user) }
                }
                for try await result in group { #expect(result.status == 0, "\(result.errors)") }
            }
            let list = try await credentials("list", [], map: map)
            #expect(Set(list.output.split(separator: "\n").map(String.init)) == Set(users))
            #expect(try content(map).count(where: { $0 == "\n" }) == 20)
        }
    }

    @Test(arguments: [
        (["add", "a:b"], 1, "postsms: a user name cannot hold a colon: it ends there in the map\n"),
        (["add", "alice"], 1, "postsms: a password cannot be empty\n"),
        (["remove", "erin"], 1, "postsms: MAP: there is no user erin\n"),
        (["add"], 2, "Error: Missing expected argument '<user>'\n"),
        (["add", "alice", "password"], 2, "Error: Unexpected argument 'password'\n"),
        (["add", "-o", "no=1", "alice"], 1, "postsms: -o: unknown parameter: no\n"),
        (["add", "--config", "/nonexistent", "alice"], 1, "postsms: /nonexistent: cannot be read: "),
    ])
    func whatCannotBeDoneIsSaidOnStandardError(arguments: [String], status: Int32, words: String) async throws
    {
        try await withGate { gate in
            let map = try gate.writeCredentials("bob:x")
            let result = try await credentials(arguments[0], Array(arguments.dropFirst()), map: map)
            #expect(result.status == status)
            #expect(result.output.isEmpty)
            #expect(result.errors.hasPrefix(words.replacing("MAP", with: map)), "\(result.errors)")
            #expect(try content(map) == "bob:x\n")
        }
    }

    @Test func aBrokenLineOfAnotherUserIsToldOf() async throws {
        try await withGate { gate in
            let map = try gate.writeCredentials("broken")
            let result = try await credentials("add", ["alice"], map: map, input: "x\n")
            #expect(result.status == 0)
            #expect(result.errors == "postsms: warning: \(map): line 1: expected \"user:password\"\n")
            #expect(try content(map) == "broken\nalice:{PLAIN}x\n")
        }
    }

    @Test func aMapThatOthersMayReadIsNotTouched() async throws {
        try await withGate { gate in
            let map = try gate.writeCredentials("bob:x", mode: 0o644)
            let result = try await credentials("add", ["alice"], map: map, input: "x\n")
            #expect(result.status == 1)
            #expect(result.errors == "postsms: \(map): others may read or write it\n")
        }
    }
}
