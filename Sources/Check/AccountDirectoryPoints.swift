import Configuration

/// The folder for the accounts of smsgate_login: whether the user that runs postsms, and nobody else, can use it.
func accountDirectoryPoints(
    _ configuration: Configuration, _ text: ConfigurationText, reader: SystemUser?, _ machine: Machine
) -> [Finding] {
    guard configuration.smsgateLogin else { return [] }
    let path = configuration.accountDirectory
    func make(_ folder: String) -> String {
        shellCommand(
            "install", "-d", "-o", reader?.name ?? "postsms", "-g", reader?.groupName ?? "postsms", "-m",
            "0700", folder)
    }
    // What is there may belong to somebody else: it stays as it is, and the accounts get a folder of ours.
    let own = path + "-postsms"
    let elsewhere = [make(own), text.set("account_directory", own)]
    guard let status = machine.file(path) else {
        return [.error("accounts: \(path) is not there", fix: make(path))]
    }
    guard status.kind == .folder else {
        return [.error("accounts: \(path) is not a folder", fix: elsewhere)]
    }
    // The metrics are for others, too.
    let isShared = configuration.metricsFile?.parentFolder == path
    let isOurs = status.owner == reader?.id && status.owner != 0 && !isShared
    if status.mode & 0o007 != 0 {
        return [
            .error(
                "accounts: \(path) is open to others",
                fix: isOurs ? [shellCommand("chmod", "o-rwx", path)] : elsewhere)
        ]
    }
    // The group may have been given to it on purpose, with a member who makes backups.
    if status.mode & Permission.groupWrite != 0, status.group != 0,
        isOurs ? status.group != reader?.group : true
    {
        return [
            .error(
                "accounts: a group can change what is in \(path)",
                fix: isOurs ? [shellCommand("chmod", "g-w", path)] : elsewhere)
        ]
    }
    if let reader, !status.allows(reader, 0o7) {
        return [.error("accounts: \(reader.name) cannot use \(path)", fix: elsewhere)]
    }
    let folders = machine.folderProblems(above: path, reader: reader)
    if !folders.isEmpty { return folders }
    return [.ok("accounts: users of SMSGate may log in, and their accounts are kept in \(path)")]
}
