/// The command line of a role, and its text for `--help`.
struct Usage {
    /// The words after `postsms`, e.g. `credentials` and `add`.
    let words: [String]
    let abstract: String
    /// Lines of up to 80 columns.
    var discussion = ""
    var options: [Option] = []
    /// The required argument; nil: the role takes no argument.
    var operand: Option?
    /// The roles that its next argument can name.
    var subcommands: [Usage] = []

    struct Option {
        /// `user` for `--user` or an operand; one letter for `-o`.
        let name: String
        /// The name of its value; nil: it takes no value.
        var value: String?
        /// Whether an empty value is allowed and means no value: Postfix expands a macro without a value to
        /// nothing.
        var isMacro = false
        var isRepeated = false
        let help: String

        var isShort: Bool { name.utf8.count == 1 }
        /// As typed, e.g. `--user <name>`.
        var pattern: String { (isShort ? "-" : "--") + name + (value.map { " <\($0)>" } ?? "") }
    }

    /// The options of every role. `-h` is `--help`.
    static let general = [
        Option(name: "version", help: "Show the version."), Option(name: "help", help: "Show this help."),
    ]

    var name: String { words.joined(separator: " ") }

    var synopsis: String {
        let options = options.map { "[\($0.pattern)]" + ($0.isRepeated ? "..." : "") }
        let operands = subcommands.isEmpty ? operand.map { ["<\($0.name)>"] } ?? [] : ["<subcommand>"]
        return (["Usage: postsms"] + (name.isEmpty ? [] : [name]) + options + operands).joined(separator: " ")
    }

    var help: String {
        var text = abstract + "\n\n"
        if !discussion.isEmpty { text += discussion + "\n\n" }
        text += synopsis + "\n"
        if let operand { text += "\nArguments:\n" + Self.row("<\(operand.name)>", operand.help) }
        text += "\nOptions:\n"
        for option in options + Self.general { text += Self.row(option.pattern, option.help) }
        if !subcommands.isEmpty { text += "\nSubcommands:\n" }
        for role in subcommands {
            text += Self.row(role.words.last ?? "", role.abstract)
        }
        return text
    }

    /// The error for a word that names none of the subcommands, with the one that was probably meant.
    func unknownCommand(_ word: String) -> String {
        let text = "\(word): no such command"
        guard let meant = closest(to: word, in: subcommands.compactMap(\.words.last)) else { return text }
        return "\(text); did you mean \(meant)?"
    }

    private static let indent = 26
    private static let width = 80

    /// `label`, and next to it `text` broken into lines.
    private static func row(_ label: String, _ text: String) -> String {
        var lines = ["  " + label]
        if label.count + 4 > indent { lines.append("") }
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count < indent {
                let line = lines[lines.count - 1]
                lines[lines.count - 1] = line + String(repeating: " ", count: indent - line.count) + word
            } else if lines[lines.count - 1].count + 1 + word.count > width {
                lines.append(String(repeating: " ", count: indent) + word)
            } else {
                lines[lines.count - 1] += " " + word
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
