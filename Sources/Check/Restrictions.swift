/// A restriction list of smtpd(8), such as `smtpd_recipient_restrictions`.
struct Restrictions {
    /// The parameters whose lists smtpd(8) has gone through when it answers RCPT.
    static let lists = ["client", "helo", "sender", "relay", "recipient"].map { "smtpd_\($0)_restrictions" }

    /// Restrictions in order, each with its table if it has one.
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

    /// Whether clients that have not authenticated are refused, except those allowed by a table or
    /// mynetworks.
    var refuseWithoutAuth: Bool {
        guard let end = items.firstIndex(where: isFinal) else { return false }
        let before = items[..<end]
        return before.contains { $0.name == "permit_sasl_authenticated" }
            && !before.contains { $0.name == "permit" }
    }

    /// Whether mail for SMS is refused even from authenticated clients, unless mynetworks allows them.
    var refuseWithAuth: Bool {
        let decisive = items.first {
            refusesRelaying($0) || ["permit", "permit_sasl_authenticated"].contains($0.name)
                || $0.table?.hasPrefix("static:") == false
        }
        return decisive.map(refusesRelaying) ?? false
    }

    /// Whether authenticated clients are refused unless a table or mynetworks allows them. The end of a list
    /// permits.
    var endInReject: Bool {
        items.first { isFinal($0) || ["permit", "permit_sasl_authenticated"].contains($0.name) }.map(isFinal)
            ?? false
    }

    /// Whether mail to other domains is refused before a client is permitted without authentication.
    var refuseRelaying: Bool {
        items.first { $0.name == "permit" || refusesRelaying($0) }.map(refusesRelaying) ?? false
    }

    /// Whether clients in mynetworks pass before a recipient is looked up.
    var permitNetworksFirst: Bool {
        items.first { $0.name == "permit_mynetworks" || $0.name == "check_recipient_access" || isFinal($0) }?
            .name
            == "permit_mynetworks"
    }

    /// The tables that recipients are looked up in.
    var recipientTables: [String] {
        items.filter { $0.name == "check_recipient_access" }.compactMap(\.table)
    }

    /// Whether it refuses mail for all domains that Postfix is not responsible for, which include those for
    /// SMS.
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
