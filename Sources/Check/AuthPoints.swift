/// The service behind spawn(8), which answers smtpd(8)'s AUTH requests.
///
/// - Parameter credentialsFile: the file that the service must be able to read
func authServicePoints(
    auth service: MasterService, _ settings: PostfixSettings, credentialsFile: String, postsms: ThisProgram,
    isRunning: Bool, _ machine: Machine
) -> [Finding] {
    var findings: [Finding] = []
    let name = service.name
    if service.program != "spawn" {
        findings.append(
            .error(
                "auth: service \(name) runs \(service.program) and not spawn",
                fix: settings.setField("command", authCommand(service, postsms, user: nil), of: service)))
    }
    let user = runtimeUser(of: service, machine)
    findings += programPoints(
        program: service.argv.first ?? "", of: service, reader: user, postsms: postsms,
        use: settings.setField("command", authCommand(service, postsms, user: nil, own: true), of: service),
        machine)
    if let user, let other = settings.transport.flatMap({ runtimeUser(of: $0, machine) }), user != other,
        machine.file(credentialsFile)?.allows(user, 0o4) == false
    {
        findings.append(
            .error(
                "auth: service \(name) runs as \(user.name), who cannot read \(credentialsFile)",
                fix: settings.setField(
                    "command", authCommand(service, postsms, user: other.name), of: service)))
    }
    if service.argv.dropFirst().first == "auth",
        let refusal = postsms.refusal("auth", Array(service.argv.dropFirst(2)))
    {
        findings.append(
            .error(
                "auth: service \(name): no client can connect: \(refusal)",
                fix: settings.setField("command", authCommand(service, postsms, user: nil), of: service)))
    }
    if let transport = settings.transport, transport.accountOptions != service.accountOptions {
        findings.append(
            .warning(
                "auth: service \(name) and service \(transport.name) have other options for the configuration: who can log in may be unknown to the other",
                fix: edit(table: "\(settings["config_directory"])/master.cf")))
    }
    findings += masterFieldPoints(service, settings)
    if let limit = Int(service.processLimit), limit > 0 {
        findings.append(
            .warning(
                "auth: service \(name) has \(limit) processes at most, and each smtpd(8) keeps one",
                fix: settings.setField("process_limit", "0", of: service)))
    }
    findings += timeLimitPoints(service, settings)
    let socket = "\(settings["queue_directory"])/private/\(name)"
    if isRunning, service.isPrivate != "n", machine.file(socket)?.kind != .socket {
        findings.append(
            .error(
                "auth: Postfix runs, but its socket \(socket) is not there", fix: settings.postfix("stop"),
                settings.postfix("start")))
    }
    return findings.or(ok: "auth: service \(name)")
}

func authCommand(
    _ service: MasterService?, _ postsms: ThisProgram, user: String?, own: Bool = false
) -> String {
    command(Parts.own.auth, "auth", like: service, postsms, user: user, own: own)
}

/// An smtpd(8) lives for hours on a busy machine and keeps its responder.
private let enoughTime = 86_400

private func timeLimitPoints(_ service: MasterService, _ settings: PostfixSettings) -> [Finding] {
    let limit = "\(service.name)_time_limit"
    let seconds = settings.seconds(limit) ?? settings.seconds("command_time_limit") ?? 1000
    if seconds >= enoughTime { return [] }
    return [
        .warning(
            "auth: \(limit) is \(seconds)s: an AUTH under way at its end gets 454",
            fix: settings.set(limit, Parts.own.value("postsms-auth_time_limit")))
    ]
}

extension PostfixSettings {
    /// `postfix start` and other commands, for this instance.
    func postfix(_ command: String) -> String {
        shellCommand(["postfix"] + postconf.dropFirst() + [command])
    }
}
