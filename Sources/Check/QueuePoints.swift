/// How long Postfix retries a message, and whether Postfix runs.
func queuePoints(_ settings: PostfixSettings, isRunning: Bool, _ machine: Machine) -> [Finding] {
    var findings: [Finding] = []
    let lifetime = settings.seconds("maximal_queue_lifetime") ?? 0
    if lifetime < shortestLifetime || lifetime > longestLifetime {
        findings.append(
            .warning(
                "queue: maximal_queue_lifetime is \(settings["maximal_queue_lifetime"]): "
                    + (lifetime < shortestLifetime
                        ? "a message waits too short for SMSGate to come back"
                        : "SMSGate may have forgotten a message that is still tried"),
                fix: settings.set("maximal_queue_lifetime", "5d")))
    }
    findings += folderPoints(settings, machine)
    for (name, longest, usual) in [
        ("minimal_backoff_time", 3600, "300s"), ("maximal_backoff_time", 4 * 3600, "4000s"),
        ("queue_run_delay", 3600, "300s"),
    ] {
        guard let delay = settings.seconds(name), delay > longest else { continue }
        findings.append(
            .warning(
                "queue: \(name) is \(settings[name]): a message that has to wait comes late",
                fix: settings.set(name, usual)))
    }
    let notices = "bounce_queue_lifetime"
    if let lifetime = settings.seconds(notices), lifetime < shortestLifetime {
        findings.append(
            .warning(
                "queue: \(notices) is \(settings[notices]): nobody hears of a failed message if the sender's mail server is down",
                fix: settings.set(notices, "5d")))
    }
    if !isRunning {
        findings.append(.error("queue: Postfix does not run", fix: settings.postfix("start")))
    }
    return findings.or(
        ok: "queue: Postfix runs, and tries a message for \(settings["maximal_queue_lifetime"])")
}

/// The folders of the queue, which the owner of the mail system writes to.
private func folderPoints(_ settings: PostfixSettings, _ machine: Machine) -> [Finding] {
    guard let owner = machine.user(settings["mail_owner"]) else { return [] }
    return ["incoming", "active", "deferred", "defer", "bounce", "trace"].compactMap { name in
        let folder = "\(settings["queue_directory"])/\(name)"
        // One that is not there is made when Postfix starts.
        guard let status = machine.file(folder), status.kind != .folder || !status.allows(owner, 0o7) else {
            return nil
        }
        return .error("queue: \(owner.name) cannot use \(folder)", fix: shellCommand("ls", "-ld", folder))
    }
}

/// An hour outlasts a restart of SMSGate.
private let shortestLifetime = 3600
/// A week.
private let longestLifetime = 604_800
