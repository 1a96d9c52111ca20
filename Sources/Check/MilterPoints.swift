import Configuration
import SMSGate

/// postsms milter, if the submission services use it: what Postfix does with it, its socket, and whether it answers.
struct MilterPoints {
    let settings: PostfixSettings
    let configuration: Configuration
    /// The services where clients log in to postsms.
    let ports: [MasterService]
    /// The user whom postsms runs as.
    let reader: SystemUser?
    let postsms: ThisProgram
    let machine: Machine

    private static let parameter = "postsms_milters"

    func findings() -> [Finding] {
        let milters = words(of: settings[Self.parameter]).map(MilterEntry.init)
        guard let milter = milters.first(where: \.isOurs), let path = milter.path else { return [] }
        let place = path.hasPrefix("/") ? path : "\(settings["queue_directory"])/\(path)"
        let owner = machine.user(settings["mail_owner"])
        let service = MilterService(
            path: place, program: settings.transport?.argv.first ?? postsms.path, postsms: postsms,
            user: reader?.name ?? "postsms", group: owner?.groupName ?? "postfix", machine: machine)
        let socket = MilterSocket(
            path: place, owner: owner, reader: reader, service: service, machine: machine)
        return (attributePoints(milter, among: milters) + chrootPoints(path) + socket.findings())
            .or(ok: "milter: it answers at \(place)")
    }

    /// Seconds between SMSGate's time and Postfix's, for reading the message and a slow machine.
    private static let timeReserve = 30

    private func attributePoints(_ milter: MilterEntry, among milters: [MilterEntry]) -> [Finding] {
        var findings: [Finding] = []
        let others = words(of: settings.written(Self.parameter)).filter { !MilterEntry($0).isOurs }
        // Behind the others, so that it sends what they have let pass.
        let fix = settings.set(Self.parameter, (others + [milter.asInPart]).joined(separator: ", "))
        let after = milters.drop { !$0.isOurs }.filter { !$0.isOurs }
        if !after.isEmpty {
            let names = after.map(\.endpoint).joined(separator: ", ")
            findings.append(
                .error("milter: what \(names), after it, refuses or changes is an SMS already", fix: fix))
        }
        let action = milter.value("default_action", settings)
        if action != "accept" {
            findings.append(
                .error(
                    "milter: default_action is \(action) and not accept: without it no mail is taken",
                    fix: fix))
        }
        let version = milter.value("protocol", settings)
        if version != "6" {
            findings.append(
                .error(
                    "milter: protocol is \(version) and not 6, so that Postfix goes on without it", fix: fix)
            )
        }
        let limit = milter.value("content_timeout", settings)
        let needed = configuration.endpoint.timeout
        if seconds(limit) ?? 0 < needed + Self.timeReserve {
            findings.append(
                .warning(
                    "milter: content_timeout is \(limit), and smsgate_timeout \(needed)s: clients may hear 250 before SMSGate's answer",
                    fix: fix))
        }
        return findings
    }

    /// The path is outside of the folder that a service in a chroot sees.
    private func chrootPoints(_ path: String) -> [Finding] {
        ports.filter {
            path.hasPrefix("/") && $0.runsInChroot(settings)
                && words(of: settings["smtpd_milters", $0]).map(MilterEntry.init).contains(where: \.isOurs)
        }.map {
            .error(
                "milter: port \($0.name) runs in a chroot, where \(path) is not",
                fix: settings.setField("chroot", "n", of: $0))
        }
    }
}

/// What runs postsms milter: systemd with the units of postsms, or somebody by hand.
struct MilterService {
    /// Of its socket.
    let path: String
    /// Of the executable.
    let program: String
    let postsms: ThisProgram
    /// Whom it runs as, and the group of smtpd(8).
    let user: String
    let group: String
    let machine: Machine

    /// The names of the units, which the script install puts in place.
    private static let units = ["postsms-milter.socket", "postsms-milter.service"]
    private static let unitFolders = ["/etc/systemd/system", "/usr/lib/systemd/system"]

    /// Whether systemd runs (sd_booted(3)) and has the units, whose socket this is.
    var isUnit: Bool {
        path == Parts.own.milter?.path && machine.file("/run/systemd/system")?.kind == .folder
            && Self.unitFolders.contains { machine.file("\($0)/\(Self.units[0])") != nil }
    }

