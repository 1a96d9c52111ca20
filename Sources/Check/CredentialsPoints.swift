import Accounts
import Configuration
import Files

/// The credentials map: permissions, every line, and the users named in the configuration.
///
/// - Parameters:
///   - map: the map, or why it cannot be read
///   - newUser: the name of a first user, used in a command
func credentialsPoints(
    credentials map: Result<CredentialsFile, ConfigurationError>, _ configuration: Configuration,
    reader: SystemUser?, postsms: ThisProgram, newUser: String, _ machine: Machine
) -> [Finding] {
    let path = configuration.credentialsFile
    let group = reader?.groupName ?? "postsms"
    let rule = FileRule(
        name: "credentials map", path: path, reader: reader, isSecret: true,
        missing: [shellCommand("install", "-D", "-o", "root", "-g", group, "-m", "0640", "/dev/null", path)])
    let problems = machine.problems(with: rule)
    switch map {
    case .failure(let error):
        return problems.isEmpty
            ? [.error("credentials map: \(error)", fix: "ls -l \(shellWord(path))")] : problems
    case .success(let map):
        let place = machine.place(of: path)
        let lines = map.problems(in: configuration).map { finding(of: $0, map, place, postsms) }
        return
            (problems + copies(of: path, machine) + lines
            + userPoints(map, configuration, postsms, newUser))
            .or(ok: "credentials map: \(path), \(map.users.count) user\(map.users.count == 1 ? "" : "s")")
    }
}

/// Copies of the map beside it, as editors, package managers and careful administrators make them, that anybody or
/// another group than the map's can read.
private func copies(of path: String, _ machine: Machine) -> [Finding] {
    let group = machine.file(path)?.group
    let folder = path.parentFolder
    let name = path.fileName
    return machine.names(folder).filter { other in
        other != name && !other.hasSuffix(".example")
            && ["", ".", "#", ".#"].contains { other.hasPrefix($0 + name) }
    }.map { "\(folder)/\($0)" }.compactMap { copy in
        guard let status = machine.file(copy), status.kind == .file else { return nil }
        let isOfOtherGroup = status.group != 0 && status.group != group
        let reader =
            if status.mode & Permission.othersRead != 0 {
                "anybody"
            } else if isOfOtherGroup, status.mode & Permission.groupRead != 0 {
                "another group"
            } else {
                String?.none
            }
        return reader.map {
            .error(
                "credentials map: \($0) can read \(copy), which looks like a copy of it",
                fix: shellCommand("ls", "-l", copy))
        }
    }
}

private func finding(
    of problem: CredentialsFile.Problem, _ map: CredentialsFile, _ path: String, _ postsms: ThisProgram
) -> Finding {
    let text = "credentials map: \(problem.error)"
    let line = problem.line
    let look = Finding.error(text, fix: edit(path, line: line))
    // Another service may read the same map, such as Dovecot.
    guard path.isNamedOurs else { return look }
    switch problem.kind {
    case .line:
        return .error(text, fix: sed("\(line)s/^/#/", path))
    case .password(let user):
        // A new password does not replace what may be a hash.
        guard (try? map.setting([UInt8(ascii: "x")], of: user)) != nil else { return look }
        return .error(text, fix: postsms.command("credentials", "add", user))
    case .field(let name):
        return .error(text, fix: fieldCommand(name, nil, line: line, of: path))
    }
}

/// The command that sets an extra field in a line of the map, or removes it.
///
/// - Parameters:
///   - name: as the map has it
///   - value: nil removes the field. It may come from SMSGate.
func fieldCommand(_ name: String, _ value: String?, line: Int, of path: String) -> String {
    // Another character could have a meaning for sed(1).
    guard path.isNamedOurs, isPlain(name), value.map(isPlain) != false else { return edit(path, line: line) }
    let before = #"^\(\([^:]*:\)\{7\}\(.*[[:blank:]]\)\{0,1\}\)"#
    let old = name + #"\(=[^[:blank:]]*\)\{0,1\}"#
    let after = #"\([[:blank:]].*\)\{0,1\}$"#
    return sed(#"\#(line)s/\#(before)\#(old)\#(after)/\1\#(value.map { "\(name)=\($0)" } ?? "")\5/"#, path)
}

/// Letters, digits, `_` and `-` of ASCII.
private func isPlain(_ word: String) -> Bool {
    !word.isEmpty
        && word.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "_-".unicodeScalars.contains($0))
        }
}

private func userPoints(
    _ map: CredentialsFile, _ configuration: Configuration, _ postsms: ThisProgram, _ newUser: String
) -> [Finding] {
    let named = [("default_user", configuration.defaultUser), ("shared_user", configuration.sharedUser)]
    let missing = named.compactMap { parameter, user -> Finding? in
        guard let user, map.user(named: user) == nil else { return nil }
        return .error(
            "credentials map: \(parameter), \(user), is not in it",
            fix: postsms.command("credentials", "add", user))
    }
    if !missing.isEmpty { return missing }
    // With smsgate_login a user need not be in it.
    if map.users.isEmpty, !configuration.smsgateLogin {
        return [
            .warning(
                "credentials map: it holds no user, so nobody can send",
                fix: postsms.command("credentials", "add", newUser))
        ]
    }
    return []
}
