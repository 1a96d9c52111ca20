package import Accounts
package import Configuration
package import Files

/// All points of the setup, in the order in which to fix them.
package struct Checkup {
    package var configuration: Result<Configuration, ConfigurationError>
    package var text: ConfigurationText
    package var credentials: Result<CredentialsFile, ConfigurationError>
    /// nil: postconf does not work, which has its own finding.
    package var settings: PostfixSettings?
    package var isRunning: Bool
    package var postsms: ThisProgram
    /// The user whose credentials are tried at SMSGate.
    package var user: String?
    /// The account of this user that smsgate_login has kept.
    package var kept: Result<Account?, ConfigurationError> = .success(nil)
    package var machine: Machine
    package var smsgate: SMSGateQuestions

    package init(
        configuration: Result<Configuration, ConfigurationError>, text: ConfigurationText,
        credentials: Result<CredentialsFile, ConfigurationError>, settings: PostfixSettings?, isRunning: Bool,
        postsms: ThisProgram, user: String?, machine: Machine, smsgate: SMSGateQuestions
    ) {
        self.configuration = configuration
        self.text = text
        self.credentials = credentials
        self.settings = settings
        self.isRunning = isRunning
        self.postsms = postsms
        self.user = user
        self.machine = machine
        self.smsgate = smsgate
    }

    package func findings() -> [Finding] { all().merged }

    private func all() -> [Finding] {
        let reader = settings.flatMap(reader) ?? machine.user("postsms")
        let first = configurationPoints(configuration: configuration, text, reader: reader, machine)
        // Every other point depends on it.
        guard case .success(let configuration) = configuration else { return first }
        let own =
            first + (settings.map { systemUserPoints($0, postsms: postsms, machine) } ?? [])
            + metricsPoints(metrics: configuration, text, reader: reader, machine)
            + credentialsPoints(
                credentials: credentials, configuration, reader: reader, postsms: postsms,
                newUser: user ?? "USER", machine)
            + accountDirectoryPoints(configuration, text, reader: reader, machine)
        return own + (settings.map { postfixFindings($0, configuration, after: own) } ?? [])
            + networkFilePoints(configuration, reader: reader, machine)
            + smsgatePoints(smsgate: smsgate, configuration, text)
            + (user.map {
                accountPoints(
                    user: $0, in: try? credentials.get(),
                    at: machine.place(of: configuration.credentialsFile), kept: kept,
                    configuration, text, smsgate: smsgate, postsms: postsms)
            } ?? [])
    }

    /// The user whom Postfix runs postsms as. nil: Postfix refuses this user, so it will be another one.
    private func reader(_ settings: PostfixSettings) -> SystemUser? {
        guard let transport = settings.transport, let user = runtimeUser(of: transport, machine),
            !settings.refuses(user, machine)
        else { return nil }
        return user
    }

    private func postfixFindings(
        _ settings: PostfixSettings, _ configuration: Configuration, after own: [Finding]
    ) -> [Finding] {
        // A setting that no program of Postfix accepts makes every other look-up fail.
        if case .failed(let why) = machine.lookUp("static:postsms", "postsms") {
            return [
                .error(
                    "postfix: its programs do not run: \(why)",
                    fix: edit(table: "\(settings["config_directory"])/main.cf"))
            ]
        }
        let auth = settings.auth
        let ports = settings.smtpServices.filter { SubmissionPort.isOurs($0, settings, auth: auth) }
        let submissions = ports.map {
            SubmissionPort(service: $0, settings: settings, configuration: configuration, machine: machine)
        }
        let certificates = submissions.map { port in
            port.certificatePoints.map { (files: $0.configuredFiles, findings: $0.findings()) }
        }
        let services = postfixServicePoints(
            settings, ports: ports, usesTLS: submissions.contains(where: \.usesTLS), isRunning: isRunning,
            machine)
        let read =
            transportFindings(settings, configuration)
            + authFindings(settings, auth, configuration, isNeeded: !ports.isEmpty)
            + (ports.isEmpty ? [noPort(settings, auth, configuration)] : [])
            + submissions.flatMap { $0.findings(auth: auth) + $0.tlsFindings() }
            + MilterPoints(
                settings: settings, configuration: configuration, ports: ports, reader: reader(settings),
                postsms: postsms, machine: machine
            ).findings()
            + certificates.flatMap { $0?.findings ?? [] }
        // What a client meets then has a cause that is known already.
        let isBroken = !isRunning || (own + services + read).contains { $0.level == .error }
        return services + read
            + (isBroken ? [] : dialogueFindings(submissions, certificates))
            + relayPoints(settings, configuration, ours: ports, machine)
            + postfixFilePoints(settings, ports: ports, machine)
            + FilterPoints(
                settings: settings, configuration: configuration, ours: ports, machine: machine
            ).findings()
            + queuePoints(settings, isRunning: isRunning, machine)
    }

    /// What a client meets on the ports.
    ///
    /// - Parameter certificates: of each port the files and what is known of them, nil without TLS
    private func dialogueFindings(
        _ ports: [SubmissionPort], _ certificates: [(files: [String], findings: [Finding])?]
    ) -> [Finding] {
        let login = self.login
        let conversations = machine.converse(ports.map { $0.call(login: login) })
        return zip(zip(ports, conversations), certificates).flatMap { met, certificate in
            let isGood = certificate?.findings.allSatisfy { $0.level == .ok } == true
            return DialoguePoints(
                port: met.0, conversation: met.1,
                certificateFiles: isGood ? certificate?.files ?? [] : [], user: login?.user
            ).findings()
        } + untriedLogin(login)
    }

    /// The login of the user, nil if the password is not known here.
    private var login: PortDialogue.Login? {
        guard let user else { return nil }
        let map = try? credentials.get()
        let account =
            map?.user(named: user) == nil ? (try? kept.get()).flatMap(\.self) : try? map?.account(of: user)
        return account?.loginPassword.map { PortDialogue.Login(user: user, password: $0) }
    }

    private func untriedLogin(_ login: PortDialogue.Login?) -> [Finding] {
        guard let user, login == nil else { return [] }
        return [.ok("user \(user): no login on the ports was tried, because the password is not known here")]
    }

    private func transportFindings(_ settings: PostfixSettings, _ configuration: Configuration) -> [Finding] {
        guard let transport = settings.transport else {
            return [
                .error(
                    "transport: no service in master.cf runs postsms pipe",
                    fix: add(Parts.own.transport, transportCommand(nil, postsms, user: nil), settings))
            ]
        }
        let routing = Routing(settings: settings, machine: machine)
        return transportPoints(
            transport: transport, settings, configuration, reader: reader(settings), postsms: postsms, machine
        )
            + configuration.recipientDomains.flatMap { routing.findings(for: $0, transport: transport) }
            + routing.otherMailFindings(for: configuration.recipientDomains, transport: transport)
            + routing.deferralFindings(for: configuration.recipientDomains, transport: transport)
    }

    private func authFindings(
        _ settings: PostfixSettings, _ auth: MasterService?, _ configuration: Configuration, isNeeded: Bool
    ) -> [Finding] {
        if let auth {
            return authServicePoints(
                auth: auth, settings, credentialsFile: configuration.credentialsFile, postsms: postsms,
                isRunning: isRunning, machine)
        }
        if !isNeeded { return [] }
        return [.error("auth: no service in master.cf runs postsms auth", fix: addAuth(settings))]
    }

    private func addAuth(_ settings: PostfixSettings) -> String {
        add(Parts.own.auth, authCommand(nil, postsms, user: nil), settings)
    }

    private func add(_ part: MasterService?, _ command: String, _ settings: PostfixSettings) -> String {
        part.map { settings.addService($0.key, $0.line(command: command)) } ?? ""
    }

    /// Most gateways need a port of their own; one whose clients authenticate elsewhere does not.
    private func noPort(
        _ settings: PostfixSettings, _ auth: MasterService?, _ configuration: Configuration
    ) -> Finding {
        // The state of an installation in the usual place (postsms-install(8)).
        let isUsual = settings["config_directory"] == "/etc/postfix"
        if isUsual, machine.content("/var/lib/postsms/ports")?.hasPrefix("no") == true {
            return .ok("port: none, as install --submission no left it")
        }
        if auth == nil {
            if settings.smtpServices.contains(where: { settings.isYes("smtpd_sasl_auth_enable", $0) }) {
                return .ok("port: clients log in by other means than the credentials map")
            }
            if let user = configuration.defaultUser {
                return .ok("port: none, and mail of this machine goes at the cost of \(user)")
            }
        }
        return .warning(
            "port: there is none on which clients log in with the credentials map",
            fix: (auth == nil ? [addAuth(settings)] : []) + addPort(settings, auth, configuration))
    }

    /// The part for a port that nobody has: 465 with TLS from the start, else 587 or another one with STARTTLS. A port
    /// that another service or program has would end Postfix when it reloads.
    private func freePart(_ settings: PostfixSettings) -> MasterService? {
        let names = [
            "smtp": 25, "submission": 587, "submissions": 465, "smtps": 465, "ssmtp": 465, "urd": 465,
        ]
        let used =
            settings.services.filter { $0.type == "inet" }.compactMap { service in
                service.name.split(separator: ":").last.flatMap { names[String($0)] ?? Int($0) }
            } + machine.listeningPorts
        if !used.contains(465) { return Parts.own.submission(tls: true) }
        let part = Parts.own.submission(tls: false)
        if !used.contains(587) { return part }
        let port = (2587...2687).first { !used.contains($0) }
        return port.flatMap { part?.named("\($0)") }
    }

    /// The commands that make a port and everything that it needs.
    private func addPort(
        _ settings: PostfixSettings, _ auth: MasterService?, _ configuration: Configuration
    ) -> [String] {
        guard let part = freePart(settings) else { return [] }
        let needed = part.options.flatMap { option in
            Parts.own.parameters.filter { option.value.hasPrefix("$\($0.name)") }
        }
        var commands: [String] = []
        for parameter in needed
        where settings.written(parameter.name) != parameter.value
            || !settings.isSet(parameter.name)
        {
            let command = settings.set(parameter.name, parameter.value)
            if !commands.contains(command) { commands.append(command) }
        }
        let folder = settings["config_directory"]
        for (name, write) in [
            ("postsms_recipients", RecipientMap(configuration).write),
            ("postsms_commands", Parts.own.writeCommands),
        ] as [(String, (String) -> String)] where machine.file("\(folder)/\(name)") == nil {
            commands.append(write("\(folder)/\(name)"))
        }
        if let cleanup = Parts.own.cleanup, settings.service(cleanup.key) == nil {
            commands.append(settings.addService(cleanup.key, cleanup.line()))
        }
        commands.append(settings.addService(part.key, part.line()))
        if let auth, "private/\(auth.name)" != part.option("smtpd_sasl_path") {
            commands.append(settings.set("smtpd_sasl_path", "private/\(auth.name)", for: part))
        }
        return commands
    }
}

extension SubmissionPort {
    /// nil: it needs no certificate.
    fileprivate var certificatePoints: CertificatePoints? {
        if !usesTLS { return nil }
        return CertificatePoints(
            settings: settings, service: service, domains: configuration.recipientDomains, machine: machine)
    }
}

extension PostfixSettings {
    /// The service that runs postsms pipe, nil if there is none.
    package var transport: MasterService? {
        services.first { $0.program == "pipe" && $0.runs("pipe") }
    }

    /// The service that runs postsms auth, nil if there is none.
    package var auth: MasterService? {
        services.first { $0.runs("auth") }
    }
}
