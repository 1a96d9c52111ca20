/// The user that a service runs as: `user=name` or `user=name:group`. nil: the user or group does not exist.
func runtimeUser(of service: MasterService, _ machine: Machine) -> SystemUser? {
    let halves = (service.attribute("user") ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    guard let name = halves.first, let user = machine.user(name) else { return nil }
    if halves.count == 1 { return user }
    return machine.groupNumber(halves[1]).map {
        SystemUser(name: name, id: user.id, group: $0, groupName: halves[1])
    }
}

extension PostfixSettings {
    /// Whether pipe(8) and spawn(8) refuse to run a program as this user: root, or the owner of the mail
    /// system.
    func refuses(_ user: SystemUser, _ machine: Machine) -> Bool {
        let owner = machine.user(self["mail_owner"])
        return user.id == 0 || user.group == 0 || user.id == owner?.id || user.group == owner?.group
            || user.group == machine.groupNumber(self["setgid_group"])
    }
}

/// The users that Postfix runs postsms as. They precede the files that they have to read.
func systemUserPoints(_ settings: PostfixSettings, postsms: ThisProgram, _ machine: Machine) -> [Finding] {
    let services = [
        settings.transport.map { ($0, transportCommand($0, postsms, user: "postsms")) },
        settings.auth.map { ($0, authCommand($0, postsms, user: "postsms")) },
    ].compactMap(\.self)
    // A missing service will run as postsms.
    let names = services.isEmpty ? ["postsms"] : services.map { $0.0.attribute("user") ?? "" }
    let missing = names.compactMap { missingUser($0, machine) }
    let refused = services.compactMap { service, command in
        refusedUser(of: service, settings, fix: settings.setField("command", command, of: service), machine)
    }
    return (missing + refused).or(ok: "user: \(Set(names).sorted().joined(separator: ", "))")
}

/// - Parameter name: as in `user=`: a user, or a user and a group
private func missingUser(_ name: String, _ machine: Machine) -> Finding? {
    let halves = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard let account = halves.first else { return nil }
    if machine.user(account) == nil {
        let group = machine.groupNumber(account) == nil ? ["--user-group"] : ["--gid", account]
        return .error(
            "user: \(account), as which Postfix runs postsms, does not exist",
            fix: shellCommand(
                ["useradd", "--system"] + group + [
                    "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", account,
                ]))
    }
    if halves.count == 2, machine.groupNumber(halves[1]) == nil {
        return .error(
            "user: the group \(halves[1]), which Postfix is to run postsms with, does not exist",
            fix: shellCommand("groupadd", "--system", halves[1]))
    }
    return nil
}

/// - Parameter fix: sets `user=postsms`
private func refusedUser(
    of service: MasterService, _ settings: PostfixSettings, fix: String, _ machine: Machine
) -> Finding? {
    let name = service.attribute("user") ?? ""
    if name.isEmpty { return .error("user: service \(service.name) has no user=", fix: fix) }
    guard let user = runtimeUser(of: service, machine), settings.refuses(user, machine) else { return nil }
    return .error(
        "user: \(name), whom service \(service.name) runs as, is root or owns the mail system, which Postfix refuses",
        fix: fix)
}
