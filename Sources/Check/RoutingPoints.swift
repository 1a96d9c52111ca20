import Configuration

/// Where Postfix sends mail for the domains, and whether anyone may send there.
struct Routing {
    let settings: PostfixSettings
    let machine: Machine

    /// The transport for mail to a domain, and tables whose look-up failed.
    func transport(for domain: String) -> (name: String?, failures: [(table: String, why: String)]) {
        let parents = sequence(first: domain) { name in
            name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
        }.dropFirst().map { ".\($0)" }
        var failures: [(String, String)] = []
        // transport(5): the whole address, the domain, its parents, `*`.
        for key in ["+12025550123@\(domain)", domain] + parents + ["*"] {
            for table in words(of: settings["transport_maps"]) where key.contains("@") || !isPattern(table) {
                switch machine.lookUp(table, key) {
                case .found(let route):
                    return (String(route.prefix { $0 != ":" }), failures)
                case .notFound: continue
                case .failed(let why):
                    if !failures.contains(where: { $0.0 == table }) { failures.append((table, why)) }
                }
            }
        }
        return (nil, failures)
    }

    /// Whether a table is only searched for whole addresses.
    private func isPattern(_ table: String) -> Bool {
        ["regexp:", "pcre:"].contains { table.hasPrefix($0) }
    }

    /// - Parameter transport: the service that runs postsms pipe
    func findings(for domain: String, transport: MasterService) -> [Finding] {
        let (name, failures) = self.transport(for: domain)
        var findings = failures.map { table, why in
            Finding.error(
                "route: transport_maps: \(table) look-up fails: \(why)", fix: fix(forTable: table))
        }
        if name != transport.name, failures.isEmpty {
            let present = settings.written("transport_maps")
            let route = Parts.own.route(domain, to: transport.name)
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

    /// The command that makes the table usable.
    private func fix(forTable table: String) -> String {
        let halves = table.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2, ["hash", "btree", "lmdb", "cdb", "dbm"].contains(halves[0]) else {
            return "${EDITOR:-vi} \(shellWord(halves.last ?? table))"
        }
        let make = shellCommand(["postmap"] + settings.postconf.dropFirst() + [table])
        return machine.file(halves[1]) == nil ? shellCommand("touch", halves[1]) + " && " + make : make
    }
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
            let file = entry.split(separator: ":", maxSplits: 1).last.map(String.init) ?? entry
            return [.error("\(text); the entry is \(entry)", fix: "${EDITOR:-vi} \(shellWord(file))")]
        }
        let kept = words(of: settings.written(parameter)).filter { word in
            !words(of: expanded(word)).contains { matches($0, domain, parameter) }
        }
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

    /// A word with each `$name`, `${name}` or `$(name)` expanded.
    private func expanded(_ word: String) -> String {
        var text = ""
        var rest = word[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if let close = rest.first.flatMap({ ["{": "}", "(": ")"][$0] }) {
                text += settings[String(rest.dropFirst().prefix { $0 != Character(close) })]
                rest = rest.drop { $0 != Character(close) }.dropFirst()
            } else {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                text += settings[String(name)]
                rest = rest.dropFirst(name.count)
            }
        }
        return text + rest
    }
}
