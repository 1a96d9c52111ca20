/// Whether Postfix is an open relay.
func relayPoints(_ settings: PostfixSettings, ours: [MasterService], _ machine: Machine) -> [Finding] {
    let others = settings.allSMTPServices.filter { !ours.contains($0) }
    let xclient = "smtpd_authorized_xclient_hosts"
    let consequence = "strangers may send through this machine"
    let networks =
        ClientList(parameter: "mynetworks", settings: settings, machine: machine).findings(
            "relay: mynetworks", consequence: consequence,
            least: "127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128")
        + settings.allSMTPServices.filter { settings.written("mynetworks", $0) != nil }.flatMap {
            ClientList(parameter: "mynetworks", service: $0, settings: settings, machine: machine).findings(
                "relay: port \($0.name): mynetworks", consequence: consequence)
        }
    let open = others.filter { service in
        !Restrictions.lists.contains { Restrictions(settings[$0, service], machine).refuseRelaying }
    }
    return
        (networks
        + open.map {
            .error("relay: port \($0.name) is an open relay", fix: close($0, settings, machine))
        }
        // Other ports on which a client can get at the accounts of users.
        + others.flatMap {
            ClientList(parameter: xclient, service: $0, settings: settings, machine: machine).findings(
                "relay: port \($0.name): \(xclient)",
                consequence: "strangers can claim to be any user, and send SMS at that user's cost")
        })
        .or(ok: "relay: only for \(settings["mynetworks"]) and authenticated clients")
}

/// Ends the list for relaying with a refusal. Its other restrictions stay, but for those that permit everybody.
private func close(_ service: MasterService, _ settings: PostfixSettings, _ machine: Machine) -> String {
    let relay = "smtpd_relay_restrictions"
    let own = settings.written(relay, service)
    let openTables = Restrictions(settings[relay, service], machine).openTables
    let kept = words(of: own ?? settings.written(relay)).reduce(into: [String]()) { kept, word in
        if words(of: settings.expanded(word)).contains("permit") { return }
        // A table comes after the name of its restriction.
        if openTables.contains(settings.expanded(word)) {
            kept.removeLast(min(1, kept.count))
        } else {
            kept.append(word)
        }
    }
    let list =
        (kept.isEmpty ? ["permit_mynetworks", "permit_sasl_authenticated"] : kept)
        + ["defer_unauth_destination"]
    return own == nil
        ? settings.set(relay, list.joined(separator: ", "))
        : settings.set(relay, list.joined(separator: ","), for: service)
}
