import Accounts
import Configuration
import Delivery
import Files
import SMSGate
import TemporaryFile
import Testing

/// Whose account sends for whom.
@Suite struct SharedUserTests {
    private static let mail = Array("Subject: x\r\n\r\nHello\r\n".utf8)

    /// The user at SMSGate, or the outcome.
    private func sender(
        for user: String?, shared: String?, default defaultUser: String? = nil, nullSender: Bool = false,
        map: String = "alice:a\nteam:b::::::sms_priority=5\nhashed:x::::::sms_user=Y4K2QD\n"
    ) throws -> Result<(user: String, id: MessageID), Outcome> {
        var configuration = Configuration()
        configuration.sharedUser = shared
        configuration.defaultUser = defaultUser
        let envelope = Envelope(
            user: user, hasNullSender: nullSender, queueID: "4bz1",
            recipient: "+12025550123@smtp.sms-gate.app")
        return try withTemporaryFile(map.utf8) { path in
            Result { () throws(Outcome) in
                let sms = try prepare(
                    Self.mail, to: envelope, configuration: configuration,
                    account: AccountSources(map: path, directory: nil).account, now: 0)
                return (sms.credentials.user, sms.request.id)
            }
        }
    }

    @Test(
        arguments: [
            ("alice", "team", nil, "alice"), ("ALICE ", "team", nil, "alice"), ("bob", "team", nil, "team"),
            ("bob@example.com", "Team", nil, "team"), ("bob", "hashed", nil, "Y4K2QD"),
            (nil, "team", "alice", "alice"), ("bob", "team", "alice", "team"),
        ] as [(String?, String, String?, String)])
    func sendsForWhoIsNotKnown(user: String?, shared: String, default: String?, sender: String) throws {
        #expect(try self.sender(for: user, shared: shared, default: `default`).get().user == sender)
    }

    /// The id is that of who logged in: two users with the same mail send two SMS.
    @Test func keepsUsersApart() throws {
        let bob = try sender(for: "bob", shared: "team").get().id
        #expect(try sender(for: "Bob ", shared: "team").get().id == bob)
        #expect(try sender(for: "carol", shared: "team").get().id != bob)
        #expect(try sender(for: "bob", shared: "alice").get().id == bob)
    }

    @Test(
        arguments: [
            ("bob", nil, nil, .authenticationFailed), (nil, "team", nil, .authenticationRequired),
            // A default_user that is not there is nobody who logged in.
            (nil, "team", "nobody", .authenticationFailed),
            ("bob", "nobody", nil, .localConfigurationError("shared_user: there is no user nobody")),
        ] as [(String?, String?, String?, Outcome.Condition)])
    func sendsForNobodyElse(
        user: String?, shared: String?, default: String?, condition: Outcome.Condition
    ) throws {
        let result = try sender(for: user, shared: shared, default: `default`)
        guard case .failure(let outcome) = result else {
            Issue.record("it was sent")
            return
        }
        #expect(outcome.condition == condition)
    }

    /// Any user of SMSGate can take a name, and must not get the mail that came without a login.
    @Test func aKeptAccountIsNotTheDefaultUsers() throws {
        try withTemporaryFolder { folder in
            let directory = AccountDirectory(path: folder)
            try directory.keep(user: "alerts", password: [1])
            var configuration = Configuration()
            configuration.defaultUser = "alerts"
            func sender(of user: String?, map: String) throws -> String? {
                let envelope = Envelope(user: user, recipient: "+12025550123@smtp.sms-gate.app")
                return try withTemporaryFile(map.utf8) { path in
                    let sources = AccountSources(map: path, directory: directory)
                    let sms = Result { () throws(Outcome) in
                        try prepare(
                            Self.mail, to: envelope, configuration: configuration, account: sources.account,
                            now: 0)
                    }
                    return try? sms.get().credentials.user
                }
            }
            #expect(try sender(of: nil, map: "") == nil)
            #expect(try sender(of: "alerts", map: "") == "alerts")
            #expect(try sender(of: nil, map: "Alerts:x") == "Alerts")
        }
    }
}
