import Configuration

/// A port on which clients authenticate against postsms: AUTH, who may send, and to whom.
struct SubmissionPort {
    let service: MasterService
    let settings: PostfixSettings
    let configuration: Configuration
    let machine: Machine

    var name: String { "port \(service.name)" }

    /// Whether anything about a service shows that it is ours. A single wrong setting does not make it
    /// someone else's. What main.cf says for all services does not make the port for incoming mail ours.
    static func isOurs(_ service: MasterService, _ settings: PostfixSettings, auth: MasterService?) -> Bool {
        let isIncoming = ["smtp", "25"].contains(
            service.name.split(separator: ":").last.map(String.init) ?? "")
        if isIncoming, !service.options.contains(where: { $0.value.contains("postsms") }) { return false }
        let path = settings["smtpd_sasl_path", service]
        return path == "private/\(auth?.name ?? "postsms-auth")" || path.contains("postsms")
            || settings["smtpd_recipient_restrictions", service].contains("postsms_recipients")
            || settings.written("smtpd_recipient_restrictions", service)?.contains("postsms_") == true
            || settings.written("smtpd_client_restrictions", service)?.contains("postsms_") == true
    }

    /// - Parameter auth: the service that answers AUTH requests, nil if there is none
    func findings(auth: MasterService?) -> [Finding] {
        let judged =
            authPoints(auth) + closedPoints() + clientPoints() + recipientPoints() + sizePoints()
            + commandPoints() + cleanupPoints() + debugPoints()
        let all = judged + optionPoints(others: judged + tlsFindings())
        let reach = isLocal ? ", for this machine only (inet_interfaces)" : ""
        return all.or(ok: "\(name): AUTH against the credentials map, and phone numbers only\(reach)")
    }

    /// Whether it listens on loopback only because Postfix as a whole does.
    private var isLocal: Bool {
        !service.name.contains(":")
            && words(of: settings["inet_interfaces"]).allSatisfy {
                ["loopback-only", "localhost"].contains($0) || $0.hasPrefix("127.") || $0.contains("::1")
            }
    }

    private func authPoints(_ auth: MasterService?) -> [Finding] {
        if !settings.isYes("smtpd_sasl_auth_enable", service) {
            return [
                .error(
                    "\(name): AUTH is off", fix: settings.set("smtpd_sasl_auth_enable", "yes", for: service))
            ]
        }
        let type = settings["smtpd_sasl_type", service]
        if type != "dovecot" {
            return [
                .error(
                    "\(name): smtpd_sasl_type is \(type) and not dovecot",
                    fix: settings.set("smtpd_sasl_type", "dovecot", for: service))
            ]
        }
        let path = settings["smtpd_sasl_path", service]
        if let auth, path != "private/\(auth.name)",
            path != "\(settings["queue_directory"])/private/\(auth.name)"
        {
            return [
                .error(
                    "\(name): smtpd_sasl_path is \(path), where postsms does not answer",
                    fix: settings.set("smtpd_sasl_path", "private/\(auth.name)", for: service))
            ]
        }
        let options = "smtpd_sasl_security_options"
        if words(of: settings[options, service]).contains("noplaintext") {
            return [
                .error(
                    "\(name): noplaintext forbids AUTH PLAIN and LOGIN, the only mechanisms",
                    fix: settings.set(options, "noanonymous", for: service))
            ]
        }
        return []
    }

    /// With verbose logging, smtpd(8) writes every line of a client to the log, AUTH with its password included.
    private func debugPoints() -> [Finding] {
        let words = service.command.filter {
            !($0.hasPrefix("-v") && $0.dropFirst().allSatisfy { $0 == "v" })
        }
        let peers = settings["debug_peer_list", service]
        func finding(_ what: String, fix: String) -> Finding {
            .warning("\(name): \(what): passwords of clients are written to the mail log", fix: fix)
        }
        let verbose =
            words == service.command
            ? []
            : [
                finding(
                    "smtpd has -v",
                    fix: settings.setField("command", words.joined(separator: " "), of: service))
            ]
        return verbose
            + (peers.isEmpty
                ? []
                : [
                    finding(
                        "debug_peer_list is \(peers)", fix: settings.set("debug_peer_list", "", for: service))
                ])
    }

    /// Lists that refuse everyone's mail or take it away. The others are compared with the part's.
    private func closedPoints() -> [Finding] {
        ["client", "helo", "sender", "relay", "recipient", "data"].compactMap { kind in
            let option = "smtpd_\(kind)_restrictions"
            let list = Restrictions(option, service, settings, machine)
            let problem =
                list.refuseWithAuth
                ? "also refuses authenticated clients"
                : list.diversion.map { "has \($0), which takes mail away that the client hears was accepted" }
            guard let problem else { return nil }
            let value = part?.option(option) ?? ""
            return .error(
                "\(name): \(option) \(problem)",
                fix: value == "$postsms_\(kind)_restrictions"
                    ? setList(kind) : [settings.set(option, value, for: service)])
        }
    }

