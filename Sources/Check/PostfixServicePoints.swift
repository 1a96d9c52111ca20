/// The services of Postfix itself that a mail for SMS, and a notice of its failure, pass.
///
/// - Parameters:
///   - ports: the services on which clients log in at postsms
///   - usesTLS: whether one of them has TLS
func postfixServicePoints(
    _ settings: PostfixSettings, ports: [MasterService], usesTLS: Bool, isRunning: Bool, _ machine: Machine
) -> [Finding] {
    // A client of Postfix's own finds them by their names alone.
    let names = settings.services.filter { $0.type != "inet" }.map(\.name)
    let needed = PostfixService.all(settings).filter { $0.isNeeded(settings, usesTLS: usesTLS) }
    let missing = needed.compactMap { service in
        let name = service.name(settings)
        return names.contains(name)
            ? nil
            : Finding.error(
                "services: master.cf has no \(name): \(service.consequence)",
                fix: service.program.isEmpty
                    ? edit(table: "\(settings["config_directory"])/master.cf")
                    : [
                        settings.addService(
                            "\(name)/\(service.type)",
                            "\(name) \(service.type) \(service.fields) \(service.program)")
                    ])
    }
    let doubled = settings.doubledServices.map { key in
        Finding.error(
            "services: master.cf has \(key) twice, and Postfix takes the last one",
            fix: edit(table: "\(settings["config_directory"])/master.cf"))
    }
    let present = needed.compactMap { service in
        settings.services.first { $0.type != "inet" && $0.name == service.name(settings) }.map {
            (service, $0)
        }
    }
    let changed = present.flatMap { $0.differences(from: $1, settings) }
    let own = [settings.transport, Parts.own.cleanup.flatMap { settings.service($0.key) }].compactMap(\.self)
    let sockets = isRunning ? socketPoints(of: present.map(\.1) + own, settings, machine) : []
    let template = settings["bounce_template_file"]
    let templates =
        template.isEmpty || machine.file(template) != nil
        ? []
        : [
            Finding.error(
                "services: bounce_template_file \(template) is not there: nobody hears of a message that failed",
                fix: shellCommand("ls", "-l", template))
        ]
    // What these decide is read from main.cf.
    let other = [("trivial-rewrite", "transport_maps"), ("qmgr", "defer_transports")].flatMap {
        program, parameter in
        settings.services.filter {
            $0.program == program && settings[parameter, $0] != settings[parameter]
        }.map {
            Finding.error(
                "services: \($0.name) has \(parameter) of its own: mail for SMS may wait or go elsewhere",
                fix: edit(table: "\(settings["config_directory"])/master.cf"))
        }
    }
    return
        (doubled + missing + changed + other + disabled(settings, ports: ports, usesTLS: usesTLS) + sockets
        + templates)
        .or(ok: "services: master.cf has the Postfix services that postsms needs")
}

/// The sockets at which master(8) listens for the clients of its services.
private func socketPoints(of services: [MasterService], _ settings: PostfixSettings, _ machine: Machine)
    -> [Finding]
{
    // That one is in the wrong folder has a finding of its own.
    let sockets = ["private", "public"].flatMap { machine.names("\(settings["queue_directory"])/\($0)") }
    guard !sockets.isEmpty else { return [] }
    return services.filter { $0.type.hasPrefix("unix") && !sockets.contains($0.name) }.map {
        .error(
            "services: Postfix runs, but the socket of \($0.name) is not there",
            fix: settings.postfix("stop"), settings.postfix("start"))
    }
}

/// A service that Postfix's own master.cf has.
private struct PostfixService {
    let usualName: String
    /// Empty: it is the administrator's own.
    let program: String
    let type: String
    /// Between type and command.
    let fields: String
    /// What happens without it.
    let consequence: String

    private init(
        _ usualName: String, _ program: String, type: String = "unix", _ fields: String, _ consequence: String
    ) {
        self.usualName = usualName
        self.program = program
        self.type = type
        self.fields = fields
        self.consequence = consequence
    }

    /// The fields of a line in master.cf with which the service does not work (master(5)): where its clients look for
    /// it, that it is woken up, and that there is only one of it.
    func differences(from service: MasterService, _ settings: PostfixSettings) -> [Finding] {
        let usual = fields.split(separator: " ").map(String.init)
        guard !program.isEmpty, usual.count == 5 else { return [] }
        func isPrivate(_ field: String) -> Bool { field != "n" }
        var wrong: [(field: String, value: String, usual: String)] = []
        if isPrivate(service.isPrivate) != isPrivate(usual[0]) {
            wrong.append(("private", service.isPrivate, usual[0]))
        }
        // The others have clients that wake them up.
        if usualName == "qmgr", ["-", "0"].contains(service.wakeup) {
            wrong.append(("wakeup", service.wakeup, usual[3]))
        }
        if usual[4] == "1", service.processLimit != "1" {
            wrong.append(("process_limit", service.processLimit, "1"))
        }
        return wrong.map { field, value, usual in
            .error(
                "services: \(service.name) has \(field) \(value) instead of \(usual): \(consequence)",
                fix: settings.setField(field, usual, of: service))
        }
    }

