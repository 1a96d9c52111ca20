import SMSGate
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        arguments: [
            ("{}", .object([])), ("[]", .array([])), (" \n{\t}\r ", .object([])),
            (
                #"{"a":1,"b":-2.5e3,"c":null}"#,
                .object([.init("a", .integer(1)), .init("b", .real(-2500)), .init("c", .null)])
            ),
            (
                #"[true,false,"x",{"y":[]}]"#,
                .array([.boolean(true), .boolean(false), .string("x"), .object([.init("y", .array([]))])])
            ),
            (
                #"{"é":"\u00e9\ud83d\ude00\n\"\\\/\u0000"}"#,
                .object([.init("é", .string("é\u{1F600}\n\"\\/\0"))])
            ),
            (#"[9223372036854775807,-9223372036854775808]"#, .array([.integer(.max), .integer(.min)])),
            (#"{"a":1,"a":2}"#, .object([.init("a", .integer(2))])),
        ] as [(String, JSON)])
    func isRead(text: String, value: JSON) {
        #expect(JSON(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", #"{"a"}"#, #"{"a":1,}"#, #"{a:1}"#, #"{'a':1}"#, #"{"a":1} x"#, "{}{}",
        #"{"a":"#,
        #"["\x"]"#, #"["\ud83d"]"#, "[\"a\nb\"]", "[01]", "[1.]", "[NaN]", "[1e999]", "[9223372036854775808]",
        "<html>", "null", "1", "\"x\"", "\u{FEFF}{}", "{}\0", "// c\n{}",
    ])
    func isNothingElse(text: String) {
        #expect(JSON(Array(text.utf8)) == nil)
    }

    @Test func isUTF8() {
        #expect(JSON([0x5B, 0x22, 0xC3, 0xA9, 0x22, 0x5D]) == .array([.string("é")]))
        for bytes: [UInt8] in [[0xE9], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] {
            #expect(JSON([0x5B, 0x22] + bytes + [0x22, 0x5D]) == nil)
        }
    }

    /// A server may send anything.
    @Test(arguments: [(2_000, true), (3_000, false), (100_000, false)])
    func isNestedSoDeeply(levels: Int, isRead: Bool) {
        let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect((JSON(Array(text.utf8)) != nil) == isRead)
    }

    @Test(
        arguments: [
            (.object([]), "{}"), (.array([]), "[]"),
            (
                .object([.init("b", .integer(-1)), .init("a", .boolean(true)), .init("c", .null)]),
                #"{"a":true,"b":-1,"c":null}"#
            ),
            (.array([.string("a/b\u{7F}é\t\"\\"), .boolean(false)]), "[\"a/b\u{7F}é\\t\\\"\\\\\",false]"),
            (.array([.integer(.max), .integer(.min)]), "[9223372036854775807,-9223372036854775808]"),
            (
                .object([.init("x", .array([.object([.init("y", .string("\0"))])]))]),
                #"{"x":[{"y":"\u0000"}]}"#
            ),
        ] as [(JSON, String)])
    func isWrittenOnOneLine(value: JSON, text: String) {
        #expect(value.serialized().map { String(decoding: $0, as: UTF8.self) } == text)
    }
}
