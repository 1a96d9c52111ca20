/// The requirements for a file of the setup.
struct FileRule {
    /// Its name in findings, e.g. `credentials map`.
    let name: String
    let path: String
    /// The user whom Postfix runs postsms as; nil: there is no such user, so their access is not checked.
    let reader: SystemUser?
    /// Whether others must not read it.
    var isSecret = false
    var isProgram = false
    /// The commands that make a missing file.
    let missing: [String]
}

enum Permission {
    static let othersRead: UInt32 = 0o004
    static let groupRead: UInt32 = 0o040
    static let othersWrite: UInt32 = 0o002
    static let groupWrite: UInt32 = 0o020
    static let sticky: UInt32 = 0o1000
}

extension String {
    /// Whether postsms or its installation made the file at this path, by its name. Commands change nothing else: a path
    /// in the configuration may be a mistake, or belong to other services.
    var isNamedOurs: Bool { fileName.hasPrefix("postsms") }

    /// The last part of a path.
    var fileName: String { split(separator: "/").last.map(String.init) ?? "" }

    /// The folder of an absolute path.
    var parentFolder: String {
        let slash = lastIndex(of: "/") ?? startIndex
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}

/// The command that changes the access to a file of ours; to another one, the command that shows it.
func accessCommand(_ words: String..., path: String) -> String {
    shellCommand((path.isNamedOurs ? words : ["ls", "-ld"]) + [path])
}

extension Machine {
    /// The path without symbolic links: another service's file stays that, whatever a link to it is called.
    func place(of path: String) -> String {
        let real = file(path)?.realPath ?? ""
        return real.isEmpty ? path : real
    }

    /// Whether a symbolic link is there and leads nowhere, such as to a disk that is not mounted. A command that makes
    /// the file would replace the link.
    func isDeadLink(_ path: String) -> Bool {
        file(path) == nil && names(path.parentFolder).contains(path.fileName)
    }

    /// Whether the file exists, the right users can read it, and nobody else can read or change it. Empty if
    /// all is well.
    func problems(with rule: FileRule) -> [Finding] {
        guard let status = file(rule.path) else {
            if isDeadLink(rule.path) {
                return [
                    .error(
                        "\(rule.name): \(rule.path) is a link to what is not there",
                        fix: shellCommand("ls", "-l", rule.path))
                ]
            }
            return [.error("\(rule.name): \(rule.path) is not there", fix: rule.missing)]
        }
        guard status.kind == .file else {
            // Only the administrator knows what it is, so it is not removed.
            return [
                .error(
                    "\(rule.name): \(rule.path) is not a regular file",
                    fix: shellCommand("ls", "-ld", rule.path)
                )
            ]
        }
        var findings: [Finding] = []
        func add(_ what: String, _ command: String, _ argument: String) {
            findings.append(
                .error(
                    "\(rule.name): \(what)", fix: accessCommand(command, argument, path: place(of: rule.path))
                ))
        }
        if status.owner != 0 {
            let who =
                status.owner == rule.reader?.id
                ? "the user whom Postfix runs it as" : "a user who is not root"
            add("\(rule.path) belongs to \(who), who can change it", "chown", "root")
        }
        if status.mode & Permission.othersWrite != 0 {
            add("anybody can change \(rule.path)", "chmod", rule.isSecret ? "o-rwx" : "o-w")
        } else if rule.isSecret, status.mode & Permission.othersRead != 0 {
            add("anybody can read \(rule.path)", "chmod", "o-rwx")
        }
        // The group of root has only root in it.
        if status.mode & Permission.groupWrite != 0, status.group != 0 {
            add("its group can change \(rule.path)", "chmod", "g-w")
        }
        if findings.isEmpty, let reader = rule.reader {
            findings += accessProblems(with: rule, status, reader)
        }
        return findings + folderProblems(above: rule.path, reader: rule.reader)
    }

    private func accessProblems(
        with rule: FileRule, _ status: FileStatus, _ reader: SystemUser
    ) -> [Finding] {
        let wanted: UInt32 = rule.isProgram ? 0o5 : 0o4
        if status.allows(reader, wanted) { return [] }
        let what = "\(rule.name): \(reader.name) cannot \(rule.isProgram ? "run" : "read") \(rule.path)"
        if rule.isSecret, place(of: rule.path).isNamedOurs {
            // Others may be in a group that has another name.
            if reader.groupName != reader.name {
                return [
                    .error(
                        "\(what), and its group is \(reader.groupName)", fix: shellCommand("id", reader.name))
                ]
            }
            return [
                .error(
                    what, fix: shellCommand("chgrp", reader.groupName, rule.path),
                    shellCommand("chmod", "0640", rule.path))
            ]
        }
        return [
            .error(
                what,
                fix: accessCommand("chmod", rule.isProgram ? "a+rx" : "a+r", path: place(of: rule.path)))
        ]
    }

    /// Anyone who can write to a parent folder can replace the file, or the link to it. The text is identical for every file
    /// so that duplicates collapse.
    func folderProblems(above path: String, reader: SystemUser?) -> [Finding] {
        let real = file(path)?.realPath ?? ""
        return folderProblems(over: path, reader)
            + (real.isEmpty || real == path ? [] : folderProblems(over: real, reader))
    }

    private func folderProblems(over path: String, _ reader: SystemUser?) -> [Finding] {
        var findings: [Finding] = []
        var folder = path
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            let place = folder.isEmpty ? "/" : folder
            guard let status = file(place) else { continue }
            func add(_ what: String, _ mode: String) {
                findings.append(.error("folder: \(what)", fix: accessCommand("chmod", mode, path: place)))
            }
            let isSticky = status.mode & Permission.sticky != 0
            if status.owner != 0 {
                // Only the administrator knows whose folder it is, and whether it may hold a secret.
                findings.append(
                    .error(
                        "folder: \(place) belongs to a user who is not root",
                        fix: shellCommand("ls", "-ld", place)))
            } else if !isSticky, status.mode & Permission.othersWrite != 0 {
                add("anybody can change \(place) and what is in it", "go-w")
            } else if !isSticky, status.mode & Permission.groupWrite != 0, status.group != 0 {
                add("a group can change \(place) and what is in it", "g-w")
            } else if let reader, !status.allows(reader, 0o1) {
                add("\(reader.name) cannot get through \(place)", "o+x")
            }
        }
        return findings
    }
}

extension FileStatus {
    /// Whether a process of `user` has the permissions `bits`: 4 to read, 2 to write, 1 to run a file or
    /// enter a folder.
    func allows(_ user: SystemUser, _ bits: UInt32) -> Bool {
        let shift: UInt32 = user.id == owner ? 6 : user.group == group ? 3 : 0
        return (mode >> shift) & bits == bits
    }
}
