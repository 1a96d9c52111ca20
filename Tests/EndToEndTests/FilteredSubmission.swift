import Foundation
import Subprocess
import Testing

/// A gateway whose administrator already has a submission service: users log in at Dovecot, `example.org` is a virtual
/// mailbox domain, and a content filter as amavis reads all mail.
struct FilteredSubmission {
    let gateway: Gateway
    /// The port of the submission service.
    let port: Int

    /// Addresses at Dovecot, all with the password `mailbox`.
    static let users = ["erin@example.org", "Dave@example.org"]
    static let password = "mailbox"
    static let mailbox = "info@example.org"

    var instance: CheckedInstance { CheckedInstance(gateway: gateway) }

    /// The service as postconf calls it.
    var service: String { "127.0.0.1:\(port)/inet" }

    /// Sends a mail as a user of Dovecot.
    func send(
        _ text: String, to recipients: [String], as user: String = FilteredSubmission.users[0],
        password: String = FilteredSubmission.password
    ) async throws -> CommandResult {
        // Each recipient for itself: a refused one does not end the mail, as with most clients.
        try await Gateway(
            gate: gateway.gate, folder: gateway.folder, submissionPort: port,
            submissionsPort: gateway.submissionsPort
        ).curl(
            "Subject: x\n\n\(text)\n", to: recipients, login: "\(user):\(password)",
            options: ["--mail-rcpt-allowfails"])
    }

    /// The mails that reached mailboxes.
    func mails(after count: Int) async throws -> [String] {
        try await eventually("\(count) mails arrive: \(gateway.log)") {
            gateway.notices.count >= count ? gateway.notices : nil
        }
    }

    /// The notices to senders among them.
    func bounces(after count: Int) async throws -> [String] {
        try await mails(after: count).filter { $0.contains("Undelivered Mail Returned to Sender") }
    }
}

/// Runs `body` with such a gateway, and stops everything afterwards.
///
/// - Parameters:
///   - configuration: lines for its postsms.cf
///   - settings: parameters for its main.cf
///   - options: further `-o` options of the submission service
func withFilteredSubmission(
    configuration: String = "", settings: [String] = [], options: [String] = [],
    _ body: (FilteredSubmission) async throws -> Void
) async throws {
    let domain = [
        "virtual_mailbox_domains=example.org",
        "virtual_mailbox_maps=inline:{ { \(FilteredSubmission.mailbox) = info }, { erin@example.org = erin } }",
        "virtual_transport=keep-mail",
    ]
    try await withGateway(settings: domain + settings, configuration: configuration) { gateway in
        let port = gateway.submissionPort + 5
        let site = FilteredSubmission(gateway: gateway, port: port)
        let map = gateway.folder + "/dovecot-users"
        let users = FilteredSubmission.users.map {
            "\($0.lowercased()):{PLAIN}\(FilteredSubmission.password)\n"
        }
        try users.joined().write(toFile: map, atomically: false, encoding: .utf8)
        let socket = gateway.folder + "/queue/private/auth"
        try await withDovecot(map: map, in: gateway.folder, socket: socket) { _ in
            try await withContentFilter(to: port + 1, in: gateway.gate.folder) { filter in
                let services = text(of: site, filter: filter, options: options)
                let master = try FileHandle(forWritingTo: URL(filePath: gateway.folder + "/etc/master.cf"))
                try master.seekToEnd()
                try master.write(contentsOf: Data(services.utf8))
                try master.close()
                try await gateway.reload()
                try await body(site)
            }
        }
    }
}

/// The services of amavis' documentation for Postfix, and a submission service of Debian's master.cf.
private func text(of site: FilteredSubmission, filter: Int, options: [String]) -> String {
    let services = """
        127.0.0.1:\(site.port) inet n - n - - smtpd
          -o syslog_name=postfix/kept
          -o smtpd_sasl_auth_enable=yes
          -o smtpd_sasl_type=dovecot
          -o smtpd_sasl_path=private/auth
          -o smtpd_recipient_restrictions=
          -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
          -o content_filter=smtp-filter:[127.0.0.1]:\(filter)

        """
    let others = """
        smtp-filter unix - - n - 2 smtp
          -o smtp_send_xforward_command=yes
          -o smtp_dns_support_level=disabled
        127.0.0.1:\(site.port + 1) inet n - n - - smtpd
          -o syslog_name=postfix/back
          -o content_filter=
          -o mynetworks=127.0.0.0/8
          -o smtpd_relay_restrictions=permit_mynetworks,reject
          -o smtpd_authorized_xforward_hosts=127.0.0.0/8
          -o receive_override_options=no_header_body_checks

        """
    return "\n" + services + options.map { "  -o \($0)\n" }.joined() + others
}

/// Runs `body` with a content filter that sends mail on to `next`; its parameter is the filter's port.
private func withContentFilter(
    to next: Int, in folder: String, _ body: (Int) async throws -> Void
) async throws {
    let script = Project.root + "Tests/EndToEndTests/Servers/content_filter.py"
    let outcome = try await run(
        .name("python3"), arguments: [script, folder, "\(next)"], input: .none, output: .discarded,
        error: .discarded
    ) { execution -> (any Error)? in
        var problem: (any Error)?
        do {
            let port = try await eventually("the content filter listens") {
                (try? String(contentsOfFile: folder + "/filter", encoding: .utf8)).flatMap(Int.init)
            }
            try await body(port)
        } catch {
            problem = error
        }
        try execution.send(signal: .terminate)
        return problem
    }
    if let problem = outcome.closureResult { throw problem }
}
