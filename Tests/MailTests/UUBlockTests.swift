import Mail
import Testing

@Suite("uuencoded files within a text")
struct UUBlockTests {
    private static let full = "M" + String(repeating: "A", count: 60)

    @Test(
        "A block goes, with the empty lines after it",
        arguments: [
            ("Hello\n\nbegin 644 a\n#0V%T\n`\nend\n\nBye", "Hello\n\nBye"),
            ("Hello\nbegin 0644 a b.txt\n#0V%T\n`\nend\nBye", "Hello\nBye"),
            ("begin 644 a\n#0V%T\n \nend\n\nBye", "Bye"),
            ("begin 644 a\n#0V%T\n\nend\nBye", "Bye"),
            ("Hello\n\nbegin 644 a\n`\nend\n", "Hello"),
            ("Hello\n\nbegin 644 a\n\(full)\n\(full)\n#0V%T\n", "Hello"),
            ("Hello\n\nbegin 644 a\n\(full)\nM0V%T!", "Hello"),
            ("Hello\n\nbegin 644 a\n\(full)\nM\n#0V%T\n`\nend\n", "Hello"),
            ("A\n\nbegin 644 a\n#0V%T\n`\nend\n\nbegin 644 b\n!00\n`\nend\n\nB", "A\n\nB"),
        ] as [(String, String)])
    func removed(body: String, expected: String) {
        #expect(trimmed(body) == expected)
        #expect(trimmed(body.replacing("\n", with: "\r\n")) == expected)
    }

    @Test(
        "Words that look like a block stay",
        arguments: [
            "begin 644 things\nwe go",
            "begin 644 things\nWE GO",
            "begin 644 things",
            "begin 644\n#0V%T\n`\nend",
            "begin 64 a\n#0V%T\n`\nend",
            "begin 689 a\n#0V%T\n`\nend",
            "begin 644 a\n#0V%T#0V%T\n`\nend",
            "begin 644 a\n\nend",
            "To begin 644 a\n#0V%T\n`\nend",
        ])
    func kept(body: String) {
        #expect(trimmed(body) == body)
    }

    @Test("Blocks far longer than an SMS hide neither the text nor the blocks between them")
    func long() {
        let block = "begin 644 a\n" + String(repeating: Self.full + "\n", count: 4_000) + "`\nend\n"
        #expect(trimmed("A\n\n" + block + "\nB\n" + block + "C\n\n" + block + "\nD") == "A\n\nB\nC\n\nD")
    }

    private func trimmed(_ body: String) -> String {
        let text = text(of: Array(body.utf8), contentType: "text/plain")
        return String(text.reversed().drop { $0.isWhitespace }.reversed())
    }
}
