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
            + classParameters.flatMap { classFindings($0, domain) }
    }

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
        guard let entry = words(of: settings[parameter]).first(where: { matches($0, domain, parameter) })
        else {
            return []
        }
        let text = "route: \(domain) is in \(parameter): anybody may send to it without AUTH"
        if entry.hasPrefix("/") || entry.contains(":") {
            return [.error("\(text); the entry is \(entry)", fix: edit(table: entry))]
        }
        let kept = settings.kept(of: settings.written(parameter)) { matches($0, domain, parameter) }
        return [.error(text, fix: settings.set(parameter, kept.joined(separator: ", ")))]
    }

    /// Whether an entry of a list of domains matches `domain`.
    private func matches(_ entry: String, _ domain: String, _ parameter: String) -> Bool {
        if entry.hasPrefix("!") { return false }
        if entry.hasPrefix("/") {
            return words(of: machine.content(entry) ?? "").contains { matches($0, domain, parameter) }
        }
        if entry.contains(":") {
            if case .found = machine.lookUp(entry, domain) { return true }
            return false
        }
        let name = entry.lowercased()
        let includesParents = words(of: settings["parent_domain_matches_subdomains"]).contains(parameter)
        return name == domain || (name.hasPrefix(".") && domain.hasSuffix(name))
            || (includesParents && domain.hasSuffix(".\(name)"))
    }
}
