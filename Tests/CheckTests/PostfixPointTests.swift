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

@Suite("What check says of routes")
struct RoutePointTests {
    private let service = "postsms unix - n n - 20 pipe user=postsms argv=/x/postsms pipe"

    private func problems(_ parameters: String, written: String? = nil, tables: [String: [String: String]])
        throws -> [Finding]
    {
        try findings(
            Configuration(), .fake(parameters, written: written, services: service), .fake(tables: tables)
        ).problems("route: ")
    }

    @Test(arguments: [
        ["smtp.sms-gate.app": "postsms:"], ["smtp.sms-gate.app": "postsms"],
        ["+12025550123@smtp.sms-gate.app": "postsms:", "smtp.sms-gate.app": "smtp:"],
        [".sms-gate.app": "postsms:x"], ["*": "postsms:"],
    ])
    func mayStandInATableInAnyOfItsForms(table: [String: String]) throws {
        #expect(try problems("transport_maps = t:a, t:b", tables: ["t:a": [:], "t:b": table]).isEmpty)
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
            "relay_domains = sms-gate.app", "relay_domains = "
        ),
        (
            "virtual_alias_domains = .sms-gate.app", "virtual_alias_domains = .sms-gate.app",
            "virtual_alias_domains = "
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
        "mydestination = !smtp.sms-gate.app",
    ])
    func mayBeBesideOtherDomains(parameters: String) throws {
        #expect(
            try problems(
                "transport_maps = t:a\n" + parameters, tables: ["t:a": ["smtp.sms-gate.app": "postsms:"]]
            ).isEmpty)
    }
}

@Suite("What check says of open relays")
struct RelayPointTests {
    private let safe =
        "smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination\n"
    private let port = "smtp inet n - y - - smtpd"

    private func problems(_ parameters: String) throws -> [Finding] {
        let strangers = ["9.9.9.9": "OK", "17.253.144.10": "OK", "193.0.6.139": "OK"]
        let strangersOfIPv6 = ["2620:fe::fe": "OK", "2001:67c:2e8:22::c100:68b": "OK"]
        let machine = Machine.fake(
            contents: ["/some": "10.0.0.0/24\n192.0.2.0/24\n", "/all": "10.0.0.0/24\n0.0.0.0/0\n"],
            tables: [
                "hash:/etc/postfix/network": ["9.9.9.9": "OK"], "cidr:/all": strangers,
                "cidr:/6": strangersOfIPv6,
                "cidr:{{0.0.0.0/0 OK}}": strangers, "static:all": strangers,
                "regexp:/senders": ["somebody@stranger.invalid": "OK"],
                "regexp:/domains": ["somebody@stranger.invalid": "REJECT"],
                "hash:/x": [:], "hash:/helo": ["mx.example": "OK"],
                "hash:/own": ["postmaster@mx.example": "OK"],
                "hash:/domain": ["example.org": "permit_mynetworks,permit"],
                "hash:/null": ["<>": "OK"], "hash:/customer": ["jo@customer.example": "OK"],
                "cidr:/classes": ["9.9.9.9": "open", "17.253.144.10": "open", "193.0.6.139": "open"],
            ])
        return try findings(Configuration(), .fake(parameters, services: port), machine).problems("relay: ")
    }

    @Test(arguments: [
        "0.0.0.0/0", "127.0.0.0/8 128.0.0.0/1", "[::]/0", "::/0", "[2000::]/3", "0/0", "34.0.0.0/8",
        "172.0.0.0/8", "172.0.0.0/12", "100.0.0.0/10",
        "10.0.0.0/8 cidr:/all", "cidr:{{0.0.0.0/0 OK}}", "/all", "hash:/missing", "static:all", "cidr:/6",
    ])
    func networksOfStrangersAreAnError(networks: String) throws {
        #expect(try problems(safe + "mynetworks = \(networks)").map(\.level) == [.error])
    }

    /// The other networks stay.
    @Test func networksOfStrangersAreTakenOut() throws {
        let found = try problems(safe + "mynetworks = 10.1.2.0/24, 0.0.0.0/0, hash:/etc/postfix/network")
        #expect(found.map(\.fix) == [["postconf -e 'mynetworks = 10.1.2.0/24 hash:/etc/postfix/network'"]])
    }

