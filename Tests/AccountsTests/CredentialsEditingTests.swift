import Accounts
import Configuration
import Files
import Foundation
import TemporaryFile
import Testing

@Suite("Changes to the credentials map")
struct CredentialsEditingTests {
    static let map = """
        # users
        alice:{PLAIN}old:1000:1000:A:/home/a:/bin/sh:sms_priority=5  sms_device_id=a:b

        bob:x\r
        carol:{CRYPT}y
        not a user
        """

    private func edited(_ map: String, _ edit: (CredentialsFile) throws -> [UInt8]?) throws -> String? {
        try withTemporaryFile(map.utf8) { path in
            try edit(CredentialsFile(path: path)).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test(arguments: [
        ("alice", map.replacing("{PLAIN}old", with: "{PLAIN}new")),
        ("bob", map.replacing("bob:x", with: "bob:{PLAIN}new")),
        ("dave", map + "\ndave:{PLAIN}new\n"),
        ("ALICE ", map.replacing("{PLAIN}old", with: "{PLAIN}new")),
        ("Dave  ", map + "\nDave:{PLAIN}new\n"),
        ("zoë@example.com", map + "\nzoë@example.com:{PLAIN}new\n"),
        ("a b", map + "\na b:{PLAIN}new\n"),
    ])
    func setOnePasswordAndLeaveTheRest(user: String, expected: String) throws {
        #expect(try edited(Self.map) { try $0.setting(Array("new".utf8), of: user) } == expected)
    }

    @Test func makesTheFirstLineOfAnEmptyMap() throws {
        #expect(try edited("") { try $0.setting(Array("new".utf8), of: "alice") } == "alice:{PLAIN}new\n")
    }

    @Test(
        arguments: [
            ("alice", map.replacing(/alice.*\n/, with: "")),
            ("carol", map.replacing("carol:{CRYPT}y\n", with: "")),
            ("Bob ", map.replacing("bob:x\r\n", with: "")),
            ("nobody", nil),
            ("not a user", nil),
            ("# users", nil),
        ] as [(String, String?)])
    func removeOneUserAndLeaveTheRest(user: String, expected: String?) throws {
        #expect(try edited(Self.map) { $0.removing(user) } == expected)
    }

    @Test func removeEveryLineOfAUserWhoHasTwo() throws {
        #expect(try edited("a:1\nb:2\nA :3") { $0.removing("a") } == "b:2\n")
    }

    @Test func refuseToSetAPasswordOfAUserWhoHasTwoLines() throws {
        try withTemporaryFile("a:1\nA:2\n".utf8) { path in
            #expect(throws: ConfigurationError("\(path): line 2: this user is already in line 1")) {
                try CredentialsFile(path: path).setting([1], of: "a")
            }
        }
    }

    static let passwords: [[UInt8]] =
        [
            "plain", "two words", "{PLAIN}x", "{", "a:b", " lead", "trail ", "ünï", "tab\there", "#x", "\r",
            "'\"$`\\",
        ]
        .map { Array($0.utf8) } + [[0], [0xFF, 0xFE], Array(UInt8.min ... .max)]

    /// SMSGate is sent exactly the bytes that were set, and other lines do not change.
    @Test(arguments: passwords)
    func keepAnyPassword(password: [UInt8]) throws {
        let map = try #require(
            try edited("bob:x::::::sms_priority=1\n") { try $0.setting(password, of: "alice") })
        try withTemporaryFile(map.utf8) { path in
            let file = try CredentialsFile(path: path)
            #expect(try file.account(of: "alice")?.sender.password == password)
            #expect(try file.account(of: "bob")?.sender.password == Array("x".utf8))
            #expect(file.problems(in: Configuration()).isEmpty)
        }
    }

    @Test(arguments: [
        ("plain", "{PLAIN}plain"), ("two words", "{PLAIN}two words"), ("{x", "{PLAIN.b64}e3g="),
        ("a:b", "{PLAIN.b64}YTpi"), (" x", "{PLAIN.b64}IHg="), ("x ", "{PLAIN.b64}eCA="),
        ("ü", "{PLAIN.b64}w7w="),
    ])
    func writeAPasswordPlainWhereThatIsSafe(password: String, stored: String) throws {
        #expect(try edited("") { try $0.setting(Array(password.utf8), of: "u") } == "u:\(stored)\n")
    }

