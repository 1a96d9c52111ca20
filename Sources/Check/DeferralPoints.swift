extension Routing {
    /// Settings of main.cf that delay or bounce mail and that no service can override.
    func deferralFindings(for domains: [String], transport: MasterService) -> [Finding] {
        deferredTransport(transport) + domains.flatMap(relocated) + softBounce(transport)
            + statusFilter(transport) + disabled()
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

    private func relocated(_ domain: String) -> [Finding] {
        for table in words(of: settings["relocated_maps"]) {
            for key in ["+12025550123@\(domain)", "@\(domain)"] {
                guard case .found(let place) = machine.lookUp(table, key) else { continue }
                let file = table.split(separator: ":", maxSplits: 1).last.map(String.init) ?? table
                return [
                    .error(
                        "route: relocated_maps: \(table) says that \(key) has moved to \(place): mail is sent back",
                        fix: "${EDITOR:-vi} \(shellWord(file))")
                ]
            }
        }
        return []
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

    private func disabled() -> [Finding] {
        let parameter = "master_service_disable"
        let names = Parts.own.services.flatMap {
            ["\($0.name)/\($0.type)", $0.type, "\($0.name).\($0.type)"]
        }
        let found = words(of: settings[parameter]).filter(names.contains)
        if found.isEmpty { return [] }
        let kept = words(of: settings.written(parameter)).filter { !names.contains($0) }
        return [
            .error(
                "transport: \(parameter) holds \(found.joined(separator: ", ")): these services do not run",
                fix: settings.set(parameter, kept.joined(separator: ", ")))
        ]
    }
}
