/// A list of smtpd(8)'s restrictions, such as `smtpd_recipient_restrictions`.
struct Restrictions {
    /// Restrictions in their order, each with its table if it has one.
    private let items: [(name: String, table: String?)]

    init(_ text: String) {
        var items: [(String, String?)] = []
        var rest = words(of: text)[...]
        while let word = rest.popFirst() {
            items.append((word, word.hasPrefix("check_") ? rest.popFirst() : nil))
        }
        self.items = items
    }

    var isEmpty: Bool { items.isEmpty }

    /// Whether everybody is refused who has not authenticated, but for those whom a table or mynetworks lets in.
    var refuseWithoutAuth: Bool {
        guard let end = items.firstIndex(where: isFinal) else { return false }
        let before = items[..<end]
        return before.contains { $0.name == "permit_sasl_authenticated" }
            && !before.contains { $0.name == "permit" }
    }

    /// Whether mail for SMS is refused from who has authenticated, too, unless mynetworks lets it in.
    var refuseWithAuth: Bool {
        let decisive = items.first {
            refusesRelaying($0) || ["permit", "permit_sasl_authenticated"].contains($0.name)
                || $0.table?.hasPrefix("static:") == false
        }
        return decisive.map(refusesRelaying) ?? false
    }

    /// Whether who has authenticated is refused unless a table or mynetworks lets him in. At the list's end all is permitted.
    var endInReject: Bool {
        items.first { isFinal($0) || ["permit", "permit_sasl_authenticated"].contains($0.name) }.map(isFinal)
            ?? false
    }

    /// Whether what Postfix is not responsible for is refused before anybody is let in for nothing.
    var refuseRelaying: Bool {
        items.first { $0.name == "permit" || refusesRelaying($0) }.map(refusesRelaying) ?? false
    }

    /// The tables that are asked for the recipient.
    var recipientTables: [String] {
        items.filter { $0.name == "check_recipient_access" }.compactMap(\.table)
    }

    /// Whether it refuses all that Postfix is not responsible for, such as mail for SMS.
    private func refusesRelaying(_ item: (name: String, table: String?)) -> Bool {
        isFinal(item) || ["reject_unauth_destination", "defer_unauth_destination"].contains(item.name)
    }

    private func isFinal(_ item: (name: String, table: String?)) -> Bool {
        if ["reject", "defer", "defer_if_permit"].contains(item.name) {
            return item.name != "defer_if_permit"
        }
        guard let table = item.table, table.hasPrefix("static:") else { return false }
        let action = table.dropFirst("static:".count).drop { $0 == "{" || $0 == " " }
        return ["4", "5", "reject", "REJECT", "defer", "DEFER"].contains { action.hasPrefix($0) }
    }
}
