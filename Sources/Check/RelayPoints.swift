/// Whether Postfix is an open relay.
func relayPoints(_ settings: PostfixSettings, ours: [MasterService]) -> [Finding] {
    var findings: [Finding] = []
    let wide = words(of: settings["mynetworks"]).filter(isWide)
    if !wide.isEmpty {
        let kept = words(of: settings.written("mynetworks")).filter {
            !words(of: settings.expanded($0)).contains(where: isWide)
        }
        let own = "127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128"
        findings.append(
            .error(
                "relay: mynetworks holds \(wide.joined(separator: ", ")): these networks are too wide: strangers may send through this machine",
                fix: settings.set("mynetworks", kept.isEmpty ? own : kept.joined(separator: " "))))
    }
    let relay = "smtpd_relay_restrictions"
    for service in settings.smtpServices where !ours.contains(service) {
        let isClosed = [relay, "smtpd_recipient_restrictions"].contains {
            Restrictions(settings[$0, service]).refuseRelaying
        }
        if isClosed { continue }
        findings.append(.error("relay: port \(service.name) is an open relay", fix: close(service, settings)))
    }
    return findings.or(ok: "relay: only for \(settings["mynetworks"]) and authenticated clients")
}

/// Ends the list for relaying with a refusal. Its other restrictions stay, but for those that permit everybody.
private func close(_ service: MasterService, _ settings: PostfixSettings) -> String {
    let relay = "smtpd_relay_restrictions"
    let own = settings.written(relay, service)
    let kept = words(of: own ?? settings.written(relay)).filter { $0 != "permit" }
    let list =
        (kept.isEmpty ? ["permit_mynetworks", "permit_sasl_authenticated"] : kept)
        + ["defer_unauth_destination"]
    return own == nil
        ? settings.set(relay, list.joined(separator: ", "))
        : settings.set(relay, list.joined(separator: ","), for: service)
}

/// Wider networks than these do not belong to one owner.
private let widestIPv4Prefix = 8
private let widestIPv6Prefix = 16

private func isWide(_ network: String) -> Bool {
    if network.hasPrefix("!") { return false }
    let halves = network.split(separator: "/", maxSplits: 1)
    guard halves.count == 2, let prefix = Int(halves[1]), let address = halves.first else { return false }
    return prefix < (address.contains(":") ? widestIPv6Prefix : widestIPv4Prefix)
}
