/// The services of Postfix itself that a mail for SMS, and a notice of its failure, pass.
func postfixServicePoints(_ settings: PostfixSettings, usesTLS: Bool) -> [Finding] {
    let names = settings.services.map(\.name)
    let missing = PostfixService.all.filter { $0.isNeeded(settings, usesTLS: usesTLS) }.compactMap {
        service in
        let name = service.name(settings)
        return names.contains(name)
            ? nil
            : Finding.error(
                "services: master.cf has no \(name): \(service.consequence)",
                fix: settings.addService(
                    "\(name)/\(service.type)", "\(name) \(service.type) \(service.fields) \(service.program)")
            )
    }
    let doubled = settings.doubledServices.map { key in
        Finding.error(
            "services: master.cf has \(key) twice, and Postfix takes the last one",
            fix: edit(table: "\(settings["config_directory"])/master.cf"))
    }
    return (doubled + missing + disabled(settings, usesTLS: usesTLS))
        .or(ok: "services: those of Postfix that are needed are there")
}

/// A service that Postfix's own master.cf has.
private struct PostfixService {
    let usualName: String
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

    static let all = [
        PostfixService("cleanup", "cleanup", "n - n - 0", "nobody hears of a message that failed"),
        PostfixService("qmgr", "qmgr", "n - n 300 1", "what was accepted stays in the queue"),
        PostfixService("rewrite", "trivial-rewrite", "- - n - -", "no mail is accepted"),
        PostfixService("bounce", "bounce", "- - n - 0", "nobody hears of a message that failed"),
        PostfixService("defer", "bounce", "- - n - 0", "why a message waits is not kept"),
        PostfixService("trace", "bounce", "- - n - 0", "nobody hears of a message that was delivered"),
        PostfixService("error", "error", "- - n - -", "what Postfix refuses itself waits instead"),
        PostfixService("retry", "error", "- - n - -", "what cannot be tried now is tried all the time"),
        PostfixService("tlsmgr", "tlsmgr", "- - n 1000? 1", "clients get no TLS"),
        PostfixService("postlog", "postlogd", type: "unix-dgram", "n - n - 1", "maillog_file stays empty"),
    ]
}

/// master_service_disable (postconf(5)): `name/type`, or a type alone.
private func disabled(_ settings: PostfixSettings, usesTLS: Bool) -> [Finding] {
    let parameter = "master_service_disable"
    let needed =
        Parts.own.services.map { ($0.name, $0.type) }
        + PostfixService.all.map { ($0.name(settings), "unix") }
    let names = needed.flatMap { name, type in ["\(name)/\(type)", type, "\(name).\(type)"] }
    let found = words(of: settings[parameter]).filter(names.contains)
    if found.isEmpty { return [] }
    let kept = words(of: settings.written(parameter)).filter { !names.contains($0) }
    return [
        .error(
            "services: \(parameter) holds \(found.joined(separator: ", ")): these services do not run",
            fix: settings.set(parameter, kept.joined(separator: ", ")))
    ]
}
