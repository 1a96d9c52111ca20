import Check
import Configuration
import SMSGate
import Testing

/// A path in the configuration may be a mistake, or belong to other services.
@Suite("Fixes leave files alone that postsms did not make") struct OtherPeoplesFilesTests {
    @Test(arguments: [FileStatus.Kind.folder, .socket, .other])
    func whatIsNoFileIsLookedAt(kind: FileStatus.Kind) throws {
        let machine = Machine.fake(files: [
            "/etc/postfix/postsms_credentials": FileStatus(kind: kind, mode: 0o755)
        ])
        let found = try findings(Configuration(), nil, machine).problems("credentials map: ")
        #expect(
            found == [
                .error(
                    "credentials map: /etc/postfix/postsms_credentials is not a regular file",
                    fix: "ls -ld /etc/postfix/postsms_credentials")
            ])
    }

    @Test func aFolderOfSomebodyElseIsLookedAt() throws {
        var configuration = Configuration()
        configuration.credentialsFile = "/home/bob/users"
        let machine = Machine.fake(files: [
            "/home/bob/users": goodMap, "/home/bob": FileStatus(kind: .folder, owner: 1000, mode: 0o755),
        ])
        #expect(
            try findings(configuration, nil, machine).problems("folder: ") == [
                .error("folder: /home/bob belongs to a user who is not root", fix: "ls -ld /home/bob")
            ])
    }

    @Test(arguments: [("", true), ("/etc/dovecot/users", false), ("/srv/postsms_credentials", true)])
    func aFileBehindALinkIsTheOwnersOfTheFile(realPath: String, isOurs: Bool) throws {
        var map = FileStatus(kind: .file, mode: 0o644)
        map.realPath = realPath
        let machine = Machine.fake(files: ["/etc/postfix/postsms_credentials": map])
        let fixes = try findings(Configuration(), nil, machine).problems("credentials map: ").flatMap(\.fix)
        #expect(fixes.contains { $0.hasPrefix("chmod ") } == isOurs, "\(fixes)")
        #expect(fixes.contains { $0.hasPrefix("ls -ld /etc/dovecot/users") } != isOurs, "\(fixes)")
    }

    /// Others may be in the group, too.
    @Test func aMapIsNotGivenToAGroupOfOthers() throws {
        let machine = Machine.fake(files: [
            "/etc/postfix/postsms_credentials": goodMap,
            "/x/postsms": FileStatus(kind: .file, mode: 0o755),
        ])
        let service = "postsms unix - n n - 20 pipe flags=Rq user=postsms:orphan argv=/x/postsms pipe"
        let found = try findings(Configuration(), .fake(services: service), machine).problems(
            "credentials map: ")
        #expect(
            found.first?.text
                == "credentials map: postsms cannot read /etc/postfix/postsms_credentials, and its group is orphan"
        )
        #expect(found.first?.fix == ["id postsms"])
    }

    /// Both the folder of a link and the one that it leads to.
    @Test(arguments: ["/etc/postfix", "/home/bob", "/home"])
    func aFolderBehindALinkIsLookedAt(folder: String) throws {
        var map = goodMap
        map.realPath = "/home/bob/users"
        let machine = Machine.fake(files: [
            "/etc/postfix/postsms_credentials": map, folder: FileStatus(kind: .folder, owner: 7, mode: 0o755),
        ])
        #expect(
            try findings(Configuration(), nil, machine).problems("folder: ").map(\.text) == [
                "folder: \(folder) belongs to a user who is not root"
            ])
    }

    @Test(arguments: [
        (
            "/var/lib/x.prom", "", "metrics_file: postsms cannot write to the folder /var/lib",
            [
                "install -d -o postsms -g postsms -m 755 /var/lib/postsms-metrics",
                "echo 'metrics_file = /var/lib/postsms-metrics/x.prom' >> /etc/postfix/postsms.cf",
            ]
        ),
        (
            "/srv/m/node.prom", "node_load1 0.2\n",
            "metrics_file: /srv/m/node.prom was not written by postsms and is left untouched",
            ["echo 'metrics_file = /srv/m/postsms-node.prom' >> /etc/postfix/postsms.cf"]
        ),
    ])
    func metricsGoElsewhere(path: String, content: String, text: String, fix: [String]) throws {
        var configuration = Configuration()
        configuration.metricsFile = path
        let machine = Machine.fake(
            files: [
                "/etc/postfix/postsms_credentials": goodMap,
                "/var/lib": FileStatus(kind: .folder, mode: 0o755),
                "/srv/m": FileStatus(kind: .folder, owner: 999, mode: 0o755),
            ], contents: [path: content])
        #expect(
            try findings(configuration, nil, machine).problems("metrics_file: ") == [.error(text, fix: fix)])
    }

    @Test(arguments: [
        (FileStatus(kind: .folder, mode: 0o755), "open to others"),
        (FileStatus(kind: .folder, owner: 7, mode: 0o700), "postsms cannot use"),
        (FileStatus(kind: .file, mode: 0o644), "not a folder"),
    ])
    func accountsGoElsewhere(status: FileStatus, text: String) throws {
        var configuration = Configuration()
        configuration.smsgateLogin = true
        configuration.accountDirectory = "/etc/postfix"
        let found = try findings(configuration, nil, .fake(files: ["/etc/postfix": status]))
            .problems("accounts: ")
        #expect(found.count == 1)
        #expect(found.first?.text.contains(text) == true)
        #expect(
            found.first?.fix == [
                "install -d -o postsms -g postsms -m 0700 /etc/postfix-postsms",
                "echo 'account_directory = /etc/postfix-postsms' >> /etc/postfix/postsms.cf",
            ])
    }

    @Test(
        arguments: [(995, 0o755, "o-rwx"), (300, 0o2770, "g-w"), (995, 0o2770, nil), (0, 0o770, nil)]
            as [(UInt32, UInt32, String?)])
    func ourOwnFolderOfAccountsIsClosed(group: UInt32, mode: UInt32, change: String?) throws {
        var configuration = Configuration()
        configuration.smsgateLogin = true
        let folder = FileStatus(kind: .folder, owner: 999, group: group, mode: mode)
        let found = try findings(
            configuration, nil, .fake(files: ["/var/lib/postsms/accounts": folder])
        ).problems("accounts: ")
        #expect(found.map(\.fix) == (change.map { [["chmod \($0) /var/lib/postsms/accounts"]] } ?? []))
    }

    @Test func theFoldersAboveTheAccountsAreLookedAt() throws {
        var configuration = Configuration()
        configuration.smsgateLogin = true
        let machine = Machine.fake(files: [
            "/var/lib/postsms/accounts": FileStatus(kind: .folder, owner: 999, group: 995, mode: 0o700),
            "/var/lib": FileStatus(kind: .folder, owner: 7, mode: 0o755),
        ])
        #expect(
            try findings(configuration, nil, machine).problems("folder: ") == [
                .error("folder: /var/lib belongs to a user who is not root", fix: "ls -ld /var/lib")
            ])
    }

    /// What an administrator has put in the place of a file of ours by mistake stays as it is, too.
    @Test(arguments: [
        ("/etc/shadow", FileStatus(kind: .file, group: 42, mode: 0o640)),
        ("/etc/dovecot/users", FileStatus(kind: .file, group: 0, mode: 0o644)),
        ("/etc/dovecot/users", FileStatus(kind: .file, owner: 7, mode: 0o660)),
        ("/srv/users", FileStatus(kind: .file, mode: 0o666)),
    ])
    func theAccessToOtherFilesStays(path: String, status: FileStatus) throws {
        var configuration = Configuration()
        configuration.credentialsFile = path
        configuration.endpoint.caFile = path
        let found = try findings(
            configuration, map: "erin:{SHA256-CRYPT}x\n", nil, .fake(files: [path: status]), text: "")
        let fixes = found.problems("credentials map: ") + found.problems("smsgate_ca_file: ")
        #expect(fixes.count >= 2)
        #expect(
            fixes.flatMap(\.fix).allSatisfy { $0 == "ls -ld \(path)" || $0 == "${EDITOR:-vi} +1 \(path)" },
            "\(fixes)")
    }

    /// An editor or an administrator made it, so only they know whether it is needed.
    @Test(
        arguments: [
            ("postsms_credentials~", 0o644, true), ("postsms_credentials.bak", 0o644, true),
            (".postsms_credentials.swp", 0o604, true), ("#postsms_credentials#", 0o644, true),
            ("postsms_credentials.db", 0o644, true), ("postsms_credentials.dpkg-old", 0o640, false),
            ("postsms_credentials.example", 0o644, false), ("postsms.cf", 0o644, false),
        ] as [(String, UInt32, Bool)])
    func aCopyOfTheMapThatAnybodyCanReadIsShown(name: String, mode: UInt32, isFound: Bool) throws {
        let machine = Machine.fake(files: [
            "/etc/postfix/postsms_credentials": goodMap,
            "/etc/postfix/\(name)": FileStatus(kind: .file, group: 995, mode: mode),
        ])
        let found = try findings(Configuration(), nil, machine).problems("credentials map: ")
        #expect(found.count == (isFound ? 1 : 0))
        #expect(found.first?.fix.first?.hasPrefix("ls -l ") != false)
    }

    @Test(
        arguments: [
            ("main.cf", 0o646, "ls -ld"), ("master.cf", 0o664, "ls -ld"),
            ("postsms_recipients", 0o646, "chmod o-w"),
        ] as [(String, UInt32, String)])
    func filesOfPostfixThatOthersCanChangeAreFound(name: String, mode: UInt32, fix: String) throws {
        let settings = PostfixSettings.fake(
            services: "submission inet n - y - - smtpd",
            overrides:
                "submission/inet/smtpd_recipient_restrictions = check_recipient_access regexp:/etc/postfix/postsms_recipients, reject\n"
        )
        let path = "/etc/postfix/\(name)"
        let machine = Machine.fake(files: [path: FileStatus(kind: .file, group: 8, mode: mode)])
        let found = try findings(Configuration(), settings, machine).problems("Postfix: ")
        #expect(found.map(\.fix) == [["\(fix) \(path)"]])
    }

    /// Other users have reasons to keep a folder closed, or open.
    @Test(arguments: [0o700, 0o777, 0o775] as [UInt32])
    func foldersStay(mode: UInt32) throws {
        var configuration = Configuration()
        configuration.credentialsFile = "/root/postsms_credentials"
        let machine = Machine.fake(files: [
            "/root/postsms_credentials": goodMap, "/root": FileStatus(kind: .folder, group: 5, mode: mode),
        ])
        let found = try findings(configuration, nil, machine).problems("folder: ")
        #expect(found.map(\.fix) == [["ls -ld /root"]])
    }

    /// The administrator's table has more entries than ours.
    @Test(arguments: [
        ("/etc/postfix/postsms_recipients", false), ("/srv/mail/allowed", true),
    ])
    func anotherRecipientMapIsEditedByHand(path: String, isEdited: Bool) throws {
        let settings = PostfixSettings.fake(
            "smtpd_relay_restrictions = reject",
            services: "submission inet n - y - - smtpd",
            overrides:
                "submission/inet/smtpd_sasl_path = private/postsms-auth\nsubmission/inet/smtpd_recipient_restrictions = check_recipient_access regexp:\(path), reject\n"
        )
        let found = try findings(Configuration(), settings).problems("port submission: regexp:")
        let fix = try #require(found.first?.fix.first)
        #expect((fix == "${EDITOR:-vi} \(path)") == isEdited)
        #expect(fix.hasSuffix(" > \(path)") != isEdited)
    }

    /// Other services may use the existing files, with a certificate that someone paid for.
    @Test(arguments: [
        ([], "postsms"), (["postsms-key.pem"], "postsms-new"),
        (["postsms-cert.pem", "postsms-new-key.pem"], "postsms-new-new"),
    ])
    func aNewCertificateOverwritesNoFileAndChangesNoOtherPort(there: [String], stem: String) throws {
        let paths = ["/k"] + there.map { "/etc/postfix/" + $0 }
        let files = paths.map { ($0, FileStatus(kind: .file, mode: 0o600)) }
        let settings = PostfixSettings.fake(
            "myhostname = mx\nsmtpd_tls_chain_files = /k, /c",
            services: "submissions inet n - y - - smtpd",
            overrides:
                "submissions/inet/smtpd_tls_wrappermode = yes\nsubmissions/inet/smtpd_sasl_path = private/postsms-auth\n"
        )
        let found = try findings(
            Configuration(), settings, .fake(files: Dictionary(uniqueKeysWithValues: files))
        ).problems("certificate: ")
        #expect(found.map(\.text) == ["certificate: /c is not there"])
        let fix = try #require(found.first?.fix)
        #expect(fix.count == 2)
        #expect(fix[0].hasSuffix(" -keyout /etc/postfix/\(stem)-key.pem -out /etc/postfix/\(stem)-cert.pem"))
        #expect(
            fix[1]
                == "postconf -P 'submissions/inet/smtpd_tls_chain_files=/etc/postfix/\(stem)-key.pem,/etc/postfix/\(stem)-cert.pem'"
        )
    }
}
