import Configuration

/// Whether Postfix is an open relay.
func relayPoints(
    _ settings: PostfixSettings, _ configuration: Configuration, ours: [MasterService], _ machine: Machine
) -> [Finding] {
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
        !Restrictions.lists.contains { Restrictions($0, service, settings, machine).refuseRelaying }
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
        } + aliasPoints(settings, configuration, machine))
        .or(ok: "relay: only for \(settings["mynetworks"]) and authenticated clients")
}

/// Patterns that make a phone number of a part of an address, which is whatever the sender wants.
private func aliasPoints(
    _ settings: PostfixSettings, _ configuration: Configuration, _ machine: Machine
) -> [Finding] {
    guard let user = configuration.defaultUser else { return [] }
    let tables = ["virtual_alias_maps", "canonical_maps", "recipient_canonical_maps"].flatMap {
        words(of: settings[$0])
    }
    return tables.filter { $0.hasPrefix("regexp:/") || $0.hasPrefix("pcre:/") }.compactMap { table in
        let file = table.drop { $0 != "/" }
        let isOpen = (machine.content(String(file)) ?? "").split(separator: "\n").contains { line in
            // What a pair of parentheses matched: $1, ${1} or $(1).
            !line.hasPrefix("#") && ["$1", "${1", "$(1"].contains { line.contains($0) }
                && configuration.recipientDomains.contains { line.contains("@\($0)") }
        }
        return isOpen
            ? .warning(
                "relay: \(table) makes phone numbers of addresses: who sends to them does it at the cost of \(user)",
                fix: edit(table: table))
            : nil
    }
}

/// Ends the list for relaying with a refusal. Its other restrictions stay, but for those that permit everybody.
private func close(_ service: MasterService, _ settings: PostfixSettings, _ machine: Machine) -> String {
    let relay = "smtpd_relay_restrictions"
    let own = settings.written(relay, service)
    let openTables = Restrictions(relay, service, settings, machine).openTables
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
