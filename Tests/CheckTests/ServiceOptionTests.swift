import Check
import Configuration
import Testing

@Suite("What check says of the options of a service")
struct ServiceOptionTests {
    /// The documented warnings.
    private static let usual = [
        "port submission: AUTH works without TLS too, as documented for the service"
    ]

    @Test func theyAreAllThereAfterAnInstallation() throws {
        #expect(try Installed().findings().map(\.text) == Self.usual)
    }

    private static let options = Parts.own.services.flatMap { service in
        service.options.filter { $0.name != "syslog_name" }.map { (service.key, $0.name, $0.value) }
    }

    /// A change of main.cf for another service would take effect here; the command sets the part's value.
    @Test(arguments: options)
    func oneThatIsMissingIsFound(service: String, option: String, value: String) throws {
        let found = try Installed(without: (service, option)).findings().filter {
            !Self.usual.contains($0.text)
        }
        #expect(found.count == 1, "\(found.map(\.text))")
        let fix = found.first?.fix.joined(separator: " ") ?? ""
        #expect(fix.contains("\(service)/\(option)=\(value)"), "\(fix)")
    }

    @Test(arguments: [
        ("smtpd_tls_protocols", ">=TLSv1.3"), ("smtpd_tls_mandatory_protocols", ">=TLSv1.3"),
        ("smtpd_tls_exclude_ciphers", "RC4, anull, 3DES"),
    ])
    func aStricterValueIsNone(option: String, value: String) throws {
        let found = try Installed(without: ("submissions/inet", option), main: "\(option) = \(value)")
            .findings().filter { !Self.usual.contains($0.text) }
        #expect(found.allSatisfy { !$0.text.contains(option) }, "\(found)")
    }

    @Test(arguments: ["smtpd_sender_restrictions", "smtpd_helo_restrictions"])
    func whatRefusesAllIsTold(option: String) throws {
        let found = try Installed(without: ("submissions/inet", option), main: "\(option) = reject")
            .findings().filter { !Self.usual.contains($0.text) }
        #expect(found.map(\.text) == ["port submissions: \(option) also refuses authenticated clients"])
    }

    @Test func blockListsComeAfterTheLogin() throws {
        let found = try Installed(
            main:
                "postsms_client_restrictions = reject_rbl_client list.example, permit_sasl_authenticated, reject"
        ).findings().filter { $0.text.contains("dynamic addresses") }
        #expect(found.map(\.level) == [.warning, .warning])
        #expect(found.first?.text.contains("has reject_rbl_client before permit_sasl_authenticated") == true)
    }

    /// The port for incoming mail would be closed by the commands.
    @Test func whatMainCFSaysMakesNoIncomingPortOurs() throws {
        let found = try Installed(
            main:
                "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/postsms-auth\nsmtpd_sasl_auth_enable = yes",
            services: Parts.own.services.map { $0.line() } + Installed.stock + ["smtp inet n - y - - smtpd"]
        ).findings()
        #expect(!found.contains { $0.fix.contains { $0.contains("smtp/inet/") } }, "\(found)")
    }

    /// Values of main.cf for other services that the service does not override.
    @Test(arguments: [
        ("smtpd_authorized_xclient_hosts", "127.0.0.1", Finding.Level.error),
        ("smtpd_authorized_xforward_hosts", "127.0.0.1", .error), ("smtpd_forbid_bare_newline", "no", .error),
        ("smtpd_forbid_bare_newline_exclusions", "127.0.0.0/8", .error), ("smtpd_delay_reject", "no", .error),
        ("smtpd_command_filter", "pcre:/x", .error), ("smtpd_milters", "inet:127.0.0.1:1", .error),
        ("content_filter", "smtp:[127.0.0.1]:10024", .error),
        ("smtpd_sender_restrictions", "reject_non_fqdn_sender", .warning),
        ("receive_override_options", "no_milters", .error), ("strict_rfc821_envelopes", "yes", .warning),
        ("smtpd_sasl_mechanism_filter", "!plain, static:rest", .error),
        ("smtpd_tls_protocols", ">=TLSv1", .error),
    ])
    func anotherValueOfMainCFIsToldOf(option: String, value: String, level: Finding.Level) throws {
        let found = try Installed(without: ("submissions/inet", option), main: "\(option) = \(value)")
            .findings()
            .filter { !Self.usual.contains($0.text) }
        #expect(found.map(\.level) == [level])
        #expect(found.first?.text.hasPrefix("port submissions: \(option) is \(value): ") == true, "\(found)")
    }

