/// The files from which Postfix reads what a port lets in: whether anybody but root can change them.
func postfixFilePoints(_ settings: PostfixSettings, ports: [MasterService], _ machine: Machine) -> [Finding] {
    let folder = settings["config_directory"]
    var paths = ["\(folder)/main.cf", "\(folder)/master.cf"]
    for port in ports {
        let tables =
            Restrictions("smtpd_recipient_restrictions", port, settings).recipientTables
            + [settings["smtpd_command_filter", port]]
        for table in tables {
            let file = table.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
            if file.hasPrefix("/"), !paths.contains(file) { paths.append(file) }
        }
    }
    return paths.flatMap { path -> [Finding] in
        // A missing one is another point.
        if machine.file(path) == nil { return [] }
        return machine.problems(with: FileRule(name: "Postfix", path: path, reader: nil, missing: []))
    }
}
