import Check
import Configuration

/// A machine with a Postfix that has exactly the parts, except for one option, and on which all is well.
struct Installed {
    var without: (service: String, option: String)?
    /// Further lines of main.cf.
    var main = ""
    /// Lines of master.cf.
    var services = Parts.own.services.map { $0.line() } + Self.stock
    /// What master.cf's options set; nil: those of the parts.
    var overrides: String?
    /// What master.cf's options set besides.
    var moreOverrides = ""
    /// What the map of recipients says.
    var recipients = [
        "+12025550123@smtp.sms-gate.app": "OK", "bob@smtp.sms-gate.app": "550",
        "+12025550123@other.invalid": "550",
    ]
    var tables: [String: [String: String]] = [:]
    var contents: [String: String] = [:]
    var files: [String: FileStatus] = [:]
    /// Holds the dialogues with the ports.
    var converse: ([PortCall]) -> [PortConversation] = { _ in [] }
    var user: String?

    private func options(_ expand: Bool) -> String {
        Parts.own.services.flatMap { service in
            service.options.filter { service.key != without?.service || $0.name != without?.option }.map {
                "\(service.key)/\($0.name) = \(expand ? expanded($0.value) : $0.value)"
            }
        }.joined(separator: "\n")
    }

    private func expanded(_ value: String) -> String {
        Parts.own.parameters.reduce(value) { text, parameter in
            let start = "\(parameter.name) = "
            let line = main.split(separator: "\n").first { $0.hasPrefix(start) }
            return text.replacing(
                "$\(parameter.name)", with: line?.dropFirst(start.count) ?? parameter.value[...])
        }
        .replacing("$config_directory", with: "/etc/postfix")
    }

    private var settings: PostfixSettings {
        let parameters =
            Parts.own.parameters.map { "\($0.name) = \($0.value)" }.joined(separator: "\n")
            + "\nmail_owner = postfix\nsetgid_group = postdrop\nconfig_directory = /etc/postfix\n"
            + "smtpd_relay_restrictions = permit_mynetworks, reject\nqueue_directory = /q\n"
            + "soft_bounce = no\ncleanup_service_name = cleanup\nmessage_size_limit = 10240000\n"
            + "myhostname = mx.example\ninet_interfaces = all\nmaximal_queue_lifetime = 5d\n"
            + "smtpd_tls_chain_files = /chain.pem\ndefault_transport = smtp\n" + main
        return PostfixSettings(
            folder: nil, parameters: parameters, written: parameters,
            services: services.joined(separator: "\n"),
            overrides: (overrides ?? options(true)) + moreOverrides,
            writtenOverrides: (overrides ?? options(false)) + moreOverrides)
    }

    /// As a running Postfix has them.
    private var sockets: [String: FileStatus] {
        let services = services.map { $0.split(separator: " ") }.filter {
            $0.count > 2 && $0[1].hasPrefix("unix")
        }
        let paths = services.map { "/q/\($0[2] == "n" ? "public" : "private")/\($0[0])" }
        return Dictionary(paths.map { ($0, FileStatus(kind: .socket, mode: 0o666)) }) { first, _ in first }
    }

    private var machine: Machine {
        let commands = [
            "MAIL FROM:<a@b.example> RET=FULL": "MAIL FROM:<a@b.example> RET=HDRS",
            "MAIL FROM:<a@b.example>": "MAIL FROM:<a@b.example> RET=HDRS",
            "RCPT TO:<(1)2025550123@smtp.sms-gate.app>": "RCPT TO:<@invalid>",
            "RCPT TO:<postmaster>": "RCPT TO:<@invalid>",
        ]
        let own = [
            "inline:{ smtp.sms-gate.app=postsms: }": ["smtp.sms-gate.app": "postsms:"],
            "inline:{ moved.example=x }": [:],
            "inline:{ @smtp.sms-gate.app=x }": ["@smtp.sms-gate.app": "x"],
            "regexp:/etc/postfix/postsms_recipients": recipients,
            "regexp:/etc/postfix/postsms_commands": commands,
        ]
        return .fake(
            files: [
                "/etc/postfix/postsms_credentials": goodMap,
                "/usr/libexec/postsms/postsms": FileStatus(kind: .file, mode: 0o755),
                "/chain.pem": FileStatus(kind: .file, mode: 0o600),
            ].merging(sockets) { $1 }.merging(files) { $1 },
            contents: ["/chain.pem": Self.certificate + "-----BEGIN PRIVATE KEY-----\n"].merging(contents) {
                $1
            },
            tables: own.merging(tables) { $1 }, run: openssl, converse: converse)
    }

    /// The services of Postfix itself, as Debian has them.
    static let stock = [
        "smtp inet n - y - - smtpd", "pickup unix n - y 60 1 pickup", "cleanup unix n - y - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr", "tlsmgr unix - - y 1000? 1 tlsmgr",
        "rewrite unix - - y - - trivial-rewrite", "bounce unix - - y - 0 bounce",
        "defer unix - - y - 0 bounce", "trace unix - - y - 0 bounce", "error unix - - y - - error",
        "retry unix - - y - - error", "proxymap unix - - n - - proxymap", "anvil unix - - y - 1 anvil",
        "smtp unix - - y - - smtp", "relay unix - - y - - smtp", "local unix - n n - - local",
        "virtual unix - n n - - virtual",
    ]

    static let certificate =
        "-----BEGIN CERTIFICATE-----\n\(String(repeating: "QUJD", count: 30))\n-----END CERTIFICATE-----\n"

    private func openssl(_ command: [String]) -> ProgramResult? {
        guard command.first == "openssl" else { return nil }
        return ProgramResult(status: 0, output: command.contains("-checkhost") ? "does match" : "notAfter=x")
    }

    func all() throws -> [Finding] {
        try CheckTests.findings(Configuration(), settings, machine, user: user)
    }

    /// Errors and warnings about ports, and about parameters of main.cf that no service sets.
    func findings() throws -> [Finding] {
        try all().filter {
            $0.level != .ok
                && ($0.text.hasPrefix("port ") || $0.text.hasPrefix("service ") || isElsewhere($0))
        }
    }

    private func isElsewhere(_ finding: Finding) -> Bool {
        [
            "relocated_maps", "defer_transports", "soft_bounce", "status_filter", "master_service_disable",
        ].contains {
            finding.text.contains($0)
        }
    }
}
