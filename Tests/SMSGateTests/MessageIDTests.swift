import SMSGate
import Testing

@Suite struct MessageIDTests {
    /// Known values, computed with Python's hashlib: the first 32 hexadecimal digits of the SHA-256 of all fields, each
    /// behind its length as 8 bytes, lowest first. A value that changes would send twice what is in a queue during an
    /// upgrade.
    @Test(arguments: [
        (["", "", "", ""], "66687aadf862bd776c8fc18b8e9f8e20"),
        (
            ["alice", "4bXyZ1234", "+12025550123@smtp.sms-gate.app", "Subject: x\n\nHello\n"],
            "0279565f7fecb65efa5ad566644d2334"
        ),
    ])
    func hasItsKnownValue(fields: [String], id: String) throws {
        #expect(try Self.id(fields).description == id)
    }

    @Test(arguments: [
        ["", "", "", ""], ["a", "b", "c", "d"],
        ["é\u{0}\n", "", "\u{1F600}", String(repeating: "x", count: 100_000)],
    ])
    func isWhatTheAPITakes(fields: [String]) throws {
        let id = try Self.id(fields).description
        #expect(id.utf8.count == 32)
        #expect(id.utf8.allSatisfy("0123456789abcdef".utf8.contains))
    }

    @Test func isTheSameForTheSameFields() throws {
        #expect(try Self.id(["a", "b", "c", "d"]) == Self.id(["a", "b", "c", "d"]))
    }

    @Test func differsWhenTextMovesFromFieldToField() throws {
        let lists = [
            ["ab", "", "", ""], ["a", "b", "", ""], ["", "ab", "", ""], ["a", "", "b", ""],
            ["", "a", "b", ""],
            ["", "", "ab", ""], ["a", "", "", "b"], ["", "", "a", "b"], ["", "", "", "ab"],
            ["b", "a", "", ""],
            ["ab\u{0}", "", "", ""], ["ab", "\u{0}", "", ""], ["", "", "", ""],
            // A length of one field as the text of another.
            ["a\u{1}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}b", "", "", ""],
        ]
        #expect(try Set(lists.map(Self.id)).count == lists.count)
    }

    @Test func countsEveryByteOfTheMessage() {
        let message = [UInt8](repeating: 0x61, count: 300)
        var ids: Set<MessageID> = []
        for position in message.indices {
            var changed = message
            changed[position] = 0x62
            ids.insert(MessageID(user: "a", queueID: "b", recipient: "c", message: changed))
        }
        ids.insert(MessageID(user: "a", queueID: "b", recipient: "c", message: message))
        ids.insert(MessageID(user: "a", queueID: "b", recipient: "c", message: message + [0]))
        #expect(ids.count == message.count + 2)
    }

    /// - Parameter fields: user, queue id, recipient, message
    private static func id(_ fields: [String]) throws -> MessageID {
        try #require(fields.count == 4)
        return MessageID(
            user: fields[0], queueID: fields[1], recipient: fields[2], message: Array(fields[3].utf8))
    }
}
