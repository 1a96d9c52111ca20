import Configuration
import SMSGate

/// postsms milter, if the submission services use it: Postfix's settings for it, its socket, and whether it
/// answers.
struct MilterPoints {
    let settings: PostfixSettings
    let configuration: Configuration
    /// The services on which clients authenticate against postsms.
    let ports: [MasterService]
    /// The user that postsms runs as.
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
            path: place, owner: owner, reader: reader, service: service,
            written: [configuration.metricsFile?.parentFolder].compactMap(\.self)
                + (configuration.smsgateLogin ? [configuration.accountDirectory] : []),
            machine: machine)
        return (attributePoints(milter, among: milters) + chrootPoints(path) + socket.findings())
            .or(ok: "milter: it answers at \(place)")
    }

    /// Seconds that Postfix must wait longer than SMSGate may take, to read the message on a slow machine.
    private static let timeReserve = 30

    private func attributePoints(_ milter: MilterEntry, among milters: [MilterEntry]) -> [Finding] {
        var findings: [Finding] = []
        let others = words(of: settings.written(Self.parameter)).filter { !MilterEntry($0).isOurs }
        // After the others, so that it sends only mail that they have let pass.
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

    /// A service in a chroot cannot see a path outside of its root folder.
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

/// How postsms milter is started: by systemd with the units of postsms, or by hand.
struct MilterService {
    /// The path of its socket.
    let path: String
    /// The path of the executable.
    let program: String
    let postsms: ThisProgram
    /// The user that it runs as, and the group of smtpd(8).
    let user: String
    let group: String
    let machine: Machine

    /// The units that the script install adds.
    private static let units = ["postsms-milter.socket", "postsms-milter.service"]
    private static let unitFolders = ["/etc/systemd/system", "/usr/lib/systemd/system"]

    /// Whether systemd runs (sd_booted(3)) and has the units, and the socket is theirs.
    var isUnit: Bool {
        path == Parts.own.milter?.path && machine.file("/run/systemd/system")?.kind == .folder
            && Self.unitFolders.contains { machine.file("\($0)/\(Self.units[0])") != nil }
    }

    /// The commands that start it if it does not run.
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

    /// The command to use if it runs but does not answer.
    var restart: String {
        isUnit
            ? systemctl("restart") : shellCommand("ss", "--listening", "--unix", "--processes", "src", path)
    }

    /// A finding if it does not start at boot.
    var startPoints: [Finding] {
        guard isUnit, let result = machine.run(["systemctl", "is-enabled", Self.units[0]]), result.status != 0
        else { return [] }
        return [.warning("milter: it does not start with the machine", fix: systemctl("enable"))]
    }

    /// A finding if the unit closes a folder that postsms writes to (systemd.exec(5), ReadWritePaths).
    func pathPoints(_ folders: [String]) -> [Finding] {
        let show = ["systemctl", "show", "--property=ReadWritePaths", "--value", Self.units[1]]
        guard isUnit, !folders.isEmpty, let result = machine.run(show), result.status == 0 else { return [] }
        let open = words(of: result.output, commas: false).map { $0.drop { "-+".contains($0) } }
        let closed = folders.filter { folder in
            !open.contains { folder == $0 || folder.hasPrefix($0.last == "/" ? $0 : $0 + "/") }
        }
        if closed.isEmpty { return [] }
        let dropIns = "/etc/systemd/system/\(Self.units[1]).d"
        let file = "\(dropIns)/postsms-paths.conf"
        // Without "-" it would not start where a folder is missing.
        let lines = ["[Service]", "ReadWritePaths=" + closed.map { "\"-\($0)\"" }.joined(separator: " ")]
        let add = [
            shellCommand("install", "-d", dropIns), shellCommand(writing: lines, to: file),
            shellCommand("systemctl", "daemon-reload"), shellCommand("systemctl", "restart", Self.units[1]),
        ]
        return [
            .warning(
                "milter: its unit does not let it write to \(closed.joined(separator: " and "))",
                // A file that is there may have been edited.
                fix: machine.file(file) == nil ? add : edit(table: file))
        ]
    }

    private func systemctl(_ verb: String) -> String { shellCommand(["systemctl", verb] + Self.units) }
}

/// The socket at which Postfix reaches postsms milter. Anyone else who can connect can send at any user's
/// cost.
struct MilterSocket {
    let path: String
    /// The user of smtpd(8).
    let owner: SystemUser?
    let reader: SystemUser?
    let service: MilterService
    /// The folders that postsms milter writes to.
    let written: [String]
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
            // Only the administrator knows what it is.
            return [.error("milter: \(path) is not a socket", fix: shellCommand("ls", "-ld", path))]
        }
        let access = folderPoints() + accessPoints(status)
        return access + (access.contains { $0.level == .error } ? [] : answerPoints())
            + service.startPoints + service.pathPoints(written)
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
            [
                .error(
                    "milter: what listens at \(path) does not speak version 6 of the milter protocol",
                    fix: service.restart)
            ]
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
                    fix: accessCommand("chmod", "go-w", path: folder))
            ]
        }
        guard let owner, !status.allows(owner, 0o1) else { return above }
        return above + [
            .error(
                "milter: \(owner.name) cannot get through \(folder): mail goes to the queue unanswered",
                fix: give(folder, owned: status.owner, mode: "2750"))
        ]
    }

    /// Lets Postfix's user reach what postsms or systemd made for it, and nobody else.
    private func give(_ path: String, owned: UInt32, mode: String) -> [String] {
        guard let owner, owned == reader?.id || owned == owner.id || service.isUnit else {
            return [shellCommand("ls", "-ld", path)]
        }
        return [
            shellCommand("chgrp", owner.groupName, path), shellCommand("chmod", mode, path),
        ]
    }
}
