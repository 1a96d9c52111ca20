import SMSGate
import Testing

@Suite struct MessageIDTests {
    /// Known values, computed with Python's hashlib: the first 32 hexadecimal digits of the SHA-256 of all
    /// fields, each after its length as 8 bytes, lowest first. If a value changed, messages in a queue during
    /// an upgrade would be sent twice.
    @Test(arguments: [
        (["", "", "", ""], "66687aadf862bd776c8fc18b8e9f8e20"),
        (
            ["alice", "4bXyZ1234", "+12025550123@smtp.sms-gate.app", "Subject: x\n\nHello\n"],
            "0279565f7fecb65efa5ad566644d2334"
        ),
    ])
    func hasItsKnownValue(fields: [String], id: String) {
        #expect(Self.id(fields).description == id)
    }

    @Test(arguments: [[], ["a", "b"], ["é\u{0}\n", "", String(repeating: "x", count: 100_000)]])
    func isWhatTheAPITakes(fields: [String]) {
        let id = Self.id(fields).description
        #expect(id.utf8.count == 32)
        #expect(id.utf8.allSatisfy("0123456789abcdef".utf8.contains))
    }

    @Test func differsWhenTextMovesFromFieldToField() {
        let lists = [
            ["ab", "", ""], ["a", "b", ""], ["", "ab", ""], ["a", "", "b"], ["", "a", "b"], ["", "", "ab"],
            ["b", "a", ""], ["ab\u{0}", "", ""], ["ab", "\u{0}", ""], ["", "", ""], ["ab", ""], ["ab"], [""],
            [],
            // The length of one field as the text of another.
            ["a\u{1}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}b", "", ""],
        ]
        #expect(Set(lists.map(Self.id)).count == lists.count)
        #expect(Self.id(["a", "b"]) == Self.id(["a", "b"]))
    }

    private static func id(_ fields: [String]) -> MessageID {
        MessageID(hashing: fields.map { Array($0.utf8) })
    }
}