    @Test(arguments: [
        ("", "a user name cannot be empty"), (" ", "a user name cannot be empty"),
        ("a:b", "a user name cannot hold a colon: it ends there in the map"),
        ("#a", "a user name cannot begin with #: its line would be a comment"),
        // Characters that a colon or # only begins.
        ("a:\u{301}b", "a user name cannot hold a colon: it ends there in the map"),
        (":\u{FE0F}", "a user name cannot hold a colon: it ends there in the map"),
        ("#\u{20E3}a", "a user name cannot begin with #: its line would be a comment"),
        ("a\nb", "a user name cannot hold control characters"),
        ("a\u{0}", "a user name cannot hold control characters"),
        ("a\u{85}b", "a user name cannot hold control characters"),
        ("a\u{FFFD}", "a user name must be UTF-8"),
    ])
    func refuseANameThatCannotLogIn(user: String, what: String) throws {
        try withTemporaryFile("".utf8) { path in
            #expect(throws: ConfigurationError(what)) {
                try CredentialsFile(path: path).setting([1], of: user)
            }
        }
    }

    @Test func refuseAPasswordThatCannotLogIn() throws {
        #expect(CredentialsFile.problem(withPassword: [], of: "a") == "a password cannot be empty")
        let long = [UInt8](repeating: 1, count: 1499)
        #expect(CredentialsFile.problem(withPassword: long, of: "a") == nil)
        #expect(
            CredentialsFile.problem(withPassword: long, of: "ab")
                == "user name and password are too long for AUTH: more than 1500 bytes together")
    }

    @Test func listEveryUserAndEveryProblem() throws {
        try withTemporaryFile((Self.map + "\nalice:z\nerin:x::::::sms_sim_number=9 sms_no=1 x=y\n").utf8) {
            path in
            let file = try CredentialsFile(path: path)
            #expect(file.users.map(\.name) == ["alice", "bob", "carol", "alice", "erin"])
            #expect(file.users.first?.extraFields.map(\.shown) == ["sms_priority=5", "sms_device_id=a:b"])
            #expect(
                file.problems(in: Configuration()).map(\.error.description) == [
                    "\(path): line 5: the password does not match its scheme, {CRYPT}",
                    "\(path): line 6: expected \"user:password\"",
                    "\(path): line 7: this user is already in line 2",
                    "\(path): line 8: sms_sim_number: bad value: expected a number from 1 to 3",
                    "\(path): line 8: unknown extra field: sms_no",
                ])
        }
    }
}

@Suite("The replacement of the credentials map")
struct CredentialsReplacementTests {
    private func withFolder(_ body: (_ path: String) throws -> Void) throws {
        try withTemporaryFolder { try body($0 + "/map") }
    }

    private func attributes(_ path: String) throws -> [FileAttributeKey: Int] {
        let all = try FileManager.default.attributesOfItem(atPath: path)
        return [.posixPermissions, .ownerAccountID, .groupOwnerAccountID].reduce(into: [:]) {
            $0[$1] = (all[$1] as? NSNumber)?.intValue
        }
    }

