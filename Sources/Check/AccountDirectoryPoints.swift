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
    if status.mode & 0o007 != 0 {
        let isOurs = status.owner == reader?.id && status.owner != 0
        return [
            .error(
                "accounts: \(path) is open to others",
                fix: isOurs ? [shellCommand("chmod", "o-rwx", path)] : elsewhere)
        ]
    }
    if let reader, !status.allows(reader, 0o7) {
        return [.error("accounts: \(reader.name) cannot use \(path)", fix: elsewhere)]
    }
    return [.ok("accounts: users of SMSGate may log in, and their accounts are kept in \(path)")]
}
