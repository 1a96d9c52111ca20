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
        #expect(UserName.canonical(name) == canonical)
        #expect(UserName.canonical(canonical) == canonical)
    }

    @Test(arguments: [" alice", "al ice", "alice\t", "alice\u{A0}", "alicé", "alice\u{301}"])
    func isAnotherWithAnyOtherDifference(name: String) {
        #expect(UserName.canonical(name) != "alice")
        #expect(UserName.canonical(name) == name)
    }
}
