/// How long Postfix retries a message, and whether Postfix runs.
func queuePoints(_ settings: PostfixSettings, isRunning: Bool) -> [Finding] {
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
    if !isRunning {
        findings.append(.warning("queue: Postfix does not run", fix: settings.postfix("start")))
    }
    return findings.or(
        ok: "queue: Postfix runs, and tries a message for \(settings["maximal_queue_lifetime"])")
}

/// An hour outlasts a restart of SMSGate.
private let shortestLifetime = 3600
/// A week.
private let longestLifetime = 604_800
