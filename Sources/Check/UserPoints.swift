/// The user whom a service runs as: `user=name` or `user=name:group`. nil: there is no such user or group.
func runtimeUser(of service: MasterService, _ machine: Machine) -> SystemUser? {
    let halves = (service.attribute("user") ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    guard let name = halves.first, let user = machine.user(name) else { return nil }
    if halves.count == 1 { return user }
    return machine.groupNumber(halves[1]).map {
        SystemUser(name: name, id: user.id, group: $0, groupName: halves[1])
    }
}

extension PostfixSettings {
    /// Whether pipe(8) and spawn(8) run nothing as this user: root, and who owns the mail system.
    func refuses(_ user: SystemUser, _ machine: Machine) -> Bool {
        let owner = machine.user(self["mail_owner"])
        return user.id == 0 || user.group == 0 || user.id == owner?.id || user.group == owner?.group
            || user.group == machine.groupNumber(self["setgid_group"])
    }
}

/// The user whom Postfix runs us as.
///
/// - Parameter fixedCommand: sets `user=postsms`
func judgeUser(
    of service: MasterService, _ settings: PostfixSettings, fixedCommand: String, _ machine: Machine
) -> [Finding] {
    let name = service.attribute("user") ?? ""
    let what = "user: \(name), whom service \(service.name) runs as,"
    if name.isEmpty { return [.error("user: service \(service.name) names none", fix: fixedCommand)] }
    guard let user = runtimeUser(of: service, machine) else {
        let account = String(name.prefix { $0 != ":" })
        return [
            .error(
                "\(what) does not exist",
                fix: shellCommand(
                    "useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
                    "--shell", "/usr/sbin/nologin", account))
        ]
    }
    if settings.refuses(user, machine) {
        return [.error("\(what) is root or owns the mail system, which Postfix refuses", fix: fixedCommand)]
    }
    return []
}
