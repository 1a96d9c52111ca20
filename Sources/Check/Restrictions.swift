/// A restriction list of smtpd(8), such as `smtpd_recipient_restrictions`.
struct Restrictions {
    /// The parameters whose lists smtpd(8) has gone through when it answers RCPT.
    static let lists = ["client", "helo", "sender", "relay", "recipient"].map { "smtpd_\($0)_restrictions" }

    /// What a restriction does to mail for domains that Postfix is not responsible for, which include those for SMS.
    private enum Effect {
        case permits, permitsAuthenticated
        /// Everybody's mail.
        case refuses
        /// Mail to those domains.
        case refusesRelaying
        /// Mail of everybody whom this machine does not know.
        case refusesStrangers
        /// Everybody's mail is taken away, though the client hears that it was accepted.
        case diverts
        /// It depends.
        case mayDecide
        case none
    }

    private struct Item {
        /// As written, and in lower case.
        let word: String
        let name: String
        let table: String?
        let effect: Effect
    }

    private let items: [Item]
    private let asksForCertificates: Bool

    /// - Parameters:
    ///   - list: the parameter
    ///   - machine: asked what its tables have for strangers; nil: what they have is not known
    ///   - domains: whose mail counts as everybody's too
    init(
        _ list: String, _ service: MasterService, _ settings: PostfixSettings, _ machine: Machine? = nil,
        domains: [String] = []
    ) {
        let reading = Reading(
            service: service, settings: settings, machine: machine,
            stranger: Stranger(service: service, settings: settings, domains: domains))
        items = reading.items(of: settings[list, service])
        asksForCertificates = ["smtpd_tls_ask_ccert", "smtpd_tls_req_ccert"].contains {
            settings.isYes($0, service)
        }
    }

    private struct Reading {
        let service: MasterService
        let settings: PostfixSettings
        let machine: Machine?
        let stranger: Stranger
        /// The classes that the list is part of.
        var classes: [String] = []
        /// How deep actions of tables are in each other.
        var depth = 0

        /// Far more than anybody needs: an action may lead to its own table again.
        private static let deepest = 8

        func items(of text: String) -> [Item] {
            var items: [Item] = []
            var rest = words(of: text)[...]
            // The restriction after it only writes to the log.
            var isWarning = false
            while let word = rest.popFirst() {
                if let list = list(ofClass: word) {
                    items += list
                    continue
                }
                let name = word.lowercased()
                let table = name.hasPrefix("check_") ? rest.popFirst() : nil
                let effect = effect(of: name, table)
                let isPermission = effect == .permits || effect == .permitsAuthenticated
                items.append(
                    Item(
                        word: word, name: name, table: table,
                        effect: isWarning && !isPermission ? .none : effect))
                isWarning = name == "warn_if_reject"
            }
            return items
        }

        /// The list of a restriction class (smtpd_restriction_classes in postconf(5)), nil if `word` is none, or the class
        /// itself.
        private func list(ofClass word: String) -> [Item]? {
            guard !classes.contains(word),
                words(of: settings["smtpd_restriction_classes", service]).contains(word)
            else { return nil }
            var inner = self
            inner.classes.append(word)
            return inner.items(of: settings[word, service])
        }

        private func effect(of name: String, _ table: String?) -> Effect {
            switch name {
            case "permit": return .permits
            case "permit_sasl_authenticated": return .permitsAuthenticated
            case "reject", "defer": return .refuses
            case "reject_unauth_destination", "defer_unauth_destination": return .refusesRelaying
            default: break
            }
            guard let table else { return .none }
            if table.hasPrefix("static:") {
                // Whatever is looked up; the name of a user only if there is one.
                let isOfUsers = name == "check_sasl_access"
                switch action(.found(table.dropFirst("static:".count).filter { !"{}".contains($0) })) {
                case .refuses: return isOfUsers ? .mayDecide : .refuses
                case .permits: return isOfUsers ? .permitsAuthenticated : .permits
                case .diverts: return .diverts
                case .defersIfPermitted, .other: return .none
                }
            }
            guard let machine else { return .mayDecide }
            func all(_ group: [String], _ action: AccessAction) -> Bool {
                group.allSatisfy { self.action(machine.lookUp(table, $0)) == action }
            }
            let groups = stranger.keys(of: name)
            if groups.contains(where: { all($0, .permits) }) { return .permits }
            if !groups.isEmpty, groups.prefix(Stranger.addresses.count).allSatisfy({ all($0, .refuses) }),
                name == "check_client_access"
            {
                return .refusesStrangers
            }
            // The other groups are names that few have.
            return groups.first.map { all($0, .diverts) } == true ? .diverts : .mayDecide
        }

