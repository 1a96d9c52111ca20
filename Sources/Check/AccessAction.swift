/// What an action of access(5) does with a mail.
enum AccessAction {
    case permits, refuses
    /// It refuses what the restrictions after it permit.
    case defersIfPermitted
    /// It takes the mail away, though the client hears that it was accepted.
    case diverts
    case other

    /// - Parameter text: as in a table, or behind `static:`, where braces may be around it
    init(_ text: some StringProtocol) {
        let text = text.drop { $0 == "{" || $0 == " " }
        let word = text.prefix { !$0.isWhitespace && $0 != "}" && $0 != "," }.lowercased()
        switch word {
        // RELAY is Sendmail's name for OK.
        case "ok", "relay", "permit": self = .permits
        case "reject", "defer": self = .refuses
        case "defer_if_permit": self = .defersIfPermitted
        case "discard", "filter", "hold", "redirect": self = .diverts
        default:
            // A reply's code refuses, and any other number is OK.
            let code = word.prefix(3)
            let isCode =
                code.count == 3 && code.allSatisfy(\.isNumber) && (code.first == "4" || code.first == "5")
            self = isCode ? .refuses : !word.isEmpty && word.allSatisfy(\.isNumber) ? .permits : .other
        }
    }
}