    /// postscreen(8) hands its clients to another service; and each may have its own networks.
    @Test func allServicesOfSMTPAreLookedAt() throws {
        let services = "smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd"
        let open = try findings(
            Configuration(), .fake("smtpd_relay_restrictions = permit", services: services)
        ).problems("relay: ")
        #expect(open.map(\.text) == ["relay: port smtpd is an open relay"])
        let wide = try findings(
            Configuration(),
            .fake(safe, services: services, overrides: "smtpd/pass/mynetworks = 0.0.0.0/0\n")
        ).problems("relay: ")
        #expect(
            wide.map(\.text) == [
                "relay: port smtpd: mynetworks holds 0.0.0.0/0: strangers may send through this machine"
            ])
    }

    /// A client that may send XCLIENT LOGIN=alice is alice.
    @Test(arguments: [("127.0.0.0/8", 0), ("127.0.0.1 0.0.0.0/0", 1), ("127.0.0.1 static:all", 1)])
    func strangersMayNotClaimALogin(hosts: String, count: Int) throws {
        let found = try problems(safe + "smtpd_authorized_xclient_hosts = \(hosts)")
        #expect(found.count == count)
        #expect(
            found.flatMap(\.fix).allSatisfy {
                $0 == "postconf -e 'smtpd_authorized_xclient_hosts = 127.0.0.1'"
            })
    }

    /// The other restrictions stay.
    @Test(arguments: [
        "check_client_access hash:/x, permit, permit_mynetworks",
        "check_client_access hash:/x, check_client_access static:OK, permit_mynetworks",
        "check_client_access hash:/x, check_sender_access,regexp:/senders, permit_mynetworks",
    ])
    func anOpenListIsClosedAtItsEnd(list: String) throws {
        let found = try problems("smtpd_relay_restrictions = \(list)")
        #expect(
            found.map(\.fix) == [
                [
                    "postconf -e 'smtpd_relay_restrictions = check_client_access, hash:/x, permit_mynetworks, defer_unauth_destination'"
                ]
            ])
    }

    @Test(arguments: [
        "", "127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128", "10.0.0.0/8", "192.168.1.0/24, 203.0.113.7",
        "172.16.0.0/12 198.51.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "[fe80::]/10",
        "[fd00::]/8 fc00::/7",
        "[2001:db8::]/32", "!0.0.0.0/0", "hash:/etc/postfix/network", "/some", "dead::/16", "!cidr:/all",
    ])
    func networksOfOnesOwnAreNone(networks: String) throws {
        #expect(try problems(safe + "mynetworks = \(networks)").isEmpty)
    }

    @Test(arguments: [
        ("smtpd_relay_restrictions = \nsmtpd_recipient_restrictions = reject_unauth_destination", true),
        ("smtpd_relay_restrictions = permit_mynetworks, reject", true),
        ("smtpd_relay_restrictions = permit", false),
        ("smtpd_relay_restrictions = permit_mynetworks, permit, reject_unauth_destination", false),
        ("smtpd_relay_restrictions = check_client_access hash:/x, permit_mynetworks", false),
        ("smtpd_relay_restrictions = ", false),
        ("smtpd_relay_restrictions = check_client_access static:OK, reject_unauth_destination", false),
        ("smtpd_relay_restrictions = check_client_access,static:{relay},reject_unauth_destination", false),
        ("smtpd_relay_restrictions = check_helo_access static:1, reject", false),
        ("smtpd_relay_restrictions = check_client_access cidr:/all, reject_unauth_destination", false),
        ("smtpd_relay_restrictions = check_sender_access regexp:/senders, reject", false),
        ("smtpd_relay_restrictions = check_recipient_access regexp:/senders, reject", false),
        ("smtpd_relay_restrictions = check_recipient_access regexp:/domains, reject", true),
        ("smtpd_relay_restrictions = check_sasl_access static:OK, reject", true),
        ("smtpd_relay_restrictions = permit_mynetworks, warn_if_reject reject_unauth_destination", false),
        ("smtpd_relay_restrictions = warn_if_reject permit, reject", false),
        ("smtpd_relay_restrictions = permit_mynetworks, REJECT_UNAUTH_DESTINATION", true),
        ("smtpd_relay_restrictions = check_client_access static:{550 5.7.1 no}", true),
        ("smtpd_relay_restrictions = check_client_access static:DUNNO, reject_unauth_destination", true),
        ("smtpd_relay_restrictions = \nsmtpd_client_restrictions = permit_sasl_authenticated, reject", true),
        // A stranger may claim these names.
        ("smtpd_relay_restrictions = check_helo_access hash:/helo, reject", false),
        ("smtpd_relay_restrictions = check_sender_access hash:/own, reject", false),
        ("smtpd_relay_restrictions = check_sender_access hash:/domain, reject", false),
        ("smtpd_relay_restrictions = check_sender_access hash:/null, reject", false),
        ("smtpd_relay_restrictions = check_sender_access hash:/customer, reject", true),
        // Classes.
        ("smtpd_relay_restrictions = open, reject", false),
        ("smtpd_relay_restrictions = closed", true), ("smtpd_relay_restrictions = outer", true),
        ("smtpd_relay_restrictions = loop, reject", true),
        ("smtpd_relay_restrictions = check_client_access cidr:/classes, reject", false),
    ])
    func aPortMustEndInARefusal(parameters: String, isClosed: Bool) throws {
        let classes = """

            myhostname = mx.example
            mydestination = mx.example, example.org, localhost
            smtpd_restriction_classes = open, closed, outer, loop
            open = check_client_access hash:/x, permit
            closed = permit_mynetworks, reject_unauth_destination
            outer = check_client_access hash:/x, closed
            loop = loop
            """
        #expect(try problems(parameters + classes).isEmpty == isClosed)
    }

    @Test(arguments: [
        ("/^p-([0-9]+)@a.example$/ +$1@smtp.sms-gate.app", 1),
        ("/^on-call@a.example$/ +12025550123@smtp.sms-gate.app", 0), ("/^(.*)@a.example$/ $1@b.example", 0),
        ("#/^p-([0-9]+)@a.example$/ +$1@smtp.sms-gate.app", 0),
    ])
    func numbersThatStrangersChooseAreToldOfIfSomebodyPays(line: String, count: Int) throws {
        func found(_ user: String?) throws -> [Finding] {
            var configuration = Configuration()
            configuration.defaultUser = user
            return try findings(
                configuration,
                .fake(safe + "virtual_alias_maps = regexp:/aliases\n", services: port),
                .fake(contents: ["/aliases": "# Numbers\n\(line)\n"], tables: ["regexp:/aliases": [:]])
            ).problems("relay: ")
        }
        #expect(try found("jo").count == count)
        #expect(try found(nil).isEmpty)
    }
}

