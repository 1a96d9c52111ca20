/// A service of master.cf, as `postconf -M` prints it on one line.
package struct MasterService: Equatable, Sendable {
    package let name: String
    package let type: String
    let isPrivate: String
    let unprivileged: String
    let chroot: String
    let wakeup: String
    let processLimit: String
    /// The program of Postfix, such as `pipe`, and its arguments.
    let command: [String]

    /// nil if `line` has fewer fields than a service.
    package init?(line: String) {
        let fields = words(of: line, commas: false)
        guard fields.count >= 8 else { return nil }
        name = fields[0]
        type = fields[1]
        isPrivate = fields[2]
        unprivileged = fields[3]
        chroot = fields[4]
        wakeup = fields[5]
        processLimit = fields[6]
        command = Array(fields[7...])
    }

    /// `name/type`, as postconf calls it.
    package var key: String { "\(name)/\(type)" }

    var program: String { command.first ?? "" }

    /// The value of an attribute of pipe(8) and spawn(8), such as `user=`; nil if it is missing.
    func attribute(_ name: String) -> String? {
        command.prefix { !$0.hasPrefix("argv=") }.last { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    /// The program and arguments that pipe(8) or spawn(8) runs; empty for other services. Without a program such as nice(1)
    /// that runs postsms.
    var argv: [String] {
        guard let index = command.firstIndex(where: { $0.hasPrefix("argv=") }) else { return [] }
        let words = [String(command[index].dropFirst("argv=".count))] + command[(index + 1)...]
        let postsms = words.firstIndex { $0.hasPrefix("/") && $0.hasSuffix("/postsms") }
        return Array(words[(postsms ?? 0)...])
    }

    /// Its `-o` options, in order.
    package var options: [(name: String, value: String)] {
        var options: [(String, String)] = []
        var rest = command.prefix { !$0.hasPrefix("argv=") }[...]
        while let word = rest.popFirst() {
            guard word == "-o", let option = rest.popFirst(), let sign = option.firstIndex(of: "=") else {
                continue
            }
            options.append((String(option[..<sign]), String(option[option.index(after: sign)...])))
        }
        return options
    }

    /// The value of an `-o` option, empty if it is missing.
    func option(_ name: String) -> String { options.last { $0.name == name }?.value ?? "" }

    /// The same service under another name.
    func named(_ other: String) -> MasterService? {
        MasterService(line: other + line().dropFirst(name.count))
    }

    /// As a line of master.cf, with another command if given.
    package func line(command other: String? = nil) -> String {
        [
            name, type, isPrivate, unprivileged, chroot, wakeup, processLimit,
            other ?? command.joined(separator: " "),
        ]
        .joined(separator: " ")
    }

    /// Whether it runs postsms in this role.
    func runs(_ role: String) -> Bool {
        argv.first?.split(separator: "/").last == "postsms" && argv.dropFirst().first == role
    }

    /// The arguments that choose the configuration of postsms, in order.
    package var configurationOptions: [String] {
        var options: [String] = []
        var rest = argv.dropFirst(2).prefix { $0 != "--" }[...]
        while let word = rest.popFirst() {
            if word == "--config" || word == "-o" {
                options.append(word)
                if let value = rest.popFirst() { options.append(value) }
            } else if word.hasPrefix("--config=") {
                options.append(word)
            }
        }
        return options
    }

    /// The configuration file among them.
    package var configurationFile: String? {
        values(of: "--config").last
    }

    /// The parameters among them, `name=value`.
    package var configurationOverrides: [String] {
        values(of: "-o")
    }

    /// The configuration file, and the parameters among the arguments that say which accounts there are.
    var accountOptions: [String] {
        let names = ["credentials_file", "account_directory", "smsgate_login", "smsgate_url"]
        return [configurationFile ?? ""]
            + configurationOverrides.map { $0.filter { !$0.isWhitespace } }.filter { option in
                names.contains { option.hasPrefix($0 + "=") }
            }
    }

    private func values(of option: String) -> [String] {
        var values: [String] = []
        var rest = configurationOptions[...]
        while let word = rest.popFirst() {
            if word == option, let value = rest.popFirst() { values.append(value) }
            if word.hasPrefix(option + "=") { values.append(String(word.dropFirst(option.count + 1))) }
        }
        return values
    }
}
