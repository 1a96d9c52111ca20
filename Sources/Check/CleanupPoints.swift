extension SubmissionPort {
    /// The cleanup(8) that puts the port's mail into the queue.
    func cleanupPoints() -> [Finding] {
        guard let part = Parts.own.cleanup else { return [] }
        let parameter = "cleanup_service_name"
        let cleanup = settings.service("\(settings[parameter, service])/unix")
        guard let cleanup, cleanup.program == "cleanup", settings[parameter, service] != "cleanup" else {
            let add = settings.service(part.key) == nil ? [settings.addService(part.key, part.line())] : []
            let use =
                settings.written(parameter, service) == part.name
                ? [] : [settings.set(parameter, part.name, for: service)]
            return [
                .error(
                    "\(name): \(parameter) is \(settings[parameter, service]), and no cleanup(8) for mail that becomes SMS: queue ids can come again",
                    fix: add + use)
            ]
        }
        return socketPoints(cleanup, settings)
            + ServiceOptions(
                service: cleanup, part: part, settings: settings, name: "service \(cleanup.name)"
            ).findings(judged: ["message_size_limit"]) + cleanupSizePoints(cleanup) + queueIDPoints(cleanup)
    }

    /// postsuper(1), which runs at each reload, follows main.cf: without long queue ids there it renames
    /// files that have them, even those that the queue manager is working on.
    private func queueIDPoints(_ cleanup: MasterService) -> [Finding] {
        let parameter = "enable_long_queue_ids"
        guard settings.isYes(parameter, cleanup), settings[parameter].lowercased() != "yes" else { return [] }
        return [
            .error(
                "service \(cleanup.name): \(parameter) is not yes in main.cf: a reload renames mail that waits, and the queue manager may lose sight of it",
                fix: settings.set(parameter, Parts.own.value(parameter)))
        ]
    }

    /// smtpd(8) and cleanup(8) each have a limit.
    private func cleanupSizePoints(_ cleanup: MasterService) -> [Finding] {
        let parameter = "message_size_limit"
        guard let own = Int(settings[parameter, service]), let other = Int(settings[parameter, cleanup]),
            own > 0, other > 0, other < own
        else { return [] }
        return [
            .error(
                "service \(cleanup.name): \(parameter) is \(other), less than the \(own) of \(name): a larger mail is refused with an error of the server",
                fix: settings.set(parameter, "\(own)", for: cleanup))
        ]
    }

    /// Looks commands up in the table of smtpd_command_filter as smtpd(8) would.
    func commandPoints() -> [Finding] {
        let table = settings["smtpd_command_filter", service]
        // Another table, or a missing one, is reported with the other options.
        guard table.hasPrefix("regexp:"), table.hasSuffix("/postsms_commands") else { return [] }
        let path = String(table.dropFirst("regexp:".count))
        // A file that is there may have been edited.
        let fix = machine.file(path) == nil ? [Parts.own.writeCommands(to: path)] : edit(table: table)
        let samples: [(command: String, isRight: (String) -> Bool)] = [
            ("MAIL FROM:<a@b.example> RET=FULL", { $0.hasSuffix(" RET=HDRS") }),
            ("MAIL FROM:<a@b.example>", { $0.hasSuffix(" RET=HDRS") }),
            ("RCPT TO:<(1)2025550123@\(Parts.domain)>", { !$0.contains("2025550123") }),
            ("RCPT TO:<postmaster>", { !$0.contains("postmaster") }),
        ]
        for sample in samples {
            switch machine.lookUp(table, sample.command) {
            case .failed(let why):
                return [.error("\(name): \(table) look-up fails: \(why)", fix: fix)]
            case .found(let command) where sample.isRight(command): continue
            case .found, .notFound:
                return [.error("\(name): \(table) lets \(sample.command) pass", fix: fix)]
            }
        }
        return []
    }
}
