import Check
import Configuration
import Testing

@Suite("What check says of open relays")
struct RelayPointTests {
    private let safe =
        "smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination\n"
    private let port = "smtp inet n - y - - smtpd"

    private func problems(_ parameters: String) throws -> [Finding] {
        let strangers = ["9.9.9.9": "OK", "17.253.144.10": "OK", "193.0.6.139": "OK"]
        let strangersOfIPv6 = ["2620:fe::fe": "OK", "2001:67c:2e8:22::c100:68b": "OK"]
        let machine = Machine.fake(
            contents: [
                "/some": "10.0.0.0/24\n192.0.2.0/24\n", "/all": "10.0.0.0/24\n0.0.0.0/0\n",
                "/table": "cidr:/all\n", "/self": "/self",
                "/remarks": "# not 0.0.0.0/0\n10.0.0.0/24\n",
            ],
            tables: [
                "hash:/etc/postfix/network": ["9.9.9.9": "OK"], "cidr:/all": strangers,
                "cidr:/6": strangersOfIPv6,
                "cidr:{{0.0.0.0/0 OK}}": strangers, "static:all": strangers,
                "regexp:/senders": ["somebody@stranger.invalid": "OK"],
                "regexp:/domains": ["somebody@stranger.invalid": "REJECT"],
                "hash:/x": [:], "hash:/helo": ["mx.example": "OK"],
                "hash:/own": ["postmaster@mx.example": "OK"],
                "hash:/domain": ["example.org": "permit_mynetworks,permit"],
                "hash:/null": ["<>": "OK"],
                "cidr:/lan": Dictionary(
                    uniqueKeysWithValues: (Array(strangers.keys) + strangersOfIPv6.keys).map {
                        ($0, "REJECT")
                    }),
                "hash:/mailboxes": ["vm.example": "OK"],
                "hash:/nameless": ["unknown": "OK"], "hash:/customer": ["jo@customer.example": "OK"],
                "cidr:/classes": ["9.9.9.9": "open", "17.253.144.10": "open", "193.0.6.139": "open"],
            ])
        return try findings(Configuration(), .fake(parameters, services: port), machine).problems("relay: ")
    }

    @Test(arguments: [
        "0.0.0.0/0", "127.0.0.0/8 128.0.0.0/1", "[::]/0", "::/0", "[2000::]/3", "0/0", "34.0.0.0/8",
        "172.0.0.0/8", "172.0.0.0/12", "100.0.0.0/10",
        "/table", "10.0.0.0/8 cidr:/all", "cidr:{{0.0.0.0/0 OK}}", "/all", "hash:/missing", "static:all",
        "cidr:/6",
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
        "[2001:db8::]/32", "!0.0.0.0/0", "hash:/etc/postfix/network", "/some", "/remarks", "/self",
        "dead::/16",
        "!cidr:/all",
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
        ("smtpd_relay_restrictions = check_sender_access hash:/mailboxes, reject", false),
        ("smtpd_relay_restrictions = check_client_access hash:/nameless, reject", false),
        ("smtpd_relay_restrictions = check_client_access static:open, reject", false),
        ("smtpd_relay_restrictions = check_client_access static:closed, reject", true),
        ("smtpd_relay_restrictions = check_client_access cidr:/lan, permit", true),
        ("smtpd_relay_restrictions = twice, reject", true),
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
            virtual_mailbox_domains = vm.example
            smtpd_restriction_classes = open, closed, outer, loop, twice
            twice = twice twice twice twice twice twice twice twice
            open = check_client_access hash:/x, permit
            closed = permit_mynetworks, reject_unauth_destination
            outer = check_client_access hash:/x, closed
            loop = loop
            """
        #expect(try problems(parameters + classes).isEmpty == isClosed)
    }

    @Test(arguments: [
        ("/^p-([0-9]+)@a.example$/ +$1@smtp.sms-gate.app", 1),
        ("/^p-([0-9]+)@a.example$/ +${1}@smtp.sms-gate.app", 1),
        ("/^p-([0-9]+)@a.example$/ jo@a.example,+$(1)@smtp.sms-gate.app", 1),
        ("/^on-call@a.example$/ +12025550123@smtp.sms-gate.app", 0), ("/^(.*)@a.example$/ $1@b.example", 0),
        ("#/^p-([0-9]+)@a.example$/ +$1@smtp.sms-gate.app", 0),
        ("/^(alarm|call)@a.example$/ +12025550123@smtp.sms-gate.app, $1-archive@a.example", 0),
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

    @Test(arguments: [("static:all", 1), ("10.0.0.0/8", 0)])
    func aPortForQMQPIsLookedAt(clients: String, count: Int) throws {
        let found = try findings(
            Configuration(),
            .fake(
                safe + "qmqpd_authorized_clients = \(clients)\n",
                services: port + "\n628 inet n - y - - qmqpd"), .fake()
        ).problems("relay: ")
        #expect(found.count == count)
    }

    /// Each is the same for any number.
    @Test(arguments: [
        ["@sms.example": "@smtp.sms-gate.app"],
        ["+12025550123@sms.example": "+12025550123@smtp.sms-gate.app"],
    ])
    func aliasesThatKeepTheNumberAreToldOfIfSomebodyPays(table: [String: String]) throws {
        var configuration = Configuration()
        configuration.defaultUser = "jo"
        let found = try findings(
            configuration,
            .fake(safe + "virtual_alias_maps = t:a\nvirtual_alias_domains = sms.example\n", services: port),
            .fake(tables: ["t:a": table])
        ).problems("relay: ")
        #expect(found.count == 1)
    }

    @Test(arguments: [("jo", .error), (nil, .warning)] as [(String?, Finding.Level)])
    func aTableThatTakesMailForSMSFromAnybodyIsToldOf(user: String?, level: Finding.Level) throws {
        var configuration = Configuration()
        configuration.defaultUser = user
        let list =
            "smtpd_relay_restrictions = permit_mynetworks, check_recipient_access t:a, reject_unauth_destination"
        let found = try findings(
            configuration, .fake(list, services: port),
            .fake(tables: ["t:a": ["smtp.sms-gate.app": "OK"]])
        ).problems("relay: ")
        #expect(found.map(\.level) == [level])
    }

    /// What permits may stand in a class or in another parameter.
    @Test(arguments: ["open", "$mine"])
    func aListIsClosedWhereverItIsOpen(word: String) throws {
        let mine = "permit_mynetworks, check_client_access static:OK"
        func parameters(_ word: String) -> String {
            "smtpd_restriction_classes = open\nopen = permit\nmine = \(mine)\n"
                + "smtpd_relay_restrictions = permit_sasl_authenticated, \(word), reject_unauth_destination\n"
        }
        let settings = PostfixSettings.fake(
            parameters(word == "$mine" ? mine : word), written: parameters(word), services: port)
        let found = try findings(Configuration(), settings).problems("relay: ")
        let kept = word == "open" ? "" : "permit_mynetworks, "
        #expect(
            found.map(\.fix) == [
                [
                    "postconf -e 'smtpd_relay_restrictions = permit_sasl_authenticated, \(kept)reject_unauth_destination'"
                ]
            ])
    }
}