@Suite("What check says of certificates")
struct CertificatePointTests {
    private let port =
        "submissions inet n - y - - smtpd"
    private let options =
        "submissions/inet/smtpd_tls_wrappermode = yes\nsubmissions/inet/smtpd_sasl_path = private/postsms-auth\n"
    private let key = FileStatus(kind: .file, mode: 0o600)

    private func problems(_ parameters: String, _ machine: Machine) throws -> [Finding] {
        try findings(Configuration(), .fake(parameters, services: port, overrides: options), machine)
            .problems("certificate: ")
    }

    @Test func withoutOneLetsEncryptsIsTakenIfItIsThere() throws {
        let live = "/etc/letsencrypt/live/smtp.sms-gate.app/"
        let found = try problems("", .fake(files: [live + "fullchain.pem": key]))
        #expect(
            found.map(\.fix) == [
                [
                    "postconf -P 'submissions/inet/smtpd_tls_chain_files=\(live)privkey.pem,\(live)fullchain.pem'"
                ]
            ])
    }

    @Test func withoutOpensslItIsNotLookedAt() throws {
        let found = try problems(
            "smtpd_tls_cert_file = /c\nsmtpd_tls_key_file = /k",
            .fake(
                files: ["/c": key, "/k": key],
                contents: ["/c": "-----BEGIN CERTIFICATE-----", "/k": "-----BEGIN PRIVATE KEY-----"]))
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.fix == ["apt-get install openssl"])
    }

    /// A client gets the certificate of the algorithm that it likes best.
    @Test func eachPairIsLookedAt() throws {
        let names = ["cert", "key", "eccert", "eckey"]
        let machine = Machine.fake(
            files: Dictionary(
                uniqueKeysWithValues: names.map {
                    ("/\($0)", FileStatus(kind: .file, mode: $0 == "eckey" ? 0o644 : 0o600))
                }),
            contents: Dictionary(
                uniqueKeysWithValues: names.map {
                    ("/\($0)", $0.hasSuffix("key") ? "PRIVATE KEY" : "BEGIN CERTIFICATE")
                }),
            run: { command in
                let isExpired = command.contains("/eccert") && command.contains("-checkend")
                return ProgramResult(
                    status: isExpired ? 1 : 0,
                    output: command.contains("-checkhost") ? "does match" : "notAfter=then\n")
            })
        let parameters = names.map { "smtpd_tls_\($0)_file = /\($0)" }.joined(separator: "\n")
        #expect(
            try problems(parameters, machine).map(\.text) == [
                "certificate: anybody can read the private key /eckey",
                "certificate: /eccert expired on then",
            ])
    }

    /// Certificates of CAs may be in files of their own.
    @Test func onlyTheServersOwnCertificateIsLookedAt() throws {
        let file = FileStatus(kind: .file, mode: 0o600)
        let machine = Machine.fake(
            files: ["/key": file, "/cert": file, "/chain": file],
            contents: ["/key": "PRIVATE KEY", "/cert": "BEGIN CERTIFICATE", "/chain": "BEGIN CERTIFICATE"],
            run: { command in
                let isOfCA = command.contains("/chain")
                return ProgramResult(
                    status: isOfCA ? 1 : 0, output: command.contains("-checkhost") ? "does match" : "x")
            })
        #expect(try problems("smtpd_tls_chain_files = /key, /cert, /chain", machine) == [])
    }

    @Test func letsEncryptsOwnIsRenewed() throws {
        let file = "/etc/letsencrypt/live/x/fullchain.pem"
        let found = try problems(
            "smtpd_tls_chain_files = \(file)",
            .fake(
                files: [file: key], contents: [file: "BEGIN CERTIFICATE BEGIN PRIVATE KEY"],
                run: { ProgramResult(status: $0.contains("-checkend") ? 1 : 0, output: "notAfter=then\n") }))
        #expect(found == [.error("certificate: \(file) expired on then", fix: "certbot renew")])
    }
}
