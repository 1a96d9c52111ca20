import Configuration
import SMSGate

/// The service behind pipe(8): how it runs postsms, how many messages at a time, and for how long.
///
/// - Parameter reader: the user that it runs as, if Postfix does not refuse that user
func transportPoints(
    transport service: MasterService, _ settings: PostfixSettings, _ configuration: Configuration,
    reader: SystemUser?, postsms: ThisProgram, _ machine: Machine
) -> [Finding] {
    let fix = settings.setField("command", transportCommand(service, postsms, user: nil), of: service)
    return programPoints(
        program: service.argv.first ?? "", of: service, reader: reader, postsms: postsms,
        use: settings.setField(
            "command", transportCommand(service, postsms, user: nil, own: true), of: service), machine
    )
    .or(ok: "program: \(service.argv.first ?? "")")
        + (argumentPoints(service, settings, postsms, fix, machine) + masterFieldPoints(service, settings))
        .or(ok: "transport: service \(service.name)")
        + limitPoints(service, settings, configuration)
}

/// The effect of an attribute of pipe(8) that the part does not have.
private let attributeConsequences = [
    ("chroot", "neither configuration nor libraries are there, and every message waits"),
    ("directory", "every message waits while postsms cannot enter the folder"),
    ("eol", "postsms does not find the lines of a message"),
    ("size", "larger messages bounce, though the port has taken them"),
]

/// The effect of a missing argument.
private let consequences = [
    "--user": "every message is refused, or sent at the default user's cost",
    "--sender": "bounces are sent at the default user's cost, to any number",
    "--queue-id": "a message that is cut short is not noticed",
]

/// The arguments that are required.
private var neededArguments: [(argument: String, consequence: String)] {
    (Parts.own.transport?.argv ?? []).compactMap { argument in
        consequences[String(argument.prefix { $0 != "=" })].map { (argument, $0) }
    }
}

/// The correct command, with the user and configuration of the existing service, and with its program or, if `own`, this
/// one.
func transportCommand(
    _ service: MasterService?, _ postsms: ThisProgram, user: String?, own: Bool = false
) -> String {
    command(Parts.own.transport, "pipe", like: service, postsms, user: user, own: own)
}

/// The command of a part that runs postsms, like transportCommand.
func command(
    _ part: MasterService?, _ role: String, like service: MasterService?, _ postsms: ThisProgram,
    user: String?, own: Bool
) -> String {
    guard let part else { return "" }
    let attributes = part.command.prefix { !$0.hasPrefix("argv=") }.map { word in
        word.hasPrefix("user=") ? (user ?? service?.attribute("user")).map { "user=\($0)" } ?? word : word
    }
    return (attributes + [postsms.argv(role, like: service, own: own)] + part.argv.dropFirst(2)).joined(
        separator: " ")
}

private func argumentPoints(
    _ service: MasterService, _ settings: PostfixSettings, _ postsms: ThisProgram, _ fix: String,
    _ machine: Machine
) -> [Finding] {
    var findings: [Finding] = []
    let flags = service.attribute("flags") ?? ""
    let arguments = service.argv.dropFirst()
    func error(_ what: String) {
        findings.append(.error("transport: service \(service.name): \(what)", fix: fix))
    }
    func warning(_ what: String) {
        findings.append(.warning("transport: service \(service.name): \(what)", fix: fix))
    }

    func changes(_ attribute: String, _ value: String) -> Bool {
        switch attribute {
        case "directory": machine.file(value)?.kind != .folder
        // 0 is no limit.
        case "size":
            Int(value) != 0 && (Int(value) ?? 0) < Int(settings["message_size_limit"]) ?? 0
        default: true
        }
    }
    if !flags.contains("q") {
        error("without q in flags= a quoted recipient such as \"+49 170\"@... is not understood")
    }
    if !flags.contains("R") { warning("without R in flags= the message does not tell its sender") }
    for flag in flags where "BDFOX.>hu".contains(flag) {
        warning("\(flag) in flags= changes what postsms gets")
    }
    for (name, consequence) in attributeConsequences {
        guard let value = service.attribute(name), !value.isEmpty, changes(name, value) else { continue }
        error("\(name)=\(value): \(consequence)")
    }
    if service.attribute("null_sender") != "" {
        warning("without null_sender= a bounce seems to have a sender, and default_user pays for it")
    }
    if arguments.first == "pipe", let refusal = postsms.refusal("pipe", Array(arguments.dropFirst())) {
        error("every message waits: \(refusal)")
    }
    for (argument, consequence) in neededArguments where !arguments.contains(argument) {
        error("without \(argument) \(consequence)")
    }
    if arguments.suffix(2) != ["--", "${recipient}"] {
        error("the arguments do not end in -- ${recipient}: recipients are taken for options, or are missing")
    }
    if arguments.prefix(while: { $0 != "--" }).contains("--dry-run") {
        error("with --dry-run no message is sent, but Postfix takes each for delivered")
    }
    return findings
}

