import Configuration

/// A port on which clients authenticate against postsms: AUTH, who may send, and to whom.
struct SubmissionPort {
    let service: MasterService
    let settings: PostfixSettings
    let configuration: Configuration
    let machine: Machine

    var name: String { "port \(service.name)" }

    /// Whether anything about a service shows that it is ours. A single wrong setting does not make it
    /// someone else's.
    static func isOurs(_ service: MasterService, _ settings: PostfixSettings, auth: MasterService?) -> Bool {
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
            + commandPoints() + cleanupPoints()
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

    private static let lists = ["client", "helo", "sender", "relay", "recipient"].map {
        "smtpd_\($0)_restrictions"
    }

    /// Lists that refuse everyone's mail. The others are compared with the part's.
    private func closedPoints() -> [Finding] {
        ["client", "relay", "recipient", "data"].compactMap { kind in
            let option = "smtpd_\(kind)_restrictions"
            guard Restrictions(settings[option, service]).refuseWithAuth else { return nil }
            let value = part?.option(option) ?? ""
            return .error(
                "\(name): \(option) also refuses authenticated clients",
                fix: value == "$postsms_\(kind)_restrictions"
                    ? setList(kind) : [settings.set(option, value, for: service)])
        }
    }

    private func clientPoints() -> [Finding] {
        let isClosed = Self.lists.contains {
            let list = Restrictions(settings[$0, service])
            return list.refuseWithoutAuth || list.refuseWithAuth
        }
        if isClosed { return dataPoints() }
        let whose = configuration.defaultUser.map { ", at the cost of \($0)" } ?? ""
        return [
            .error(
                "\(name): clients may send without AUTH\(whose)",
                fix: setList("client"))
        ]
    }

    /// RCPT TO:<postmaster> skips the other lists.
    private func dataPoints() -> [Finding] {
        let list = "smtpd_data_restrictions"
        let restrictions = Restrictions(settings[list, service])
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

    private func recipientPoints() -> [Finding] {
        let list = Restrictions(settings["smtpd_recipient_restrictions", service])
        if list.refuseWithAuth { return [] }
        let map = RecipientMap(configuration)
        let path = "\(settings["config_directory"])/postsms_recipients"
        let fix = setList("recipient")
        let withMap = machine.file(path) == nil ? [map.write(to: path)] + fix : fix
        if !list.endInReject, !Restrictions(settings["smtpd_relay_restrictions", service]).refuseWithAuth {
            return [
                .error(
                    "\(name): authenticated clients may send to anybody, because the list does not end in reject",
                    fix: withMap)
            ]
        }
        if list.permitNetworksFirst {
            return [
                .error(
                    "\(name): authenticated clients in mynetworks may send to anybody, because permit_mynetworks comes before the map",
                    fix: withMap)
            ]
        }
        if recipientTables.isEmpty {
            return [
                .warning(
                    "\(name): an invalid phone number is refused only after the mail was accepted",
                    fix: withMap)
            ]
        }
        return mapPoints(map)
    }

    private var recipientTables: [String] {
        Restrictions(settings["smtpd_recipient_restrictions", service]).recipientTables
            .filter { !$0.hasPrefix("static:") }
    }

    /// Looks an address up in the recipient maps as smtpd(8) does: the first one with an answer decides.
    private func decision(on address: String) -> (table: String, answer: TableAnswer) {
        for table in recipientTables {
            let answer = machine.lookUp(table, address)
            switch answer {
            case .found(let action) where action.uppercased().hasPrefix("DUNNO"): continue
            case .found, .failed: return (table, answer)
            case .notFound: continue
            }
        }
        return (recipientTables.last ?? "", .notFound)
    }

    private func mapPoints(_ map: RecipientMap) -> [Finding] {
        for (address, isAccepted) in map.samples {
            let (table, answer) = decision(on: address)
            let file = table.split(separator: ":", maxSplits: 1).last.map(String.init) ?? table
            // Another map belongs to the administrator and may have entries for other mail.
            let isOurs = file.isNamedOurs
            let isUnedited = isOurs && machine.content(file).map(map.isUnedited) != false
            func error(_ what: String) -> [Finding] {
                [
                    .error(
                        "\(name): \(table) \(what)",
                        fix: isOurs ? renew(table, file, map) : edit(table: table))
                ]
            }
            switch answer {
            case .failed(let why):
                if isOurs, machine.file(file) != nil {
                    let look = shellCommand("ls", "-l", file)
                    return [.error("\(name): \(table) look-up fails: \(why)", fix: look)]
                }
                return error("look-up fails: \(why)")
            case .found(let action) where isAccepted && isRefusal(action):
                // An administrator may allow some numbers only.
                if !isUnedited, !action.hasSuffix(RecipientMap.otherDomain) { continue }
                return error("refuses \(address): \(action)")
            case .found(let action) where !isAccepted && !isRefusal(action):
                return error("lets \(address) pass")
            case .notFound where isOurs:
                return error(
                    isAccepted
                        ? "does not know \(address), which is then refused" : "has no answer for \(address)")
            case .found, .notFound: continue
            }
        }
        return []
    }

    /// The commands that write the map. A file that is there stays, because the administrator may have edited it: a new
    /// one takes its place in the list.
    private func renew(_ table: String, _ file: String, _ map: RecipientMap) -> [String] {
        var new = file
        while machine.file(new) != nil { new += "-new" }
        let write = map.write(to: new)
        if new == file { return [write] }
        let option = "smtpd_recipient_restrictions"
        let parameter = "postsms_recipient_restrictions"
        func renewed(_ list: String) -> String? {
            let word = words(of: list).first { settings.expanded($0) == table }
            return word.map { list.replacing($0, with: "regexp:\(new)") }
        }
        if let list = renewed(settings.written(option, service) ?? "") {
            return [write, settings.set(option, list, for: service)]
        }
        return renewed(settings.written(parameter)).map { [write, settings.set(parameter, $0)] } ?? []
    }

    /// Whether the recipient maps do not take any phone number: the administrator's list of allowed ones.
    var limitsNumbers: Bool {
        switch decision(on: RecipientMap(configuration).sample).answer {
        case .found(let action): isRefusal(action)
        case .notFound: true
        case .failed: false
        }
    }

    /// postsms reads at most this much (postsms-pipe(8)).
    private static let sizeLimit = 128 << 20

    private func sizePoints() -> [Finding] {
        let size = Int(settings["message_size_limit", service]) ?? 0
        if (1...Self.sizeLimit).contains(size) { return [] }
        return [
            .warning(
                "\(name): message_size_limit is \(size), and postsms takes no message of more than \(Self.sizeLimit) bytes",
                fix: settings.set(
                    "message_size_limit", part?.option("message_size_limit") ?? "", for: service))
        ]
    }

    /// Sets a list of the port through a parameter of main.cf, because postconf does not accept white space
    /// in an option in master.cf.
    private func setList(_ kind: String) -> [String] {
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

/// Whether an action of access(5) refuses.
private func isRefusal(_ action: String) -> Bool {
    action.first?.isNumber == true || ["REJECT", "DEFER"].contains { action.uppercased().hasPrefix($0) }
}
