import Configuration

// To whom users may send, and what the recipient maps answer.
extension SubmissionPort {
    func recipientPoints() -> [Finding] {
        let list = Restrictions("smtpd_recipient_restrictions", service, settings)
        if list.refuseWithAuth { return [] }
        let map = RecipientMap(configuration)
        let path = "\(settings["config_directory"])/postsms_recipients"
        let fix = setList("recipient")
        let withMap = machine.file(path) == nil ? [map.write(to: path)] + fix : fix
        if !list.endInReject, !Restrictions("smtpd_relay_restrictions", service, settings).refuseWithAuth {
            return [
                .error(
                    "\(name): authenticated clients may send to anybody, because the list does not end in reject",
                    fix: withMap)
            ]
        }
        if list.permitNetworksFirst {
            return [
                .error(
                    "\(name): authenticated clients in mynetworks may send to anybody, because permit_mynetworks comes before the map",
                    fix: withMap)
            ]
        }
        if recipientTables.isEmpty {
            return [
                .warning(
                    "\(name): an invalid phone number is refused only after the mail was accepted",
                    fix: withMap)
            ]
        }
        return mapPoints(map)
    }

    private var recipientTables: [String] {
        Restrictions("smtpd_recipient_restrictions", service, settings).recipientTables
            .filter { !$0.hasPrefix("static:") }
    }

    /// Looks an address up in the recipient maps as smtpd(8) does: the first one with an answer decides.
    private func decision(on address: String) -> (table: String, answer: TableAnswer) {
        for table in recipientTables {
            let answer = machine.lookUp(table, address)
            switch answer {
            case .found(let action) where action.uppercased().hasPrefix("DUNNO"): continue
            case .found, .failed: return (table, answer)
            case .notFound: continue
            }
        }
        return (recipientTables.last ?? "", .notFound)
    }

    private func mapPoints(_ map: RecipientMap) -> [Finding] {
        for (address, isAccepted) in map.samples {
            let (table, answer) = decision(on: address)
            let file = table.split(separator: ":", maxSplits: 1).last.map(String.init) ?? table
            // Another map belongs to the administrator and may have entries for other mail.
            let isOurs = file.isNamedOurs
            let isUnedited = isOurs && machine.content(file).map(map.isUnedited) != false
            func error(_ what: String) -> [Finding] {
                [
                    .error(
                        "\(name): \(table) \(what)",
                        fix: isOurs ? renew(table, file, map) : edit(table: table))
                ]
            }
            switch answer {
            case .failed(let why):
                if isOurs, machine.file(file) != nil {
                    let look = shellCommand("ls", "-l", file)
                    return [.error("\(name): \(table) look-up fails: \(why)", fix: look)]
                }
                return error("look-up fails: \(why)")
            case .found(let action) where isAccepted && isRefusal(action):
                // An administrator may allow some numbers only.
                if !isUnedited, !action.hasSuffix(RecipientMap.otherDomain) { continue }
                return error("refuses \(address): \(action)")
            case .found(let action) where isAccepted && AccessAction(action) == .diverts:
                return error("does not let \(address) become SMS: \(action)")
            case .found(let action) where !isAccepted && !isRefusal(action):
                return error("lets \(address) pass")
            case .notFound where isOurs:
                return error(
                    isAccepted
                        ? "does not know \(address), which is then refused" : "has no answer for \(address)")
            case .found, .notFound: continue
            }
        }
        return []
    }

    /// The commands that write the map. A file that is there stays, because the administrator may have edited it: a new
    /// one takes its place in the list.
    private func renew(_ table: String, _ file: String, _ map: RecipientMap) -> [String] {
        var new = file
        while machine.file(new) != nil { new += "-new" }
        let write = map.write(to: new)
        if new == file { return [write] }
        let option = "smtpd_recipient_restrictions"
        let parameter = "postsms_recipient_restrictions"
        func renewed(_ list: String) -> String? {
            let word = words(of: list).first { settings.expanded($0) == table }
            return word.map { list.replacing($0, with: "regexp:\(new)") }
        }
        if let list = renewed(settings.written(option, service) ?? "") {
            return [write, settings.set(option, list, for: service)]
        }
        return renewed(settings.written(parameter)).map { [write, settings.set(parameter, $0)] } ?? []
    }

    /// Whether the recipient maps do not take any phone number: the administrator's list of allowed ones.
    var limitsNumbers: Bool {
        switch decision(on: RecipientMap(configuration).sample).answer {
        case .found(let action): isRefusal(action)
        case .notFound: true
        case .failed: false
        }
    }
}

/// Whether an action of access(5) refuses, by itself or what is permitted after it.
private func isRefusal(_ action: String) -> Bool {
    switch AccessAction(action) {
    case .refuses, .defersIfPermitted: true
    case .permits, .diverts, .other: false
    }
}