/// The fields before the command, for pipe(8) and spawn(8).
func masterFieldPoints(_ service: MasterService, _ settings: PostfixSettings) -> [Finding] {
    var findings = socketPoints(service, settings)
    if service.runsInChroot(settings) {
        findings.append(
            .error(
                "service \(service.name): it runs in a chroot, where neither configuration nor libraries are",
                fix: settings.setField("chroot", "n", of: service)))
    }
    if service.unprivileged != "n" {
        findings.append(
            .error(
                "service \(service.name): it runs unprivileged, and cannot become the user in user=",
                fix: settings.setField("unprivileged", "n", of: service)))
    }
    return findings
}

/// The folder of the socket: all but cleanup(8) are looked for in `private`.
func socketPoints(_ service: MasterService, _ settings: PostfixSettings) -> [Finding] {
    let isPublic = service.program == "cleanup"
    if (service.isPrivate == "n") == isPublic { return [] }
    return [
        .error(
            "service \(service.name): its socket is \(isPublic ? "private" : "public"), where Postfix does not look for it",
            fix: settings.setField("private", isPublic ? "n" : "y", of: service))
    ]
}

extension MasterService {
    func runsInChroot(_ settings: PostfixSettings) -> Bool {
        chroot == "y" || (chroot == "-" && settings["compatibility_level"] == "0")
    }
}

/// Seconds that pipe(8) must wait longer than SMSGate may take, to start and read the message on a slow
/// machine.
private let timeReserve = 30
private let usualTimeLimit = seconds(Parts.own.value("postsms_time_limit")) ?? 0

private func limitPoints(
    _ service: MasterService, _ settings: PostfixSettings, _ configuration: Configuration
) -> [Finding] {
    var findings: [Finding] = []
    let recipients = "\(service.name)_destination_recipient_limit"
    if settings[recipients] != "1" {
        findings.append(
            .error(
                "limits: \(recipients) is \(settings[recipients]): several recipients share one outcome, or are refused",
                fix: settings.set(recipients, Parts.own.value("postsms_destination_recipient_limit"))))
    }
    let limit = "\(service.name)_time_limit"
    let seconds = settings.seconds(limit) ?? settings.seconds("command_time_limit") ?? 1000
    let needed = configuration.endpoint.timeout
    if seconds < needed + timeReserve {
        let text = "limits: \(limit) is \(seconds)s, and smsgate_timeout \(needed)s"
        let fix = settings.set(limit, "\(max(usualTimeLimit, needed * 2))s")
        findings.append(
            seconds <= needed
                ? .error("\(text): a slow SMSGate bounces messages", fix: fix)
                : .warning("\(text): too near for a slow machine", fix: fix))
    }
    if let watchdog = settings.seconds("daemon_timeout"), watchdog <= seconds {
        findings.append(
            .error(
                "limits: daemon_timeout is \(watchdog)s, and \(limit) \(seconds)s: Postfix ends pipe(8) in a delivery",
                fix: settings.set("daemon_timeout", "18000s")))
    }
    let concurrency = "\(service.name)_destination_concurrency_limit"
    let processes = Int(service.processLimit) ?? Int(settings["default_process_limit"]) ?? 100
    if let wanted = Int(settings[concurrency]), processes > 0, wanted > processes || wanted == 0 {
        findings.append(
            .warning(
                "limits: \(concurrency) is \(wanted), and master.cf allows \(processes) processes",
                fix: settings.set(concurrency, "\(processes)")))
    }
    for kind in ["destination", "transport"] {
        let parameter = "\(service.name)_\(kind)_rate_delay"
        let usual = "default_\(kind)_rate_delay"
        let name = settings.isSet(parameter) ? parameter : usual
        guard let delay = settings.seconds(name), delay > 0 else { continue }
        findings.append(
            .warning(
                "limits: \(name) is \(settings[name]): Postfix sends at most one message in that time",
                fix: settings.set(parameter, "0s")))
    }
    return findings.or(
        ok:
            "limits: one recipient at a time, \(seconds)s, \(processes == 0 ? "any number of" : "\(processes)") processes"
    )
}
