import Check

extension Machine {
    /// A machine with only a user postsms and a mail system.
    static func fake(
        files: [String: FileStatus] = [:], contents: [String: String] = [:],
        tables: [String: [String: String]] = [:],
        run: @escaping ([String]) -> ProgramResult? = { _ in nil }, milter: MilterAnswer = .answers,
        converse: @escaping ([PortCall]) -> [PortConversation] = { _ in [] }
    ) -> Machine {
        let users = [
            "root": SystemUser(name: "root", id: 0, group: 0, groupName: "root"),
            "postfix": SystemUser(name: "postfix", id: 100, group: 100, groupName: "postfix"),
            "postsms": SystemUser(name: "postsms", id: 999, group: 995, groupName: "postsms"),
        ]
        return Machine(
            file: { files[$0] }, content: { contents[$0] },
            names: { folder in
                files.keys.filter { $0.hasPrefix(folder + "/") }.map {
                    String($0.dropFirst(folder.count + 1))
                }.sorted()
            }, user: { users[$0] },
            groupNumber: { ["postdrop": 101, "postsms": 995, "orphan": 300, "root": 0][$0] },
            lookUp: { table, key in
                if table.hasPrefix("static:") { return .found(String(table.dropFirst("static:".count))) }
                guard let entries = tables[table] else { return .failed("no such table") }
                return entries[key].map(TableAnswer.found) ?? .notFound
            }, run: run, greetMilter: { _ in milter }, converse: converse)
    }
}

extension PostfixSettings {
    /// - Parameters:
    ///   - parameters: lines `name = value`, for the values with and without `$name` expanded
    ///   - written: lines for parameters that are written differently
    ///   - services: lines of master.cf
    ///   - overrides: lines `service/type/name = value`
    static func fake(
        _ parameters: String = "", written: String? = nil, services: String = "", overrides: String = ""
    ) -> PostfixSettings {
        let all =
            "mail_owner = postfix\nsetgid_group = postdrop\nconfig_directory = /etc/postfix\n" + parameters
        return PostfixSettings(
            folder: nil, parameters: all, written: written ?? all, services: services, overrides: overrides,
            writtenOverrides: overrides)
    }
}

/// A correct credentials map.
let goodMap = FileStatus(kind: .file, group: 995, mode: 0o640)
