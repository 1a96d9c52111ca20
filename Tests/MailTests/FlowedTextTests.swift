import Mail
import Testing

@Suite("format=flowed")
struct FlowedTextTests {
    @Test(
        "Flowed lines are joined within a paragraph",
        arguments: [
            ("one \ntwo \nthree\nfour", "one two three\nfour"),
            ("one\n\ntwo \nthree\n", "one\n\ntwo three\n"),
            (" From here\n  indented", "From here\n indented"),
            ("> quoted \n> text\nown", "> quoted text\nown"),
            ("> one \n>> two", "> one \n>> two"),
            ("text \n> quote", "text \n> quote"),
            ("text\n-- \nAlice", "text\n-- \nAlice"),
            ("text \n-- \nAlice", "text \n-- \nAlice"),
            ("last ", "last "),
            ("", ""),
        ] as [(String, String)])
    func flowed(flowed: String, unfolded: String) {
        let type = "text/plain; format=Flowed"
        #expect(text(of: Array(flowed.utf8), contentType: type) == unfolded)
        #expect(text(of: withCRLF(Array(flowed.utf8)), contentType: type) == unfolded)
    }

    @Test("DelSp takes the space away with the line break")
    func deleteSpace() {
        let type = "text/plain; delsp=yes; format=flowed"
        #expect(text(of: Array("Donau \ndampf \nschiff\nx".utf8), contentType: type) == "Donaudampfschiff\nx")
    }

    @Test("Fixed text keeps its lines")
    func fixed() {
        #expect(text(of: Array("one \ntwo".utf8), contentType: "text/plain; format=fixed") == "one \ntwo")
    }
}