    @Test(arguments: [0o600, 0o640, 0o660, 0o400])
    func keepsOwnerGroupAndMode(mode: Int) throws {
        try withFolder { path in
            try "a:b\n".write(toFile: path, atomically: false, encoding: .utf8)
            let root = getuid() == 0
            let owner = root ? 12_345 : Int(getuid())
            let group = root ? 54_321 : Int(getgid())
            try FileManager.default.setAttributes(
                [.posixPermissions: mode, .ownerAccountID: owner, .groupOwnerAccountID: group],
                ofItemAtPath: path)
            #expect(try editCredentials(at: path) { _ in Array("new".utf8) })
            #expect(
                try attributes(path) == [
                    .posixPermissions: mode, .ownerAccountID: owner, .groupOwnerAccountID: group,
                ])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        }
    }

    @Test func makesANewMapThatNobodyElseReads() throws {
        try withFolder { path in
            try editCredentials(at: path) { map in map == nil ? Array("new".utf8) : nil }
            let mode = try #require(try attributes(path)[.posixPermissions])
            let group =
                try FileManager.default.attributesOfItem(atPath: path)[.groupOwnerAccountName] as? String
            #expect(mode == (group == "postsms" ? 0o640 : 0o600))
        }
    }

    /// A reader with the old file open reads it to its end, because the file is replaced and not overwritten.
    @Test func neverWritesIntoTheFileThatIsThere() throws {
        try withFolder { path in
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let reader = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            try editCredentials(at: path) { _ in Array("new".utf8) }
            #expect(try reader.readToEnd() == Data("old".utf8))
        }
    }

    @Test func replacesWhatALinkLeadsTo() throws {
        try withFolder { path in
            try "old".write(toFile: path + "-target", atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + "-target")
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + "-target")
            try editCredentials(at: path) { _ in Array("new".utf8) }
            #expect(try String(contentsOfFile: path + "-target", encoding: .utf8) == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == path + "-target")
        }
    }

    @Test func changesNothingWhenTheEditFails() throws {
        try withFolder { path in
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(throws: ConfigurationError("no")) {
                try editCredentials(at: path) { _ throws(ConfigurationError) in throw ConfigurationError("no")
                }
            }
            #expect(try !editCredentials(at: path) { _ in nil })
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            #expect(
                try FileManager.default.contentsOfDirectory(
                    atPath: (path as NSString).deletingLastPathComponent)
                    == ["map"])
        }
    }

    @Test func isNotHinderedByWhatAKilledEditLeft() throws {
        try withFolder { path in
            try "half".write(toFile: path + ".new", atomically: false, encoding: .utf8)
            try editCredentials(at: path) { _ in Array("new".utf8) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
            #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        }
    }

    @Test func isNotHinderedByALockThatAKilledEditLeft() throws {
        try withFolder { path in
            try Data().write(to: URL(filePath: path + ".lock"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + ".lock")
            try editCredentials(at: path) { _ in Array("new".utf8) }
            #expect(!FileManager.default.fileExists(atPath: path + ".lock"))
        }
    }

    /// Anyone who can read the folder or the map can lock it.
    @Test(arguments: ["", "/map"])
    func isNotHinderedByALockOnWhatOthersCanOpen(name: String) throws {
        try withFolder { path in
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let locked = (path as NSString).deletingLastPathComponent + name
            let lock = unsafe open(locked, O_RDONLY)
            defer { close(lock) }
            #expect(flock(lock, LOCK_EX) == 0)
            #expect(try editCredentials(at: path) { _ in Array("new".utf8) })
        }
    }

    /// A file of this name that is not ours is neither used as a lock nor removed.
    @Test(arguments: [("text", 0o600), ("", 0o644), ("", 0o620)])
    func leavesAFileAloneThatIsNoLock(content: String, mode: Int) throws {
        try withFolder { path in
            let lock = path + ".lock"
            try content.write(toFile: lock, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: lock)
            #expect(throws: ConfigurationError("\(lock): is not a lock file of postsms: move it away")) {
                try editCredentials(at: path) { _ in Array("new".utf8) }
            }
            #expect(try String(contentsOfFile: lock, encoding: .utf8) == content)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func doesNotFollowALinkInPlaceOfItsLock() throws {
        try withFolder { path in
            try FileManager.default.createSymbolicLink(
                atPath: path + ".lock", withDestinationPath: path + "-elsewhere")
            #expect(throws: ConfigurationError.self) {
                try editCredentials(at: path) { _ in Array("new".utf8) }
            }
            #expect(!FileManager.default.fileExists(atPath: path + "-elsewhere"))
        }
    }

    @Test func throwsWithoutAFolder() {
        #expect(
            throws: ConfigurationError("/nonexistent/map: cannot be written: No such file or directory")
        ) {
            try editCredentials(at: "/nonexistent/map") { _ in [] }
        }
    }
}
