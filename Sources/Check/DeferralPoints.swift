extension Routing {
    /// Settings of main.cf that delay, bounce or divert mail for all services, or for those that are not ours.
    func deferralFindings(for domains: [String], transport: MasterService) -> [Finding] {
        deferredTransport(transport) + domains.flatMap(moved) + softBounce(transport)
            + statusFilter(transport)
    }

    private func deferredTransport(_ transport: MasterService) -> [Finding] {
        let parameter = "defer_transports"
        guard words(of: settings[parameter]).contains(transport.name) else { return [] }
        let kept = words(of: settings.written(parameter)).filter { $0 != transport.name }
        return [
            .error(
                "route: \(transport.name) is in \(parameter): mail waits until postqueue -f",
                fix: settings.set(parameter, kept.joined(separator: ", ")))
        ]
    }

    /// Maps that send a mail back or elsewhere.
    private func moved(_ domain: String) -> [Finding] {
        let keys = ["\(RecipientMap.sampleNumber)@\(domain)", "@\(domain)"]
        func entry(_ parameter: String) -> (table: String, key: String, place: String)? {
            for table in words(of: settings[parameter]) {
                for key in keys {
                    if case .found(let place) = machine.lookUp(table, key) { return (table, key, place) }
                }
            }
            return nil
        }
        let relocated = entry("relocated_maps").map { found in
            Finding.error(
                "route: relocated_maps: \(found.table) says that \(found.key) has moved to \(found.place): mail is sent back",
                fix: edit(table: found.table))
        }
        // The submission services skip these.
        let rewritten = ["canonical_maps", "recipient_canonical_maps", "virtual_alias_maps"].compactMap {
            name in
            entry(name).map { found in
                Finding.warning(
                    "route: \(name): \(found.table) makes \(found.place) of \(found.key): mail that does not come through a port of postsms goes there",
                    fix: edit(table: found.table))
            }
        }
        return [relocated].compactMap(\.self) + rewritten
    }

    private func softBounce(_ transport: MasterService) -> [Finding] {
        guard settings.isYes("soft_bounce", transport) else { return [] }
        return [
            .warning(
                "transport: soft_bounce is yes: what is refused for good is tried until the message is too old",
                fix: settings.set("soft_bounce", "no", for: transport))
        ]
    }

    /// It defaults to default_delivery_status_filter, which all transports share.
    private func statusFilter(_ transport: MasterService) -> [Finding] {
        let parameter = "pipe_delivery_status_filter"
        let filter = settings[parameter, transport]
        if filter.isEmpty { return [] }
        return [
            .warning(
                "transport: \(parameter) is \(filter): it can send back what was to be tried again",
                fix: settings.set(parameter, "", for: transport))
        ]
    }
}
