/// Whether Postfix is an open relay.
func relayPoints(_ settings: PostfixSettings, ours: [MasterService]) -> [Finding] {
    var findings: [Finding] = []
    let wide = words(of: settings["mynetworks"]).filter(isWide)
    if !wide.isEmpty {
        findings.append(
            .error(
                "relay: mynetworks holds \(wide.joined(separator: ", ")): these networks are too wide: strangers may send through this machine",
                fix: settings.set("mynetworks", "127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128")))
    }
    let relay = "smtpd_relay_restrictions"
    for service in settings.smtpServices where !ours.contains(service) {
        let isClosed = [relay, "smtpd_recipient_restrictions"].contains {
            Restrictions(settings[$0, service]).refuseRelaying
        }
        if isClosed { continue }
        let safe = "permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination"
        let fix =
            settings.written(relay, service) == nil
            ? settings.set(relay, safe)
            : settings.set(relay, safe.filter { $0 != " " }, for: service)
        findings.append(
            .error("relay: port \(service.name) is an open relay", fix: fix))
    }
    return findings.or(ok: "relay: only for \(settings["mynetworks"]) and authenticated clients")
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