    @Test(arguments: [
        ("defer_transports = smtp, postsms", "postconf -e 'defer_transports = smtp'"),
        (
            "master_service_disable = inet, foo.unix",
            "postconf -e 'master_service_disable = !submission/inet, !submissions/inet, inet, foo.unix'"
        ),
        ("master_service_disable = submission/inet", "postconf -e 'master_service_disable = '"),
        ("soft_bounce = yes", "postconf -P 'postsms/unix/soft_bounce=no'"),
        (
            "pipe_delivery_status_filter = pcre:/x",
            "postconf -P 'postsms/unix/pipe_delivery_status_filter='"
        ),
        (
            "relocated_maps = inline:{ @smtp.sms-gate.app=x }",
            nil
        ),
    ])
    func whatNoServiceSetsIsFoundInMainCF(main: String, fix: String?) throws {
        let found = try Installed(main: main).findings().filter { !Self.usual.contains($0.text) }
        #expect(found.map(\.fix) == [fix.map { [$0] } ?? []])
    }

    private static let services = Installed().services

    /// - Returns: what else there is to say with these lines of master.cf
    private func problems(_ services: [String], main: String = "") throws -> [Finding] {
        try Installed(main: main, services: services).all().filter {
            $0.level != .ok && !Self.usual.contains($0.text)
        }
    }

    @Test(arguments: [
        ("qmgr", "qmgr unix n - n 300 1 qmgr"), ("rewrite", "rewrite unix - - n - - trivial-rewrite"),
        ("defer", "defer unix - - n - 0 bounce"), ("retry", "retry unix - - n - - error"),
        ("tlsmgr", "tlsmgr unix - - n 1000? 1 tlsmgr"), ("cleanup", "cleanup unix n - n - 0 cleanup"),
        ("pickup", "pickup unix n - n 60 1 pickup"), ("smtp", "smtp unix - - n - - smtp"),
    ])
    func aServiceThatPostfixNeedsIsAdded(name: String, line: String) throws {
        let found = try problems(Self.services.filter { !$0.hasPrefix(name + " unix") })
        #expect(found.map(\.fix) == [["postconf -M '\(name)/unix=\(line)'"]])
    }

    @Test(arguments: [
        ("local_transport = local:mx.example\nmydestination = mx.example", "local unix - n n - - local"),
        ("relay_transport = relay\nrelay_domains = other.example", "relay unix - - n - - smtp"),
        (
            "virtual_transport = virtual\nvirtual_mailbox_domains = v.example",
            "virtual unix - n n - - virtual"
        ),
    ])
    func aTransportOfDomainsIsAdded(main: String, line: String) throws {
        let name = line.prefix { $0 != " " }
        let services = Self.services.filter { !$0.hasPrefix("\(name) ") }
        #expect(try problems(services, main: main).map(\.fix) == [["postconf -M '\(name)/unix=\(line)'"]])
        #expect(try problems(Self.services, main: main) == [])
        // Without such domains it is not needed.
        let none = main.split(separator: "\n").first.map(String.init) ?? ""
        #expect(try problems(services, main: none) == [])
    }

