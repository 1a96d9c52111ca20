import Check
import Configuration
import Testing

@Suite("What check says of routes")
struct RoutePointTests {
    private let service = "postsms unix - n n - 20 pipe user=postsms argv=/x/postsms pipe"

    private func problems(_ parameters: String, written: String? = nil, tables: [String: [String: String]])
        throws -> [Finding]
    {
        try findings(
            Configuration(), .fake(parameters, written: written, services: service),
            .fake(
                contents: [
                    "/remark": "# not smtp.sms-gate.app\nlocalhost\n", "/itself": "/itself",
                    "/excluded": "!smtp.sms-gate.app\n.sms-gate.app\n",
                ], tables: tables)
        ).problems("route: ")
    }

    @Test(arguments: [
        ["smtp.sms-gate.app": "postsms:"], ["smtp.sms-gate.app": "postsms"],
        ["+12025550123@smtp.sms-gate.app": "postsms:", "smtp.sms-gate.app": "smtp:"],
        [".sms-gate.app": "postsms:x"],
    ])
    func mayStandInATableInAnyOfItsForms(table: [String: String]) throws {
        #expect(try problems("transport_maps = t:a, t:b", tables: ["t:a": [:], "t:b": table]).isEmpty)
    }

    /// postsms refuses what is not for a phone number, such as notices.
    @Test(arguments: [
        ("transport_maps = t", "route: mail to any domain goes to transport postsms, which refuses it"),
        (
            "transport_maps = r\ndefault_transport = postsms:",
            "route: default_transport is postsms:: other mail goes to postsms, which refuses it"
        ),
        (
            "transport_maps = r\nmyorigin = SMTP.sms-gate.app",
            "route: myorigin is smtp.sms-gate.app: mail of this machine to root and others without a domain goes to postsms, which refuses it"
        ),
    ])
    func maySendNoOtherMailToPostsms(parameters: String, text: String) throws {
        let found = try problems(
            parameters, tables: ["t": ["*": "postsms:"], "r": ["smtp.sms-gate.app": "postsms:"]])
        #expect(found.map(\.text) == [text])
    }

    @Test(arguments: [
        "virtual_alias_maps", "relocated_maps", "virtual_alias_domains", "relay_domains",
        "sender_dependent_relayhost_maps",
    ])
    func mayNotDependOnATableThatFails(parameter: String) throws {
        let found = try problems(
            "transport_maps = r\n\(parameter) = hash:/gone, good:x",
            tables: ["r": ["smtp.sms-gate.app": "postsms:"], "good:x": [:]])
        #expect(found.map(\.text) == ["route: \(parameter): hash:/gone look-up fails: no such table"])
    }

    /// Postfix matches a regular expression against whole addresses only.
    @Test func mayNotBeThatOfADomainInAPattern() throws {
        let tables = ["regexp:/t": ["smtp.sms-gate.app": "postsms:", "*": "postsms:"]]
        #expect(try problems("transport_maps = regexp:/t", tables: tables).count == 1)
        // An entry for the domain would not be asked.
        let catchAll = ["regexp:/t": ["+12025550123@smtp.sms-gate.app": "smtp:"]]
        #expect(
            try problems("transport_maps = regexp:/t", tables: catchAll).map(\.fix) == [
                [#"postconf -e 'transport_maps = regexp:{ {/@smtp\.sms-gate\.app$$/ postsms:} }, regexp:/t'"#]
            ])
        let whole = ["regexp:/t": ["+12025550123@smtp.sms-gate.app": "postsms:"]]
        #expect(try problems("transport_maps = regexp:/t", tables: whole).isEmpty)
    }

    @Test(arguments: [
        ([:], "no transport of ours"), (["smtp.sms-gate.app": "smtp:"], "transport smtp"),
        (["smtp.sms-gate.app": ":[192.0.2.1]"], "the default transport"),
    ])
    func mustLeadToTheTransport(table: [String: String], to target: String) throws {
        let found = try problems("transport_maps = t:a", tables: ["t:a": table])
        #expect(
            found == [
                .error(
                    "route: mail to smtp.sms-gate.app goes to \(target)",
                    fix: "postconf -e 'transport_maps = inline:{ smtp.sms-gate.app=postsms: }, t:a'")
            ])
    }

    @Test(arguments: [
        ("hash:/x/t", [], ["touch /x/t", "postmap hash:/x/t"]), ("regexp:/x/t", [], ["${EDITOR:-vi} /x/t"]),
        // Whoever edited it may not want it to be used yet.
        ("hash:/x/t", ["/x/t"], ["ls -l /x/t /x/t.db"]), ("hash:/x/t", ["/x/t.db"], ["ls -l /x/t /x/t.db"]),
        ("mysql:x", [], []),
    ])
    func mustStandInATableThatCanBeAsked(table: String, there: [String], fix: [String]) throws {
        let files = there.map { ($0, FileStatus(kind: .file, mode: 0o644)) }
        let found = try findings(
            Configuration(), .fake("transport_maps = \(table)", services: service),
            .fake(files: Dictionary(uniqueKeysWithValues: files))
        ).problems("route: ")
        #expect(found.map(\.fix) == [fix])
        #expect(found.first?.text == "route: transport_maps: \(table) look-up fails: no such table")
    }

    @Test(arguments: [
        (
            "mydestination = a, SMTP.sms-gate.app, b", "mydestination = a, SMTP.sms-gate.app, b",
            "mydestination = a, b"
        ),
        (
            "mydestination = smtp.sms-gate.app, b\nmyhostname = smtp.sms-gate.app",
            "mydestination = $myhostname, b", "mydestination = b"
        ),
        (
            "mydestination = smtp.sms-gate.app, b\nmyhostname = smtp.sms-gate.app",
            "mydestination = ${myhostname} b", "mydestination = b"
        ),
        (
            "relay_domains = sms-gate.app\nparent_domain_matches_subdomains = relay_domains",
            "relay_domains = sms-gate.app", "relay_domains = !smtp.sms-gate.app, sms-gate.app"
        ),
        (
            "virtual_alias_domains = .sms-gate.app", "virtual_alias_domains = .sms-gate.app",
            "virtual_alias_domains = !smtp.sms-gate.app, .sms-gate.app"
        ),
    ])
    func mustBeForAuthenticatedClientsOnly(parameters: String, written: String, right: String) throws {
        let found = try problems(
            "transport_maps = t:a\n" + parameters, written: written,
            tables: ["t:a": ["smtp.sms-gate.app": "postsms:"]])
        #expect(found.map(\.level) == [.error])
        #expect(found.first?.fix == ["postconf -e '\(right)'"])
    }

    @Test(arguments: [
        "mydestination = sms-gate.app", "relay_domains = sms-gate.app",
        "virtual_mailbox_domains = xsmtp.sms-gate.app",
        "mydestination = !smtp.sms-gate.app", "virtual_alias_domains = !smtp.sms-gate.app, .sms-gate.app",
        "mydestination = /remark", "mydestination = /itself, localhost", "mydestination = /excluded",
    ])
    func mayBeBesideOtherDomains(parameters: String) throws {
        #expect(
            try problems(
                "transport_maps = t:a\n" + parameters, tables: ["t:a": ["smtp.sms-gate.app": "postsms:"]]
            ).isEmpty)
    }
}
