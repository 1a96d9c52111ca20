import Check
import Configuration
import Files
import Glibc

extension Machine {
    /// The files that are read, such as certificates, have a page or two.
    private static let contentLimit = 1 << 20

    /// This machine, as root sees it.
    ///
    /// - Parameter postfixFolder: the folder of main.cf if it is not the default one
    static func real(postfixFolder: String?) -> Machine {
        var answers: [[String]: TableAnswer] = [:]
        var failures: [String: TableAnswer] = [:]
        return Machine(
            file: status(of:), content: content(of:), names: names(in:), user: user(named:),
            groupNumber: groupNumber(of:),
            lookUp: { table, key in
                // Several points ask the same, and each question starts a process. One that fails takes a second or more.
                if let known = failures[table] ?? answers[[table, key]] { return known }
                let answer = lookUp(key, in: table, postfixFolder)
                answers[[table, key]] = answer
                if case .failed = answer { failures[table] = answer }
                return answer
            },
            run: ChildProcess.run, greetMilter: MilterClient.greet, converse: SubmissionClient.converse)
    }

    private static func status(of path: String) -> FileStatus? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        let kind: FileStatus.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFSOCK: .socket
            default: .other
            }
        return FileStatus(
            kind: kind, owner: status.st_uid, group: status.st_gid, mode: status.st_mode & 0o7777,
            realPath: realPath(of: path))
    }

    private static func realPath(of path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    private static func content(of path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        guard readAll(descriptor, into: &bytes, limit: contentLimit) == .complete else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func names(in path: String) -> [String] {
        var names: [String] = []
        _ = forEachName(inFolder: path) { names.append($0) }
        return names.sorted()
    }

    private static func user(named name: String) -> SystemUser? {
        guard let entry = unsafe getpwnam(name) else { return nil }
        let id = unsafe entry.pointee.pw_uid
        let group = unsafe entry.pointee.pw_gid
        let groupName = unsafe getgrgid(group).map { unsafe String(cString: $0.pointee.gr_name) }
        return SystemUser(name: name, id: id, group: group, groupName: groupName ?? "\(group)")
    }

    private static func groupNumber(of name: String) -> UInt32? {
        unsafe getgrnam(name).map { unsafe $0.pointee.gr_gid }
    }

    private static func lookUp(_ key: String, in table: String, _ folder: String?) -> TableAnswer {
        // proxymap(8) gives other processes the content of the table, but need not run.
        let table = table.hasPrefix("proxy:") ? String(table.dropFirst("proxy:".count)) : table
        guard
            let result = ChildProcess.run(
                ["postmap"] + (folder.map { ["-c", $0] } ?? []) + ["-q", key, table])
        else {
            return .failed("postmap cannot be run")
        }
        if result.status == 0 {
            return .found(result.output.split(separator: "\n").map(String.init).joined(separator: ","))
        }
        // A table older than its source has outdated content.
        let complaints = result.errors.split(separator: "\n").map(String.init).filter {
            $0.contains("fatal: ") || $0.contains("error: ") || $0.contains("is older than source file")
        }
        if let complaint = complaints.last { return .failed(withoutPrefix(complaint)) }
        // postmap ends with 1 if there is no entry; it was killed if it gave no answer.
        return result.status == 1 ? .notFound : .failed("no answer")
    }
}

/// A message of a Postfix program without the program's name and the severity.
private func withoutPrefix(_ line: String) -> String {
    let parts = line.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, parts[0].hasSuffix(":"), ["fatal:", "error:", "warning:"].contains(parts[1])
    else {
        return line
    }
    return String(parts[2])
}

extension ProgramResult {
    /// The last line of standard error.
    var lastError: String {
        withoutPrefix(errors.split(separator: "\n").last.map(String.init) ?? "")
    }
}