    /// What it is to run, only the administrator knows.
    @Test func aTransportOfTheAdministratorsOwnIsToldOf() throws {
        let found = try problems(Self.services, main: "default_transport = amavis:[127.0.0.1]")
        #expect(found.map(\.fix) == [["${EDITOR:-vi} /etc/postfix/master.cf"]])
    }

    @Test(arguments: [
        ("size=1000", 1), ("eol=\\r\\n", 1), ("chroot=/var/empty", 1), ("directory=/gone", 1),
        ("chroot=", 0), ("flags=Rq", 0), ("directory=/q", 0), ("size=20000000", 0), ("size=0", 0),
    ])
    func anAttributeThatChangesWhatPostsmsGetsIsToldOf(attribute: String, count: Int) throws {
        let services = Self.services.map {
            $0.hasPrefix("postsms ") ? $0.replacing("null_sender=", with: "\(attribute) null_sender=") : $0
        }
        let folder = ["/q": FileStatus(kind: .folder, mode: 0o755)]
        let found = try Installed(services: services, files: folder).all().filter {
            $0.level != .ok && !Self.usual.contains($0.text)
        }
        #expect(found.count == count, "\(found)")
        #expect(found.allSatisfy { !$0.fix.joined().contains(attribute) && $0.level == .error })
    }

