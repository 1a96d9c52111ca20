import Check
import Configuration
import Testing

@Suite("What check says of the user whom Postfix runs postsms as")
struct RuntimeUserTests {
    @Test(
        arguments: [
            ("user=postsms", nil),
            ("user=postsms:postsms", nil),
            (
                "user=nobody2",
                "useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nobody2"
            ),
            (
                "user=orphan",
                "useradd --system --gid orphan --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin orphan"
            ),
            ("user=postsms:nobody2", "groupadd --system nobody2"),
            ("user=root", ""), ("user=postfix", ""), ("user=postsms:root", ""), ("user=postsms:postdrop", ""),
            ("", ""),
        ] as [(String, String?)])
    func mustBeOneThatPostfixTakes(attribute: String, fix: String?) throws {
        let service = "postsms unix - n n - 20 pipe flags=Rq \(attribute) argv=/x/postsms pipe"
        let found = try findings(Configuration(), .fake(services: service)).problems("user: ")
        #expect(found.count == (fix == nil ? 0 : 1))
        if let fix, !fix.isEmpty { #expect(found.first?.fix == [fix]) }
        if fix == "" { #expect(found.first?.fix.joined().contains("user=postsms argv=/x/postsms") == true) }
    }

    @Test func isMissedOnceForAllServices() throws {
        let services = """
            postsms unix - n n - 20 pipe user=nobody2 argv=/x/postsms pipe
            postsms-auth unix - n n - 0 spawn user=nobody2 argv=/x/postsms auth
            """
        #expect(try findings(Configuration(), .fake(services: services)).problems("user: ").count == 1)
    }
}
