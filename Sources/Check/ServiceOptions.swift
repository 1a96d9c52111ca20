/// Whether a service sets every option that its part sets, so that values of main.cf for other services do
/// not reach it.
struct ServiceOptions {
    let service: MasterService
    /// The part to compare with.
    let part: MasterService
    let settings: PostfixSettings
    /// The beginning of each finding.
    let name: String

    /// The effect of another value of an option. `generalConsequence` is for the others.
    private static let consequences = [
        "smtpd_forbid_bare_newline":
            "text of a mail can become commands, and a line of one dot can end a mail",
        "smtpd_forbid_bare_newline_exclusions":
            "text of a mail can become commands, and a line of one dot can end a mail",
        "smtpd_authorized_xclient_hosts": "a client can claim to be another one, without a password",
        "smtpd_authorized_xforward_hosts": "a client can claim to be another one",
        "smtpd_upstream_proxy_protocol": "only a proxy can connect",
        "smtpd_command_filter":
            "a comment in a recipient makes another number, and bounces carry whole mails",
        "cleanup_service_name": "queue ids can come again, and checks of other mail apply",
        "enable_long_queue_ids": "queue ids can come again, and a message is then taken for an earlier one",
        "receive_override_options": "maps and checks for other mail change this mail or take it away",
        "content_filter": "mail comes back without its user, and is refused",
        "smtpd_proxy_filter": "mail comes back without its user, and is refused",
        "smtpd_tls_protocols": "TLS before 1.2 is not safe",
        "smtpd_tls_mandatory_protocols": "TLS before 1.2 is not safe",
        "soft_bounce": "clients try again what is refused for good",
        "in_flow_delay": "with postsms milter each message waits a second",
        "milter_macro_defaults": "main.cf can name another user to postsms milter",
    ]
    private static let generalConsequence = "it is not meant for mail that becomes SMS"

    /// Options for which another value works, but not as well.
    private static let lesser: Set<String> = [
        "smtpd_tls_ciphers", "smtpd_tls_mandatory_ciphers", "smtpd_tls_exclude_ciphers",
        "smtpd_tls_mandatory_exclude_ciphers", "smtpd_tls_ask_ccert", "smtpd_sasl_local_domain",
        "smtpd_sasl_response_limit", "smtpd_etrn_restrictions", "disable_vrfy_command",
        "smtpd_authorized_verp_clients", "smtpd_forbidden_commands", "line_length_limit", "header_size_limit",
        "hopcount_limit", "message_drop_headers", "strict_rfc821_envelopes", "strict_smtputf8", "soft_bounce",
        "in_flow_delay", "smtpd_helo_restrictions", "smtpd_sender_restrictions",
    ]

    /// - Parameters:
    ///   - judged: options that are checked elsewhere, by their effect
    ///   - others: the findings about those
    func findings(judged: Set<String>, others: [Finding] = []) -> [Finding] {
        var findings: [Finding] = []
        var missing: [(name: String, value: String)] = []
        for option in part.options where option.name != "syslog_name" {
            let written = settings.written(option.name, service)
            if written == option.value { continue }
            if words(of: settings[option.name, service]) == words(of: expanded(option.value)) {
                if written == nil { missing.append(option) }
            } else if isStricter(option) {
                continue
            } else if !judged.contains(option.name), !others.contains(where: { sets(option.name, $0) }) {
                findings.append(different(option))
            } else if written == nil, !others.contains(where: { sets(option.name, $0) }) {
                missing.append(option)
            }
        }
        if !missing.isEmpty {
            let names = missing.map(\.name)
            findings.append(
                .warning(
                    "\(name): main.cf decides on \(names.prefix(3).joined(separator: ", "))"
                        + (names.count > 3 ? " and \(names.count - 3) more" : "")
                        + ": a change there for other services reaches this one",
                    fix: settings.set(missing, for: service)))
        }
        return findings
    }

    /// Whether a value is stricter than the part's, and mail still flows.
    private func isStricter(_ option: (name: String, value: String)) -> Bool {
        let value = settings[option.name, service]
        switch option.name {
        case "smtpd_tls_protocols", "smtpd_tls_mandatory_protocols":
            return [">=TLSv1.2", ">=TLSv1.3"].contains(value)
        case "smtpd_tls_exclude_ciphers", "smtpd_tls_mandatory_exclude_ciphers":
            let excluded = words(of: value)
            return words(of: expanded(option.value)).allSatisfy { word in
                excluded.contains { $0.lowercased() == word.lowercased() }
            }
        default: return false
        }
    }

    private func sets(_ option: String, _ finding: Finding) -> Bool {
        finding.fix.contains { $0.contains("\(service.key)/\(option)=") }
    }

    private func different(_ option: (name: String, value: String)) -> Finding {
        let value = settings[option.name, service]
        let consequence = Self.consequences[option.name] ?? Self.generalConsequence
        return Finding(
            level: Self.lesser.contains(option.name) ? .warning : .error,
            text: "\(name): \(option.name) is \(value.isEmpty ? "empty" : value): \(consequence)",
            fix: [settings.set(option.name, option.value, for: service)])
    }

    /// A value of the part with main.cf's values expanded. There is at most one `$name`, at the beginning or
    /// after a colon.
    private func expanded(_ value: String) -> String {
        guard let dollar = value.firstIndex(of: "$") else { return value }
        let parameter = value[value.index(after: dollar)...].prefix { $0.isLetter || $0 == "_" }
        return value.replacing("$\(parameter)", with: settings[String(parameter)])
    }
}