    private func clientPoints() -> [Finding] {
        let isClosed = Restrictions.lists.contains {
            let list = Restrictions(
                $0, service, settings, machine, domains: configuration.recipientDomains)
            return list.refuseWithoutAuth || list.refuseWithAuth
        }
        if isClosed { return dataPoints() + strictnessPoints() }
        let whose = configuration.defaultUser.map { ", at the cost of \($0)" } ?? ""
        return [
            .error(
                "\(name): clients may send without AUTH\(whose)",
                fix: setList("client"))
        ]
    }

    /// Dynamic addresses, which people have at home and on the way, are on block lists and have no names.
    private func strictnessPoints() -> [Finding] {
        Restrictions.lists.compactMap { option in
            Restrictions(option, service, settings, machine).refusalByAddress.map { word in
                .warning(
                    "\(name): \(option) has \(word) before permit_sasl_authenticated: users on dynamic addresses are refused",
                    fix: settings.written(option, service) == "$postsms_client_restrictions"
                        ? setList("client") : [])
            }
        }
    }

    /// RCPT TO:<postmaster> skips the other lists.
    private func dataPoints() -> [Finding] {
        let list = "smtpd_data_restrictions"
        let restrictions = Restrictions(list, service, settings)
        if restrictions.refuseWithoutAuth || restrictions.refuseWithAuth { return [] }
        return [
            .error(
                "\(name): mail for postmaster is taken without AUTH",
                fix: settings.set(list, part?.option(list) ?? "", for: service))
        ]
    }

    /// The part for a port of this kind.
    private var part: MasterService? {
        Parts.own.submission(tls: isMeantForTLS || settings.isYes("smtpd_tls_wrappermode", service))
    }

    /// Options that are checked by their effect.
    private static let judged: Set<String> = [
        "smtpd_tls_wrappermode", "smtpd_tls_security_level", "smtpd_sasl_auth_enable", "smtpd_sasl_type",
        "smtpd_sasl_path", "smtpd_sasl_security_options", "smtpd_client_restrictions",
        "smtpd_relay_restrictions",
        "smtpd_recipient_restrictions", "smtpd_data_restrictions", "message_size_limit",
        "cleanup_service_name",
    ]

    /// Options that the part sets and the service does not.
    ///
    /// - Parameter others: findings about the options that are checked by their effect
    private func optionPoints(others: [Finding]) -> [Finding] {
        guard let part else { return [] }
        let undefined = Parts.own.parameters.filter { parameter in
            !settings.isSet(parameter.name)
                && service.options.contains {
                    $0.value.hasPrefix("$\(parameter.name)") && parameter.value.isEmpty
                }
        }
        return ServiceOptions(service: service, part: part, settings: settings, name: name)
            .findings(judged: Self.judged, others: others)
            + undefined.map {
                .warning(
                    "\(name): \($0.name) is not in main.cf", fix: settings.set($0.name, $0.value))
            }
    }

    /// postsms reads at most this much (postsms-pipe(8)).
    private static let sizeLimit = 128 << 20
    /// A mail program's header with its signatures has some kilobytes.
    private static let smallestSize = 8 << 10

    private func sizePoints() -> [Finding] {
        let size = Int(settings["message_size_limit", service]) ?? 0
        if (Self.smallestSize...Self.sizeLimit).contains(size) { return [] }
        let fix = settings.set("message_size_limit", part?.option("message_size_limit") ?? "", for: service)
        if size > 0, size < Self.smallestSize {
            return [
                .error(
                    "\(name): message_size_limit is \(size): the header of a mail alone is larger", fix: fix)
            ]
        }
        return [
            .warning(
                "\(name): message_size_limit is \(size), and postsms takes no message of more than \(Self.sizeLimit) bytes",
                fix: fix)
        ]
    }

    /// Sets a list of the port through a parameter of main.cf, because postconf does not accept white space
    /// in an option in master.cf.
    func setList(_ kind: String) -> [String] {
        let parameter = "postsms_\(kind)_restrictions"
        let value = Parts.own.value(parameter)
        let option = "smtpd_\(kind)_restrictions"
        var commands: [String] = []
        if settings.written(parameter) != value { commands.append(settings.set(parameter, value)) }
        if settings.written(option, service) != "$\(parameter)" {
            commands.append(settings.set(option, "$\(parameter)", for: service))
        }
        return commands
    }
}
