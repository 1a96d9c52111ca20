import Configuration

/// Services of the administrator whose users log in elsewhere. Mail that comes back from a content filter lacks the user's
/// name, so mail for SMS must bypass the filter: see postfix/postsms_bypass.
struct FilterPoints {
    let settings: PostfixSettings
    let configuration: Configuration
    /// The services on which clients log in at postsms.
    let ours: [MasterService]
    let machine: Machine

    func findings() -> [Finding] {
        guard let transport = settings.transport else { return [] }
        return settings.allSMTPServices.filter {
            !ours.contains($0) && settings.isYes("smtpd_sasl_auth_enable", $0)
        }.flatMap { twoKindsOfNames($0) + findings(for: $0, transport) }
    }

    /// A user of SMSGate can have the name of a user of this service, and the account that is kept sends for both.
    private func twoKindsOfNames(_ service: MasterService) -> [Finding] {
        guard configuration.smsgateLogin else { return [] }
        return [
            .error(
                "port \(service.name): its users log in elsewhere, and with smsgate_login a user of SMSGate with the same name gets their messages: let all log in at postsms, or set smsgate_login = no"
            )
        ]
    }

    private func findings(for service: MasterService, _ transport: MasterService) -> [Finding] {
        let proxy = settings["smtpd_proxy_filter", service]
        if !proxy.isEmpty {
            return [
                problem(
                    service, "smtpd_proxy_filter is \(proxy)",
                    "; users must log in on a port without it, such as one of postsms",
                    fix: [shellCommand(settings.postconf + ["-P", "\(service.key)/smtpd_proxy_filter"])])
            ]
        }
        let filter = settings["content_filter", service]
        if filter.isEmpty || filter.hasPrefix(transport.name + ":") { return [] }
        if let bypass = bypass(of: service) { return bypassPoints(service, bypass, transport) }
        if let table = tableWithFilter(service, transport) {
            return [
                .warning(
                    "port \(service.name): \(table) sends whole mails to \(transport.name): another recipient beside a number gets nothing, and the sender a notice",
                    fix: addBypass(to: service, transport))
            ]
        }
        return [
            problem(service, "content_filter is \(filter)", "", fix: addBypass(to: service, transport))
        ]
    }

    /// An error where users of this service are to send SMS, which shared_user and the lack of another port show.
    private func problem(
        _ service: MasterService, _ what: String, _ advice: String, fix: [String]
    ) -> Finding {
        let end =
            configuration.defaultUser.map { "goes at the cost of \($0)" }
            ?? "comes back with 530 Authentication required"
        let text =
            "port \(service.name): \(what), and a filter drops the user's name: mail for SMS \(end)\(advice)"
        let isError =
            configuration.defaultUser == nil && (configuration.sharedUser != nil || ours.isEmpty)
        return isError ? .error(text, fix: fix) : .warning(text, fix: fix)
    }

    // MARK: The bypass

    private static let name = "postsms-bypass"
    private static let list = "smtpd_relay_restrictions"
    private static let lists = [list, "smtpd_recipient_restrictions"]
    /// spawn(8) ends a policy service after this time; smtpd(8) keeps a connection for a shorter one
    /// (smtpd_policy_service_max_ttl, 1000s).
    private static let timeLimit = "3600"

    /// Where the program belongs.
    private var script: String { "\(settings["config_directory"])/postsms_bypass" }

    private func command(_ transport: MasterService) -> String {
        (["spawn", "user=nobody", "argv=/bin/sh", script, transport.name] + configuration.recipientDomains)
            .joined(separator: " ")
    }

    /// The policy service that lets mail of this service bypass the filter, nil if there is none.
    private func bypass(of service: MasterService) -> MasterService? {
        // What is permitted before the policy service does not get to it.
        let used = Self.lists.flatMap { list in
            words(of: settings[list, service]).prefix { !$0.hasPrefix("permit") }
        }
        return settings.services.first { policy in
            policy.argv.contains { $0.isNamedBypass }
                && used.contains { $0.hasSuffix("private/\(policy.name)") }
        }
    }

    private func bypassPoints(
        _ service: MasterService, _ bypass: MasterService, _ transport: MasterService
    ) -> [Finding] {
        let expected = [transport.name] + configuration.recipientDomains
        let present = bypass.argv.drop { !$0.isNamedBypass }.dropFirst()
        if Set(present) != Set(expected) || present.first != transport.name {
            return [
                .error(
                    "port \(service.name): \(bypass.name) lets mail for other domains or to another transport bypass the filter: \(present.joined(separator: " "))",
                    fix: settings.setField("command", command(transport), of: bypass))
            ]
        }
        let program = bypass.argv.first { $0.isNamedBypass } ?? script
        let status = machine.file(program)
        if status?.kind != .file || status.map({ $0.mode & Permission.othersRead == 0 }) == true {
            return [
                .error(
                    "port \(service.name): \(bypass.name) cannot read \(program), so all mail is refused with 451",
                    fix: shellCommand("ls", "-l", program))
            ]
        }
        let rule = FileRule(name: "port \(service.name)", path: program, reader: nil, missing: [])
        let problems = machine.problems(with: rule)
        return problems.or(ok: "port \(service.name): mail for SMS bypasses the content filter")
    }

    /// A table of recipients with a FILTER action for numbers.
    private func tableWithFilter(_ service: MasterService, _ transport: MasterService) -> String? {
        let keys = configuration.recipientDomains.flatMap { ["\(RecipientMap.sampleNumber)@\($0)", $0] }
        return Restrictions.lists.flatMap { Restrictions($0, service, settings).recipientTables }.first {
            table in
            keys.contains {
                guard case .found(let action) = machine.lookUp(table, $0) else { return false }
                return action.hasPrefix("FILTER \(transport.name):")
            }
        }
    }

    /// The service may be in use by others, so the restriction comes last: until then nothing changes.
    private func addBypass(to submission: MasterService, _ transport: MasterService) -> [String] {
        let present = words(of: settings.written(Self.list, submission) ?? settings.written(Self.list))
        let service = "\(Self.name)/unix"
        // What is there already is kept.
        let isWritten = machine.file(script) != nil
        let isAdded = settings.service(service) != nil
        return
            (isWritten
            ? []
            : [shellCommand(writing: Self.scriptLines, to: script), shellCommand("chmod", "644", script)])
            + (isAdded
                ? []
                : [settings.addService(service, "\(Self.name) unix - n n - 0 \(command(transport))")])
            + [settings.set("\(Self.name)_time_limit", Self.timeLimit)]
            + setList(["check_policy_service", "unix:private/\(Self.name)"] + present, of: submission)
    }

    /// An option in master.cf must not contain white space, as text in braces does.
    private func setList(_ list: [String], of service: MasterService) -> [String] {
        if !list.contains(where: { $0.contains(where: \.isWhitespace) }) {
            return [settings.set(Self.list, list.joined(separator: ","), for: service)]
        }
        let parameter = "postsms_bypass_restrictions"
        return [
            settings.set(parameter, list.joined(separator: ", ")),
            settings.set(Self.list, "$\(parameter)", for: service),
        ]
    }

    /// The program without its comments.
    private static var scriptLines: [String] {
        let text = String(decoding: PackageResources.postsms_bypass, as: UTF8.self)
        return text.split(separator: "\n").map(String.init).filter {
            $0.hasPrefix("#!") || !$0.hasPrefix("#")
        }
    }
}

extension String {
    /// Whether it is the path of the program that lets mail bypass a filter.
    fileprivate var isNamedBypass: Bool { hasSuffix("/postsms_bypass") }
}