        /// An action may be a list of restrictions, or a class.
        private func action(_ answer: TableAnswer) -> AccessAction {
            guard case .found(let text) = answer else { return .other }
            let action = AccessAction(text)
            guard action == .other, depth < Self.deepest else { return action }
            var inner = self
            inner.depth += 1
            let decisive = inner.items(of: text).first { $0.effect != .none && $0.effect != .mayDecide }
            return switch decisive?.effect {
            case .permits: .permits
            case .diverts: .diverts
            case .refuses: .refuses
            default: .other
            }
        }
    }

    /// Whether clients that have not authenticated are refused, except those allowed by a table or
    /// mynetworks.
    var refuseWithoutAuth: Bool {
        guard let end = items.firstIndex(where: { $0.effect == .refuses }) else { return false }
        let before = items[..<end]
        return before.contains { $0.effect == .permitsAuthenticated }
            && !before.contains { $0.effect == .permits || permitsOthers($0.name) }
    }

    /// What lets in clients that hold a certificate, if it is asked for, or name no host: no log-in.
    private func permitsOthers(_ name: String) -> Bool {
        switch name {
        case "permit_tls_clientcerts", "permit_tls_all_clientcerts": asksForCertificates
        case "permit_naked_ip_address", "permit_mx_backup": true
        default: false
        }
    }

    /// Whether mail for SMS is refused even from authenticated clients, unless mynetworks allows them.
    var refuseWithAuth: Bool {
        [.refuses, .refusesRelaying].contains(
            items.first { ![.none, .diverts, .refusesStrangers].contains($0.effect) }?.effect)
    }

    /// The first restriction that takes away everybody's mail, if one is reached.
    var diversion: String? {
        let end = items.first { [.refuses, .permits, .permitsAuthenticated, .diverts].contains($0.effect) }
        guard let end, end.effect == .diverts else { return nil }
        return [end.name, end.table].compactMap(\.self).joined(separator: " ")
    }

    /// What refuses clients by their address before authenticated ones are permitted, nil if nothing does.
    var refusalByAddress: String? {
        guard let end = items.firstIndex(where: { $0.effect == .permitsAuthenticated }) else { return nil }
        let prefixes = [
            "reject_rbl_client", "reject_rhsbl_client", "reject_rhsbl_reverse_client",
            "reject_unknown_client",
            "reject_unknown_reverse_client",
        ]
        return items[..<end].first { item in prefixes.contains { item.name.hasPrefix($0) } }?.name
    }

    /// Whether authenticated clients are refused unless a table or mynetworks allows them. The end of a list
    /// permits.
    var endInReject: Bool {
        items.first { [.refuses, .permits, .permitsAuthenticated].contains($0.effect) }?.effect == .refuses
    }

    /// Whether mail to other domains is refused before a client is permitted without authentication.
    var refuseRelaying: Bool {
        let end = items.first {
            [.refuses, .refusesRelaying, .refusesStrangers, .permits].contains($0.effect)
        }
        return end.map { $0.effect != .permits } ?? false
    }

    /// The tables that permit everybody's mail.
    var openTables: [String] {
        items.filter { $0.effect == .permits }.compactMap(\.table)
    }

    /// The list without what permits everybody's mail, and with a refusal of mail to other domains, one word after the other.
    var closed: [String] {
        let kept = items.filter { $0.effect != .permits }
        let isClosed = kept.contains { [.refuses, .refusesRelaying].contains($0.effect) }
        return (kept.isEmpty ? ["permit_mynetworks", "permit_sasl_authenticated"] : [])
            + kept.flatMap { [$0.word] + [$0.table].compactMap(\.self) }
            + (isClosed ? [] : ["defer_unauth_destination"])
    }

    /// Whether clients in mynetworks pass before a recipient is looked up.
    var permitNetworksFirst: Bool {
        items.first {
            ["permit_mynetworks", "check_recipient_access"].contains($0.name) || $0.effect == .refuses
        }?.name == "permit_mynetworks"
    }

    /// The tables that recipients are looked up in.
    var recipientTables: [String] {
        items.filter { $0.name == "check_recipient_access" }.compactMap(\.table)
    }
}
