/// Somebody whom this machine does not know, but who may claim to be anybody. A table that lets all of a group in lets
/// everybody in.
struct Stranger {
    let service: MasterService
    let settings: PostfixSettings
    /// Domains whose mail becomes SMS, if a recipient in them is what the stranger wants.
    var domains: [String] = []

    /// Public addresses of different owners, for IPv4 and for IPv6: those for documentation are refused as such by many
    /// tables. They are only looked up.
    static let addresses = [
        ["9.9.9.9", "17.253.144.10", "193.0.6.139"], ["2620:fe::fe", "2001:67c:2e8:22::c100:68b"],
    ]
    private static let domain = "stranger.invalid"

    /// What a restriction with a table looks up for mail from a stranger to another (access(5)). Each group stands for
    /// everybody: an address cannot be chosen, a name can. The first one is what most have.
    func keys(of restriction: String) -> [[String]] {
        switch restriction {
        // The name of a client without one.
        case "check_client_access": Self.addresses + [["unknown"]]
        case "check_helo_access": names.flatMap { [[$0]] + parents(of: $0) }
        case "check_sender_access":
            [["somebody@\(Self.domain)"], ["<>"]]
                + names.dropFirst().flatMap { [["postmaster@\($0)"], [$0]] + parents(of: $0) } + [
                    ["postmaster@"]
                ]
        case "check_recipient_access":
            [["somebody@\(Self.domain)"]]
                + domains.flatMap { [["\(RecipientMap.sampleNumber)@\($0)"], [$0]] + parents(of: $0) }
                + (domains.isEmpty ? [] : [["\(RecipientMap.sampleNumber)@"]])
        default: []
        }
    }

    /// The domains above one, as an access table is asked for them, each a group of its own.
    private func parents(of domain: String) -> [[String]] {
        let prefix =
            words(of: settings["parent_domain_matches_subdomains"]).contains("smtpd_access_maps") ? "" : "."
        let labels = domain.split(separator: ".")
        return labels.indices.dropFirst().map { [prefix + labels[$0...].joined(separator: ".")] }
    }

    /// Domains of many people, which a list may name.
    private static let others = ["gmail.com", "outlook.com", "yahoo.com", "icloud.com"]

    /// A name of their own, those of others, and those of this machine that are known everywhere.
    private var names: [String] {
        let parameters = [
            "myhostname", "mydomain", "mydestination", "virtual_mailbox_domains", "virtual_alias_domains",
            "relay_domains",
        ]
        let own = parameters.flatMap { words(of: settings[$0, service]) }
            .filter { !$0.contains { ":/$".contains($0) } }
        return (own + Self.others).reduce(into: [Self.domain]) { if !$0.contains($1) { $0.append($1) } }
    }
}
