import Accounts
import Testing

@Suite("A user name")
struct UserNameTests {
    @Test(arguments: [
        ("alice", "alice"), ("ALICE", "alice"), ("Alice", "alice"), ("alice ", "alice"),
        ("aLiCe   ", "alice"),
        ("Zoë@EXAMPLE.com", "zoë@example.com"), ("ZOË ", "zoë"), ("Y4K2QD", "y4k2qd"), ("", ""), ("  ", ""),
    ])
    func isTheSameInAnyCaseAndWithTrailingSpaces(name: String, canonical: String) {
        #expect(UserName.canonical(name) == Array(canonical.utf8))
        #expect(UserName.canonical(canonical) == Array(canonical.utf8))
    }

    @Test func isTheSameInBothSpellingsOfALetter() {
        #expect(UserName.canonical("\u{E9}va") == UserName.canonical("e\u{301}va"))
        #expect(UserName.canonical("E\u{301}va") == Array("\u{E9}va".utf8))
    }

    @Test(arguments: [" alice", "al ice", "alice\t", "alice\u{A0}", "alicé", "alice\u{301}"])
    func isAnotherWithAnyOtherDifference(name: String) {
        #expect(UserName.canonical(name) != Array("alice".utf8))
        #expect(String(decoding: UserName.canonical(name), as: UTF8.self) == name)
    }
}