    /// Parameters name some of them.
    func name(_ settings: PostfixSettings) -> String {
        let word = usualName == "qmgr" ? "queue" : usualName
        let name = settings["\(word)_service_name"]
        return name.isEmpty ? usualName : name
    }

    func isNeeded(_ settings: PostfixSettings, usesTLS: Bool) -> Bool {
        switch program {
        case "tlsmgr": usesTLS
        case "postlogd": !settings["maillog_file"].isEmpty
        default: true
        }
    }

    static func all(_ settings: PostfixSettings) -> [PostfixService] {
        let own = [fixed, transports(settings)].joined()
        return own.reduce(into: []) { services, service in
            if !services.contains(where: { $0.usualName == service.usualName }) { services.append(service) }
        }
    }

    private static let fixed = [
        PostfixService("pickup", "pickup", "n - n 60 1", "mail of this machine's programs is not picked up"),
        PostfixService(
            "cleanup", "cleanup", "n - n - 0", "mail of this machine and notices are not accepted"),
        PostfixService("qmgr", "qmgr", "n - n 300 1", "what was accepted stays in the queue"),
        PostfixService("rewrite", "trivial-rewrite", "- - n - -", "no mail is accepted"),
        PostfixService("bounce", "bounce", "- - n - 0", "nobody hears of a message that failed"),
        PostfixService("defer", "bounce", "- - n - 0", "why a message waits is not kept"),
        PostfixService("trace", "bounce", "- - n - 0", "nobody hears of a message that was delivered"),
        PostfixService("error", "error", "- - n - -", "mail that Postfix should return stays in the queue"),
        PostfixService("retry", "error", "- - n - -", "mail that must wait is retried without a pause"),
        PostfixService("proxymap", "proxymap", "- - n - -", "tables with proxy: cannot be read"),
        PostfixService("anvil", "anvil", "- - n - 1", "limits for clients do not work"),
        PostfixService("tlsmgr", "tlsmgr", "- - n 1000? 1", "clients get no TLS"),
        PostfixService("postlog", "postlogd", type: "unix-dgram", "n - n - 1", "maillog_file stays empty"),
    ]

    /// Those that deliver notices and other mail, and the domains that they are for.
    private static func transports(_ settings: PostfixSettings) -> [PostfixService] {
        let classes = [
            ("default_transport", nil, "other machines"),
            ("relay_transport", "relay_domains", "relay_domains"),
            ("local_transport", "mydestination", "users of this machine"),
            ("virtual_transport", "virtual_mailbox_domains", "virtual mailboxes"),
        ]
        let programs = [
            "smtp": ("smtp", "- - n - -"), "relay": ("smtp", "- - n - -"), "lmtp": ("lmtp", "- - n - -"),
            "local": ("local", "- n n - -"), "virtual": ("virtual", "- n n - -"),
            "discard": ("discard", "- - n - -"),
        ]
        return classes.compactMap { parameter, domains, whose in
            let name = String(settings[parameter].prefix { $0 != ":" })
            if name.isEmpty || domains.map({ settings[$0].isEmpty }) == true { return nil }
            let (program, fields) = programs[name] ?? ("", "")
            return PostfixService(name, program, fields, "mail to \(whose) stays in the queue, also notices")
        }
    }
}

/// master_service_disable (postconf(5)): `name/type`, or a type alone; the first match decides, and `!` excludes.
private func disabled(_ settings: PostfixSettings, ports: [MasterService], usesTLS: Bool) -> [Finding] {
    let parameter = "master_service_disable"
    let own = [settings.transport, settings.auth, Parts.own.cleanup.flatMap { settings.service($0.key) }]
    let postfix = PostfixService.all(settings).filter { $0.isNeeded(settings, usesTLS: usesTLS) }.map {
        (name: $0.name(settings), type: $0.type)
    }
    let needed = (own.compactMap(\.self) + ports).map { (name: $0.name, type: $0.type) } + postfix
    let words = words(of: settings[parameter])
    let stopped = needed.compactMap { name, type -> (word: String, key: String)? in
        let word = words.first {
            ["\(name)/\(type)", "\(name).\(type)", type].contains(
                $0.hasPrefix("!") ? String($0.dropFirst()) : $0)
        }
        return word.flatMap { $0.hasPrefix("!") ? nil : ($0, "\(name)/\(type)") }
    }
    if stopped.isEmpty { return [] }
    let found = words.filter { word in stopped.contains { $0.word == word } }
    // A type alone stops others too, as somebody wanted.
    let kept = Check.words(of: settings.written(parameter)).filter {
        !found.contains($0) || !$0.contains { "/.".contains($0) }
    }
    let excluded = stopped.filter { !$0.word.contains { "/.".contains($0) } }.map { "!" + $0.key }
    return [
        .error(
            "services: \(parameter) holds \(found.joined(separator: ", ")): services that are needed do not run",
            fix: settings.set(parameter, (excluded + kept).joined(separator: ", ")))
    ]
}
