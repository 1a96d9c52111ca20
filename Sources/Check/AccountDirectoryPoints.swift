import Configuration

/// The folder for the accounts of smsgate_login: there, and for nobody but the user whom Postfix runs us as.
func accountDirectoryPoints(
    _ configuration: Configuration, reader: SystemUser?, _ machine: Machine
) -> [Finding] {
    guard configuration.smsgateLogin else { return [] }
    let path = configuration.accountDirectory
    let owner = reader?.name ?? "postsms"
    let group = reader?.groupName ?? "postsms"
    guard let status = machine.file(path) else {
        return [
            .error(
                "accounts: \(path) is not there",
                fix: shellCommand("install", "-d", "-o", owner, "-g", group, "-m", "0700", path))
        ]
    }
    guard status.kind == .folder else {
        return [.error("accounts: \(path) is no folder", fix: shellCommand("ls", "-ld", path))]
    }
    if status.mode & 0o007 != 0 {
        return [
            .error("accounts: \(path) is open to others", fix: shellCommand("chmod", "o-rwx", path))
        ]
    }
    if let reader, !status.allows(reader, 0o7) {
        return [
            .error("accounts: \(reader.name) cannot use \(path)", fix: shellCommand("chown", owner, path))
        ]
    }
    return [.ok("accounts: users of SMSGate may log in, and their accounts are kept in \(path)")]
}
