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
        /// It depends.
        case mayDecide
        case none
    }

    private struct Item {
        let name: String
        let table: String?
        let effect: Effect
    }

    private let items: [Item]

    /// - Parameter machine: asked what its tables have for strangers; nil: what they have is not known
    init(_ text: String, _ machine: Machine? = nil) {
        var items: [Item] = []
        var rest = words(of: text)[...]
        // The restriction after it only writes to the log.
        var isWarning = false
        while let word = rest.popFirst() {
            let name = word.lowercased()
            let table = name.hasPrefix("check_") ? rest.popFirst() : nil
            let effect = Self.effect(of: name, table, machine)
            let isPermission = effect == .permits || effect == .permitsAuthenticated
            items.append(
                Item(name: name, table: table, effect: isWarning && !isPermission ? .none : effect))
            isWarning = name == "warn_if_reject"
        }
        self.items = items
    }

    private static func effect(of name: String, _ table: String?, _ machine: Machine?) -> Effect {
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
            switch AccessAction(table.dropFirst("static:".count)) {
            case .refuses: return isOfUsers ? .mayDecide : .refuses
            case .permits: return isOfUsers ? .permitsAuthenticated : .permits
            case .defersIfPermitted, .diverts, .other: return .none
            }
        }
        guard let machine else { return .mayDecide }
        let isOpen = Stranger.keys(of: name).contains { group in
            group.allSatisfy { isPermission(machine.lookUp(table, $0)) }
        }
        return isOpen ? .permits : .mayDecide
    }

    private static func isPermission(_ answer: TableAnswer) -> Bool {
        if case .found(let action) = answer { AccessAction(action) == .permits } else { false }
    }

    /// Whether clients that have not authenticated are refused, except those allowed by a table or
    /// mynetworks.
    var refuseWithoutAuth: Bool {
        guard let end = items.firstIndex(where: { $0.effect == .refuses }) else { return false }
        let before = items[..<end]
        return before.contains { $0.effect == .permitsAuthenticated }
            && !before.contains { $0.effect == .permits }
    }

    /// Whether mail for SMS is refused even from authenticated clients, unless mynetworks allows them.
    var refuseWithAuth: Bool {
        [.refuses, .refusesRelaying].contains(items.first { $0.effect != .none }?.effect)
    }

    /// Whether authenticated clients are refused unless a table or mynetworks allows them. The end of a list
    /// permits.
    var endInReject: Bool {
        items.first { [.refuses, .permits, .permitsAuthenticated].contains($0.effect) }?.effect == .refuses
    }

    /// Whether mail to other domains is refused before a client is permitted without authentication.
    var refuseRelaying: Bool {
        let end = items.first { [.refuses, .refusesRelaying, .permits].contains($0.effect) }
        return end.map { $0.effect != .permits } ?? false
    }

    /// The tables that permit everybody's mail.
    var openTables: [String] {
        items.filter { $0.effect == .permits }.compactMap(\.table)
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
