import Configuration

/// Where Postfix sends mail for the domains, and whether anyone may send there.
struct Routing {
    let settings: PostfixSettings
    let machine: Machine

    /// The transport for mail to a domain, the key that it was found with, and tables whose look-up failed.
    func transport(for domain: String)
        -> (name: String?, key: String?, failures: [(table: String, why: String)])
    {
        let parents = sequence(first: domain) { name in
            name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
        }.dropFirst().map { ".\($0)" }
        var failures: [(String, String)] = []
        // transport(5): the whole address, the domain, its parents, `*`.
        for key in ["\(RecipientMap.sampleNumber)@\(domain)", domain] + parents + ["*"] {
            for table in words(of: settings["transport_maps"]) where key.contains("@") || !isPattern(table) {
                switch machine.lookUp(table, key) {
                case .found(let route):
                    return (String(route.prefix { $0 != ":" }), key, failures)
                case .notFound: continue
                case .failed(let why):
                    if !failures.contains(where: { $0.0 == table }) { failures.append((table, why)) }
                }
            }
        }
        return (nil, nil, failures)
    }

    /// As written in main.cf, where `$$` is a dollar sign.
    private static func patternRoute(_ domain: String, to transport: String) -> String {
        "regexp:{ {/@\(domain.replacing(".", with: "\\."))$$/ \(transport):} }"
    }

    /// Whether a table is only searched for whole addresses.
    private func isPattern(_ table: String) -> Bool {
        ["regexp:", "pcre:"].contains { table.hasPrefix($0) }
    }

    /// - Parameter transport: the service that runs postsms pipe
    func findings(for domain: String, transport: MasterService) -> [Finding] {
        let (name, key, failures) = self.transport(for: domain)
        var findings = failures.map { table, why in
            Finding.error(
                "route: transport_maps: \(table) look-up fails: \(why)", fix: fix(forTable: table))
        }
        if name != transport.name, failures.isEmpty {
            let present = settings.written("transport_maps")
            // A table that knows the whole address is asked before any table is asked for the domain.
            let route =
                key?.contains("@") == true
                ? Self.patternRoute(domain, to: transport.name) : Parts.own.route(domain, to: transport.name)
            let target =
                name.map { $0.isEmpty ? "the default transport" : "transport \($0)" }
                ?? "no transport of ours"
            findings.append(
                .error(
                    "route: mail to \(domain) goes to \(target)",
                    fix: settings.set("transport_maps", present.isEmpty ? route : "\(route), \(present)")))
        }
        return findings.or(ok: "route: mail to \(domain) goes to transport \(transport.name)")
            + classParameters.flatMap { classFindings($0, domain) } + brokenTables(for: domain)
    }

    /// The tables of other mail that Postfix asks for a recipient too: if one of them fails, every recipient gets 451.
    private func brokenTables(for domain: String) -> [Finding] {
        let maps = [
            "virtual_alias_maps", "relocated_maps", "sender_dependent_default_transport_maps",
            "sender_dependent_relayhost_maps",
        ]
        return (classParameters + maps).flatMap { parameter in
            words(of: settings[parameter]).filter { $0.contains(":") }.compactMap { entry in
                let table = String(entry.drop { $0 == "!" })
                guard case .failed(let why) = machine.lookUp(table, domain) else { return nil }
                return .error(
                    "route: \(parameter): \(table) look-up fails: \(why)", fix: fix(forTable: table))
            }
        }
    }

    /// Other mail that goes to postsms too, which can only refuse it.
    ///
    /// - Parameter transport: the service that runs postsms pipe
    func otherMailFindings(for domains: [String], transport: MasterService) -> [Finding] {
        let defaults = ["default_transport", "relay_transport", "local_transport", "virtual_transport"]
        let wrong = defaults.filter { settings[$0].prefix { $0 != ":" } == transport.name }
        var findings = wrong.map { parameter in
            Finding.error(
                "route: \(parameter) is \(settings[parameter]): other mail goes to postsms, which refuses it",
                fix: shellCommand(settings.postconf + ["-n", parameter]))
        }
        if self.transport(for: Self.otherDomain).name == transport.name {
            findings.append(
                .error(
                    "route: mail to any domain goes to transport \(transport.name), which refuses it",
                    fix: shellCommand(settings.postconf + ["-n", "transport_maps"])))
        }
        let origin = settings["myorigin"].lowercased()
        if domains.contains(origin) {
            findings.append(
                .warning(
                    "route: myorigin is \(origin): mail of this machine to root and others without a domain goes to postsms, which refuses it",
                    fix: shellCommand(settings.postconf + ["-n", "myorigin"])))
        }
        return findings
    }