    @Test(arguments: ["check_client_access static:HOLD", "check_client_access,static:{DISCARD}"])
    func aListThatTakesMailAwayIsToldOf(list: String) throws {
        let found = try problems(Self.services, main: "postsms_client_restrictions = \(list)")
            .filter { $0.text.contains("takes mail away") }
        #expect(found.count == 2)
        let right =
            "permit_sasl_authenticated, check_client_access static:{530 5.7.0 Authentication required}"
        #expect(
            found.allSatisfy {
                $0.fix == ["postconf -e 'postsms_client_restrictions = \(right)'"]
            }, "\(found)")
    }

    @Test(arguments: [
        ("rewrite/unix", "transport_maps", ""), ("qmgr/unix", "defer_transports", "postsms"),
    ])
    func aSettingOfAnotherServiceForMailOfSMSIsToldOf(service: String, name: String, value: String) throws {
        var installed = Installed()
        installed.moreOverrides = "\n\(service)/\(name) = \(value)"
        let found = try installed.all().problems("services: ")
        #expect(found.map(\.fix) == [["${EDITOR:-vi} /etc/postfix/master.cf"]])
    }

    @Test func aPortThatTakesNoHeaderIsToldOf() throws {
        var installed = Installed()
        installed.moreOverrides = "\nsubmissions/inet/message_size_limit = 100"
        let found = try installed.findings().filter { $0.text.contains("message_size_limit is 100: ") }
        #expect(found.map(\.level) == [.error])
    }

    @Test(arguments: [
        ("maximal_backoff_time = 1d", "postconf -e 'maximal_backoff_time = 4000s'"),
        ("bounce_queue_lifetime = 0", "postconf -e 'bounce_queue_lifetime = 5d'"),
    ])
    func aTimeThatMakesMailLateOrLostIsToldOf(main: String, fix: String) throws {
        #expect(try problems(Self.services, main: main).map(\.fix) == [[fix]])
    }

    /// Postfix does not start with two services on one port.
    @Test(arguments: [
        ([], "submissions"), (["smtps"], "submission"), (["submissions", "127.0.0.1:submission"], "2587"),
        (["465", "587", "2587"], "2588"), (["urd", "587"], "2587"),
    ])
    func aPortThatIsMissingIsAFreeOne(used: [String], name: String) throws {
        let others = Self.services.filter { !$0.hasPrefix("submission") }
        let services = others + used.map { "\($0) inet n - y - - smtpd" }
        let found = try Installed(services: services, overrides: "").all().filter {
            $0.text.hasPrefix("port: ")
        }
        #expect(found.map(\.level) == [.warning])
        #expect(
            found.first?.fix.last?.hasPrefix("postconf -M '\(name)/inet=\(name) inet n ") == true, "\(found)")
        let isOnTLS = found.first?.fix.last?.contains("smtpd_tls_wrappermode=yes") == true
        #expect(isOnTLS == (name == "submissions"))
    }

    /// Postfix ends when it cannot listen.
    @Test func aPortOfAnotherProgramIsNotFree() throws {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
               0: 00000000:01D1 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
               1: 0100007F:024B 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0

            """
        let table6 = "   0: 00000000000000000000000001000000:024B 00000000000000000000000000000000:0000 0A\n"
        func port(_ contents: [String: String]) throws -> Substring? {
            let services = Self.services.filter { !$0.hasPrefix("submission") }
            let found = try Installed(services: services, overrides: "", contents: contents).all()
            return found.first { $0.text.hasPrefix("port: ") }?.fix.last?.split(separator: "/").first
        }
        #expect(try port([:]) == "postconf -M 'submissions")
        #expect(try port(["/proc/net/tcp": table]) == "postconf -M 'submission")
        #expect(try port(["/proc/net/tcp": table, "/proc/net/tcp6": table6]) == "postconf -M '2587")
    }

    @Test func theServiceThatLogsIsNeededForALogFile() throws {
        #expect(
            try problems(Self.services, main: "maillog_file = /var/log/x").map(\.fix) == [
                ["postconf -M 'postlog/unix-dgram=postlog unix-dgram n - n - 1 postlogd'"]
            ])
        let logger = "postlog unix-dgram n - n - 1 postlogd"
        #expect(try problems(Self.services + [logger], main: "maillog_file = /var/log/x") == [])
    }

    @Test(arguments: ["-v", "-vvv"])
    func passwordsInTheLogAreToldOf(option: String) throws {
        let services = Self.services.map { $0.replacing(" smtpd -o", with: " smtpd \(option) -o") }
        let found = try problems(services).filter { $0.text.hasPrefix("port submissions: smtpd has -v") }
        #expect(found.count == 1)
        #expect(found.first?.fix.first?.hasPrefix("postconf -F 'submissions/inet/command=smtpd -o") == true)
        let peers = try problems(Self.services, main: "debug_peer_list = 192.0.2.1").map(\.fix)
        #expect(
            peers.contains(["postconf -P submissions/inet/debug_peer_list="])
                || peers.contains(["postconf -P 'submissions/inet/debug_peer_list='"]))
    }

    @Test func aServiceMayHaveAnotherName() throws {
        let services = Self.services.map { $0.hasPrefix("qmgr ") ? "nqmgr" + $0.dropFirst(4) : $0 }
        #expect(try problems(services, main: "queue_service_name = nqmgr") == [])
    }

    /// Postfix takes the last one, so that is the one to judge.
    @Test func aServiceThatIsThereTwiceIsToldOf() throws {
        let other = "postsms unix - n n - 20 pipe flags=Rq null_sender= user=root argv=/bin/true"
        let words = "services: master.cf has postsms/unix twice, and Postfix takes the last one"
        let first = try problems([other] + Self.services)
        #expect(first == [.error(words, fix: "${EDITOR:-vi} /etc/postfix/master.cf")])
        let last = try problems(Self.services + [other])
        #expect(last.map(\.text).contains("transport: no service in master.cf runs postsms pipe"))
    }

    @Test func anOptionOfAServiceThatDoesNotCountDoesNotCount() throws {
        let line = try #require(Self.services.first { $0.hasPrefix("submissions ") })
        let plain = line.replacing(" -o smtpd_delay_reject=yes", with: "")
        let found = try problems(Self.services + [plain], main: "smtpd_delay_reject = no")
        #expect(found.map(\.text).contains { $0.hasPrefix("port submissions: smtpd_delay_reject is no") })
    }

    @Test(arguments: [
        ("postsms ", "- n n", "n n n", "postconf -F 'postsms/unix/private=y'"),
        ("postsms-auth ", "- n n", "n n n", "postconf -F 'postsms-auth/unix/private=y'"),
        ("postsms-cleanup ", "n - n", "y - n", "postconf -F 'postsms-cleanup/unix/private=n'"),
    ])
    func aSocketIsWherePostfixLooksForIt(service: String, right: String, wrong: String, fix: String) throws {
        let services = Self.services.map {
            $0.hasPrefix(service) ? $0.replacing("unix \(right)", with: "unix \(wrong)") : $0
        }
        let found = try problems(services)
        #expect(found.map(\.fix) == [[fix]], "\(found)")
    }

    @Test(arguments: [
        "postsms_destination_rate_delay", "default_destination_rate_delay", "default_transport_rate_delay",
    ])
    func aDelayBetweenMessagesIsToldOf(parameter: String) throws {
        let own = parameter.replacing("default", with: "postsms")
        #expect(
            try problems(Self.services, main: "\(parameter) = 1s").map(\.fix) == [
                ["postconf -e '\(own) = 0s'"]
            ])
        #expect(try problems(Self.services, main: "\(parameter) = 1s\n\(own) = 0s") == [])
    }

    @Test func anOptionOfOneServiceThatMakesNoOtherAccountsIsNotToldOf() throws {
        let services = Self.services.map {
            $0.replacing(
                "postsms pipe", with: "postsms pipe -o max_segments=1 --config=/etc/postfix/postsms.cf"
            )
            .replacing("postsms auth", with: "postsms auth --config /etc/postfix/postsms.cf")
        }
        #expect(try problems(services).filter { $0.text.hasPrefix("auth: ") } == [])
    }

    @Test func twoConfigurationsAreToldOf() throws {
        let services = Self.services.map { $0.hasSuffix("postsms auth") ? $0 + " -o smsgate_login=yes" : $0 }
        let found = try problems(services)
        #expect(found.map(\.level) == [.warning])
        #expect(
            found.first?.text.hasPrefix("auth: service postsms-auth and service postsms have other options")
                == true)
    }

    @Test(
        arguments: [("incoming", 0o755, 7), ("deferred", 0o500, 100), ("bounce", 0o700, 0)]
            as [(String, UInt32, UInt32)])
    func aFolderOfTheQueueThatPostfixCannotUseIsToldOf(name: String, mode: UInt32, owner: UInt32) throws {
        var installed = Installed()
        installed.files["/q/\(name)"] = FileStatus(kind: .folder, owner: owner, mode: mode)
        let found = try installed.all().problems("queue: ")
        #expect(found == [.error("queue: postfix cannot use /q/\(name)", fix: "ls -ld /q/\(name)")])
        installed.files["/q/\(name)"] = FileStatus(kind: .folder, owner: 100, mode: 0o700)
        #expect(try installed.all().problems("queue: ") == [])
    }

    @Test(arguments: [
        ("DISCARD", true), ("HOLD for review", true), ("REDIRECT bob@other.example", true),
        ("FILTER smtp:[127.0.0.1]:10025", true), ("PREPEND X-SMS: yes", false), ("WARN look", false),
        ("DUNNO", true),
    ])
    func whatTheMapDoesWithGoodMailIsLookedAt(action: String, isFound: Bool) throws {
        var installed = Installed()
        installed.recipients["+12025550123@smtp.sms-gate.app"] = action
        let found = try installed.findings().filter { !Self.usual.contains($0.text) }
        #expect(found.isEmpty != isFound, "\(found)")
    }

    @Test(arguments: [
        "defer_transports = smtp", "relocated_maps = inline:{ moved.example=x }",
        "master_service_disable = !submission/inet, !submissions/inet, inet",
        "master_service_disable = 2525/inet",
    ])
    func whatDoesNoHarmIsNotToldOf(main: String) throws {
        #expect(try Installed(main: main).findings().map(\.text) == Self.usual)
    }
}
