/// Whether Postfix is an open relay.
func relayPoints(_ settings: PostfixSettings, ours: [MasterService], _ machine: Machine) -> [Finding] {
    var findings = networkTablePoints(settings, machine)
    let wide = words(of: settings["mynetworks"]).filter(isWide)
    if !wide.isEmpty {
        let kept = settings.kept(of: settings.written("mynetworks"), without: isWide)
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
    for service in settings.smtpServices where !ours.contains(service) {
        findings += otherClientPoints(service, settings)
    }
    return findings.or(ok: "relay: only for \(settings["mynetworks"]) and authenticated clients")
}

/// Addresses of different owners (RFC 5737). A table that holds all of them holds everybody.
private let strangers = ["192.0.2.1", "198.51.100.1", "203.0.113.1"]

/// The tables and files in mynetworks.
private func networkTablePoints(_ settings: PostfixSettings, _ machine: Machine) -> [Finding] {
    words(of: settings["mynetworks"]).compactMap { entry in
        if entry.hasPrefix("/") {
            let wide = words(of: machine.content(entry) ?? "").filter(isWide)
            return wide.isEmpty
                ? nil
                : .error(
                    "relay: mynetworks: \(entry) holds \(wide.joined(separator: ", ")): strangers may send through this machine",
                    fix: edit(table: entry))
        }
        let name = entry.prefix { $0 != ":" }
        let rest = entry.dropFirst(name.count + 1)
        // Not an IPv6 address such as dead::/16.
        guard !name.isEmpty, name.allSatisfy(\.isLetter), !rest.isEmpty, !rest.hasPrefix(":") else {
            return nil
        }
        let answers = strangers.map { machine.lookUp(entry, $0) }
        if case .failed(let why)? = answers.first {
            return .error(
                "relay: mynetworks: \(entry) look-up fails: \(why): clients are asked to try again",
                fix: edit(table: entry))
        }
        let holdsAll = answers.allSatisfy { if case .found = $0 { true } else { false } }
        return holdsAll
            ? .error(
                "relay: mynetworks: \(entry) holds everybody: strangers may send through this machine",
                fix: edit(table: entry))
            : nil
    }
}

/// Other ports on which a client can get at the accounts of users.
private func otherClientPoints(_ service: MasterService, _ settings: PostfixSettings) -> [Finding] {
    let parameter = "smtpd_authorized_xclient_hosts"
    let wide = words(of: settings[parameter, service]).filter(isWide)
    if wide.isEmpty { return [] }
    let written = settings.written(parameter, service)
    let kept = settings.kept(of: written ?? settings.written(parameter), without: isWide)
    return [
        .error(
            "relay: port \(service.name): \(parameter) holds \(wide.joined(separator: ", ")): strangers can claim to be any user, and send SMS at that user's cost",
            fix: written == nil
                ? settings.set(parameter, kept.joined(separator: " "))
                : settings.set(parameter, kept.joined(separator: ","), for: service))
    ]
}

/// Ends the list for relaying with a refusal. Its other restrictions stay, but for those that permit everybody.
private func close(_ service: MasterService, _ settings: PostfixSettings) -> String {
    let relay = "smtpd_relay_restrictions"
    let own = settings.written(relay, service)
    let kept = settings.kept(of: own ?? settings.written(relay)) { $0 == "permit" }
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