    /// The commands that start it where it does not run.
    var start: [String] {
        if isUnit { return [systemctl("enable"), systemctl("restart")] }
        let folder = path.parentFolder
        let make =
            machine.file(folder) == nil
            ? [shellCommand("install", "-d", "-o", user, "-g", group, "-m", "2750", folder)] : []
        return make + [
            shellCommand(
                ["setsid", "--fork", "setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
                    + [program, "milter"] + postsms.options + ["--socket", path])
                + " < /dev/null > /dev/null 2>&1"
        ]
    }

    /// The command for one that runs and does not answer.
    var restart: String {
        isUnit
            ? systemctl("restart") : shellCommand("ss", "--listening", "--unix", "--processes", "src", path)
    }

    /// Whether it does not start with the machine.
    var startPoints: [Finding] {
        guard isUnit, let result = machine.run(["systemctl", "is-enabled", Self.units[0]]), result.status != 0
        else { return [] }
        return [.warning("milter: it does not start with the machine", fix: systemctl("enable"))]
    }

    private func systemctl(_ verb: String) -> String { shellCommand(["systemctl", verb] + Self.units) }
}

/// The socket at which Postfix reaches postsms milter. Whoever else reaches it can send at anybody's cost.
struct MilterSocket {
    let path: String
    /// The user of smtpd(8).
    let owner: SystemUser?
    let reader: SystemUser?
    let service: MilterService
    let machine: Machine

    func findings() -> [Finding] {
        guard let status = machine.file(path) else {
            return [
                .error(
                    "milter: it does not run, \(path) is not there: mail goes to the queue unanswered",
                    fix: service.start)
            ]
        }
        guard status.kind == .socket else {
            // What it is and whose only a person can tell.
            return [.error("milter: \(path) is no socket", fix: shellCommand("ls", "-ld", path))]
        }
        let access = folderPoints() + accessPoints(status)
        return access + (access.contains { $0.level == .error } ? [] : answerPoints())
            + service.startPoints
    }

    private func answerPoints() -> [Finding] {
        switch machine.greetMilter(path) {
        case .answers: []
        case .refused(let why):
            [
                .error(
                    "milter: it does not run, \(path): \(why): mail goes to the queue unanswered",
                    fix: service.start)
            ]
        case .silent:
            [.error("milter: what listens at \(path) does not answer", fix: service.restart)]
        case .wrong:
            [.error("milter: what listens at \(path) is no milter of version 6", fix: service.restart)]
        }
    }

    private func accessPoints(_ status: FileStatus) -> [Finding] {
        let others = status.mode & Permission.othersWrite != 0
        let reached = owner.map { status.allows($0, 0o2) } ?? true
        if !others, reached { return [] }
        let text =
            others
            ? "every user of the machine can send through \(path), at anybody's cost"
            : "\(owner?.name ?? "") cannot write to \(path): mail goes to the queue unanswered"
        return [.error("milter: \(text)", fix: give(path, owned: status.owner, mode: "0660"))]
    }

    private func folderPoints() -> [Finding] {
        let folder = path.parentFolder
        guard let status = machine.file(folder) else { return [] }
        let above = machine.folderProblems(above: folder, reader: owner)
        if status.owner != 0, status.owner != reader?.id {
            return above + [
                .error(
                    "folder: \(folder) belongs to a user who is neither root nor postsms",
                    fix: shellCommand("ls", "-ld", folder))
            ]
        }
        if status.mode & (Permission.othersWrite) != 0 {
            return above + [
                .error(
                    "folder: anybody can change \(folder) and what is in it",
                    fix: shellCommand("chmod", "go-w", folder))
            ]
        }
        guard let owner, !status.allows(owner, 0o1) else { return above }
        return above + [
            .error(
                "milter: \(owner.name) cannot get through \(folder): mail goes to the queue unanswered",
                fix: give(folder, owned: status.owner, mode: "2750"))
        ]
    }

    /// Has Postfix's user reach what postsms or systemd made for it, and nobody else.
    private func give(_ path: String, owned: UInt32, mode: String) -> [String] {
        guard let owner, owned == reader?.id || owned == owner.id || service.isUnit else {
            return [shellCommand("ls", "-ld", path)]
        }
        return [
            shellCommand("chgrp", owner.groupName, path), shellCommand("chmod", mode, path),
        ]
    }
}

extension String {
    /// The folder of a path that begins with a slash.
    fileprivate var parentFolder: String {
        let slash = lastIndex(of: "/") ?? startIndex
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
