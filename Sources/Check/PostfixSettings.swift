/// The settings of Postfix in main.cf and master.cf, as postconf(1) prints them.
package struct PostfixSettings: Sendable {
    /// The words that begin every postconf command: `postconf`, and `-c` with the folder if it is not the default one.
    let postconf: [String]
    /// Parameters, including defaults, with every `$name` expanded.
    private let parameters: [String: String]
    /// The same parameters as written.
    private let written: [String: String]
    package let services: [MasterService]
    /// Services, by their keys, that master.cf has more than once. Postfix takes the last one.
    let doubledServices: [String]
    /// By service: the parameters that its `-o` options set, expanded and as written.
    private let overrides: [String: [String: String]]
    private let writtenOverrides: [String: [String: String]]

    /// - Parameters:
    ///   - folder: the folder of main.cf, nil for the default one
    ///   - parameters: output of `postconf -x`
    ///   - written: output of `postconf`
    ///   - services: output of `postconf -M`
    ///   - overrides: output of `postconf -P -x`
    ///   - writtenOverrides: output of `postconf -P`
    package init(
        folder: String?, parameters: String, written: String, services: String, overrides: String,
        writtenOverrides: String
    ) {
        postconf = ["postconf"] + (folder.map { ["-c", $0] } ?? [])
        // Some versions of postconf print the default one.
        let own = folder.map { ["config_directory": $0] } ?? [:]
        self.parameters = Self.assignments(parameters).merging(own) { $1 }
        self.written = Self.assignments(written)
        let all = services.split(separator: "\n").compactMap { MasterService(line: String($0)) }
        let byKey = Dictionary(grouping: all, by: \.key)
        let doubled = byKey.filter { $0.value.count > 1 }
        doubledServices = doubled.keys.sorted()
        self.services = all.filter { byKey[$0.key]?.last == $0 }
        // Those of the other ones do not count.
        func counting(_ all: [String: [String: String]]) -> [String: [String: String]] {
            doubled.reduce(into: all) { found, entry in
                let names = entry.value.last?.options.map(\.name) ?? []
                found[entry.key] = found[entry.key]?.filter { names.contains($0.key) }
            }
        }
        self.overrides = counting(Self.perService(overrides))
        self.writtenOverrides = counting(Self.perService(writtenOverrides))
    }

    /// Lines `name = value`.
    private static func assignments(_ text: String) -> [String: String] {
        text.split(separator: "\n").reduce(into: [:]) { found, line in
            guard let sign = line.firstIndex(of: "=") else { return }
            let value = line[line.index(after: sign)...].drop(while: \.isWhitespace)
            found[line[..<sign].filter { !$0.isWhitespace }] = String(value)
        }
    }

    /// Lines `service/type/name = value`.
    private static func perService(_ text: String) -> [String: [String: String]] {
        assignments(text).reduce(into: [:]) { found, entry in
            guard let slash = entry.key.lastIndex(of: "/") else { return }
            let name = String(entry.key[entry.key.index(after: slash)...])
            found[String(entry.key[..<slash]), default: [:]][name] = entry.value
        }
    }

    /// A parameter's value, empty if it is not set.
    package subscript(_ name: String) -> String {
        parameters[name] ?? ""
    }

    /// A parameter's value for one service.
    subscript(_ name: String, _ service: MasterService) -> String {
        overrides[service.key]?[name] ?? self[name]
    }

    func isSet(_ name: String) -> Bool { parameters[name] != nil }

    /// A parameter's value as written in main.cf.
    func written(_ name: String) -> String { written[name] ?? "" }

    /// The value of a service's `-o` option as written in master.cf, nil if there is no such option.
    func written(_ name: String, _ service: MasterService) -> String? {
        writtenOverrides[service.key]?[name]
    }

    /// A time in seconds. nil: not set, or not a time.
    func seconds(_ name: String) -> Int? { Check.seconds(self[name]) }

    func isYes(_ name: String, _ service: MasterService) -> Bool {
        self[name, service].lowercased() == "yes"
    }

    func service(_ key: String) -> MasterService? { services.first { $0.key == key } }

    /// The services that accept mail over the network.
    var smtpServices: [MasterService] {
        services.filter { $0.type == "inet" && $0.program == "smtpd" }
    }

    /// The same, and those to which postscreen(8) hands its clients.
    var allSMTPServices: [MasterService] {
        services.filter { ["inet", "pass"].contains($0.type) && $0.program == "smtpd" }
    }
}

/// A time of main.cf in seconds, nil if it is not a time.
func seconds(_ value: String) -> Int? {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    let unit = value.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? value[...] : value.dropLast()) else { return nil }
    let (seconds, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    return overflow ? Int.max : seconds
}

extension PostfixSettings {
    /// A word with each `$name`, `${name}` or `$(name)` expanded.
    func expanded(_ word: String) -> String {
        var text = ""
        var rest = word[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if let close = rest.first.flatMap({ ["{": "}", "(": ")"][$0] }) {
                text += self[String(rest.dropFirst().prefix { $0 != Character(close) })]
                rest = rest.drop { $0 != Character(close) }.dropFirst()
            } else {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                text += self[String(name)]
                rest = rest.dropFirst(name.count)
            }
        }
        return text + rest
    }
}

extension PostfixSettings {
    /// The words of a list as written, without those that expand to something bad.
    func kept(of written: String, without isBad: (String) -> Bool) -> [String] {
        words(of: written).filter { !words(of: expanded($0)).contains(where: isBad) }
    }
}

// The commands that change the settings.
extension PostfixSettings {
    func set(_ name: String, _ value: String) -> String {
        shellCommand(postconf + ["-e", "\(name) = \(value)"])
    }

    /// Sets an `-o` option, or shows master.cf for a value with white space, which postconf does not accept there.
    func set(_ name: String, _ value: String, for service: MasterService) -> String {
        if value.contains(where: \.isWhitespace) {
            return edit(table: "\(self["config_directory"])/master.cf").joined()
        }
        return shellCommand(postconf + ["-P", "\(service.key)/\(name)=\(value)"])
    }

    /// Sets several `-o` options.
    func set(_ options: [(name: String, value: String)], for service: MasterService) -> String {
        shellCommand(postconf + ["-P"] + options.map { "\(service.key)/\($0.name)=\($0.value)" })
    }

    /// - Parameter field: its name in postconf: `private`, `unprivileged`, `chroot`, `process_limit`,
    ///   `command`
    func setField(_ field: String, _ value: String, of service: MasterService) -> String {
        shellCommand(postconf + ["-F", "\(service.key)/\(field)=\(value)"])
    }

    func addService(_ key: String, _ line: String) -> String {
        shellCommand(postconf + ["-M", "\(key)=\(line)"])
    }
}