    private static let otherDomain = "another.invalid"

    /// The command that makes a missing table, or shows one that is there: whoever edited it may not want it to be used.
    private func fix(forTable table: String) -> [String] {
        let halves = table.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2, halves[1].hasPrefix("/") else { return [] }
        guard let suffix = Self.indexed[halves[0]] else { return edit(table: table) }
        let files = [halves[1], halves[1] + suffix]
        if files.contains(where: { machine.file($0) != nil }) { return [shellCommand(["ls", "-l"] + files)] }
        return [
            shellCommand("touch", halves[1]),
            shellCommand(["postmap"] + settings.postconf.dropFirst() + [table]),
        ]
    }

    /// The types of tables that postmap(1) makes of a text file, and how it names them.
    private static let indexed = [
        "hash": ".db", "btree": ".db", "lmdb": ".lmdb", "cdb": ".cdb", "dbm": ".dir",
    ]
}

/// The lists of domains for which Postfix accepts mail from anyone.
private let classParameters = [
    "mydestination", "virtual_alias_domains", "virtual_mailbox_domains", "relay_domains",
]

extension Routing {
    private func classFindings(_ parameter: String, _ domain: String) -> [Finding] {
        let list = DomainList(parameter: parameter, settings: settings, machine: machine)
        guard let entry = list.entry(for: domain, in: words(of: settings[parameter])) else { return [] }
        let text = "route: \(domain) is in \(parameter): anybody may send to it without AUTH"
        if entry.hasPrefix("/") || entry.contains(":") {
            return [.error("\(text); the entry is \(entry)", fix: edit(table: entry))]
        }
        var kept = settings.kept(of: settings.written(parameter)) { $0.lowercased() == domain }
        // An entry for the parent is for other mail too.
        if list.entry(for: domain, in: words(of: settings.expanded(kept.joined(separator: " ")))) != nil {
            kept.insert("!\(domain)", at: 0)
        }
        return [.error(text, fix: settings.set(parameter, kept.joined(separator: ", ")))]
    }
}

/// A list of domains, such as mydestination (postconf(5), "match list"): the first entry that matches decides, and `!`
/// in front of it excludes.
private struct DomainList {
    let parameter: String
    let settings: PostfixSettings
    let machine: Machine

    /// How deep files may be in each other: one that names itself has no end.
    private static let deepest = 8

    /// The entry that makes the domain one of the list, nil if it is none.
    func entry(for domain: String, in entries: [String]) -> String? {
        for entry in entries {
            if let isIn = decision(entry, domain, depth: 0) { return isIn ? entry : nil }
        }
        return nil
    }

    /// What an entry says of the domain, nil if it does not match.
    private func decision(_ entry: String, _ domain: String, depth: Int) -> Bool? {
        if entry.hasPrefix("!") {
            return decision(String(entry.dropFirst()), domain, depth: depth).map { !$0 }
        }
        if entry.hasPrefix("/") {
            guard depth < Self.deepest else { return nil }
            return linesWithoutRemarks(machine.content(entry) ?? "").flatMap { words(of: $0) }.lazy.compactMap
            {
                decision($0, domain, depth: depth + 1)
            }.first
        }
        if entry.contains(":") {
            if case .found = machine.lookUp(entry, domain) { return true }
            return nil
        }
        let name = entry.lowercased()
        let includesParents = words(of: settings["parent_domain_matches_subdomains"]).contains(parameter)
        let matches =
            name == domain || (name.hasPrefix(".") && domain.hasSuffix(name))
            || (includesParents && domain.hasSuffix(".\(name)"))
        return matches ? true : nil
    }
}
