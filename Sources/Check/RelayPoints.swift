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
    func takesAll(_ service: MasterService, _ domains: [String]) -> Bool {
        !Restrictions.lists.contains {
            Restrictions($0, service, settings, machine, domains: domains).refuseRelaying
        }
    }
    let asksPolicy = others.contains { service in
        Restrictions.lists.contains { settings[$0, service].contains("check_policy_service") }
    }
    let open = others.filter { takesAll($0, []) }
    let paying = others.filter { !open.contains($0) && takesAll($0, configuration.recipientDomains) }
    return
        (networks
        + open.map {
            .error("relay: port \($0.name) is an open relay", fix: close($0, settings, machine))
        }
        + paying.map { paysForStrangers($0, settings, configuration, machine) }
        // Other ports on which a client can get at the accounts of users.
        + others.flatMap {
            ClientList(parameter: xclient, service: $0, settings: settings, machine: machine).findings(
                "relay: port \($0.name): \(xclient)",
                consequence: "strangers can claim to be any user, and send SMS at that user's cost")
        }
        // The first line of a connection then says where it comes from.
        + settings.services.filter { $0.type == "inet" && !ours.contains($0) }.compactMap { service in
            let parameter = "\(service.program)_upstream_proxy_protocol"
            guard ["smtpd", "postscreen"].contains(service.program), !settings[parameter, service].isEmpty
            else { return nil }
            return .warning(
                "relay: port \(service.name): \(parameter): whoever reaches the port can claim an address of mynetworks"
            )
        }
        + settings.services.filter { $0.type == "inet" && $0.program == "qmqpd" }.flatMap {
            ClientList(
                parameter: "qmqpd_authorized_clients", service: $0, settings: settings, machine: machine
            ).findings("relay: port \($0.name): qmqpd_authorized_clients", consequence: consequence)
        } + aliasPoints(settings, configuration, machine))
        .or(
            ok: "relay: only for \(settings["mynetworks"]) and authenticated clients"
                + (asksPolicy ? ", and whom the policy service permits, which is not asked" : ""))
}

/// A port that takes mail for SMS from everybody, because a table permits these recipients.
private func paysForStrangers(
    _ service: MasterService, _ settings: PostfixSettings, _ configuration: Configuration, _ machine: Machine
) -> Finding {
    let tables = Restrictions.lists.flatMap {
        Restrictions($0, service, settings, machine, domains: configuration.recipientDomains).openTables
    }
    let end = configuration.defaultUser.map { "at the cost of \($0)" } ?? "and hears later that it is refused"
    let text =
        "relay: port \(service.name): \(tables.joined(separator: ", ")) lets anybody send mail for SMS, \(end)"
    let fix = tables.flatMap(edit)
    return configuration.defaultUser == nil ? .warning(text, fix: fix) : .error(text, fix: fix)
}

/// Aliases that make a phone number of a part of an address, which is whatever the sender wants.
private func aliasPoints(
    _ settings: PostfixSettings, _ configuration: Configuration, _ machine: Machine
) -> [Finding] {
    guard let user = configuration.defaultUser else { return [] }
    func warning(_ what: String, fix: [String]) -> Finding {
        .warning(
            "relay: \(what) makes phone numbers of addresses: who sends to them does it at the cost of \(user)",
            fix: fix)
    }
    func isForSMS(_ address: String) -> Bool {
        configuration.recipientDomains.contains { address.hasSuffix("@\($0)") }
    }
    // What a pair of parentheses matched is $1, ${1} or $(1). The line of a table in main.cf has braces around it.
    func isOpen(_ line: String) -> Bool {
        line.split { " ,\t".contains($0) }.contains { word in
            word.contains("$") && isForSMS(String(word.reversed().drop { $0 == "}" }.reversed()))
        }
    }
    let tables = ["virtual_alias_maps", "canonical_maps", "recipient_canonical_maps"].flatMap {
        words(of: settings[$0])
    }
    let domains = ["virtual_alias_domains", "mydestination", "relay_domains", "virtual_mailbox_domains"]
        .flatMap {
            words(of: settings[$0])
        }.filter { !$0.contains { ":/".contains($0) } }.prefix(mostDomains)
    let open = tables.filter { table in
        let isPattern = table.contains("regexp:") || table.contains("pcre:")
        let text = machine.content(String(table.drop { $0 != "/" })) ?? table
        if isPattern, linesWithoutRemarks(text).contains(where: isOpen) { return true }
        return domains.contains { domain in
            ["\(RecipientMap.sampleNumber)@\(domain)", "@\(domain)"].contains { key in
                guard case .found(let place) = machine.lookUp(table, key) else { return false }
                return words(of: place).contains {
                    isForSMS($0) && ($0.hasPrefix("@") || $0.hasPrefix(RecipientMap.sampleNumber))
                }
            }
        }
    }
    let relay = settings.written("luser_relay")
    return open.map { warning($0, fix: edit(table: $0)) }
        + (relay.contains("$") && isForSMS(relay)
            ? [warning("luser_relay = \(relay)", fix: [settings.set("luser_relay", "")])] : [])
}

/// Enough for a look: each costs a program for each table.
private let mostDomains = 20

/// The list for relaying, without what permits everybody and with a refusal at its end.
private func close(_ service: MasterService, _ settings: PostfixSettings, _ machine: Machine) -> String {
    let relay = "smtpd_relay_restrictions"
    let list = Restrictions(relay, service, settings, machine).closed
    return settings.written(relay, service) == nil
        ? settings.set(relay, list.joined(separator: ", "))
        : settings.set(relay, list.joined(separator: ","), for: service)
}
