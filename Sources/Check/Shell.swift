/// `text` as one word of a shell command.
func shellWord(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_./:,+@%".utf8.contains(byte)
        }
    }
    return plain && !text.isEmpty
        ? text
        : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
}

/// A shell command of these words.
func shellCommand(_ words: [String]) -> String {
    words.map(shellWord).joined(separator: " ")
}

func shellCommand(_ words: String...) -> String {
    shellCommand(words)
}

/// The shell command that writes exactly these lines to a file.
func shellCommand(writing lines: [String], to path: String) -> String {
    shellCommand(["printf", "%s\\n"] + lines) + " > " + shellWord(path)
}

/// The command that shows a table, `type:name`, to somebody who may change it; none for one that is no file.
func edit(table: String) -> [String] {
    let file = table.split(separator: ":", maxSplits: 1).last.map(String.init) ?? table
    return file.hasPrefix("/") ? ["${EDITOR:-vi} \(shellWord(file))"] : []
}

/// The command that shows a line of a file to somebody who may change it.
func edit(_ path: String, line: Int) -> String { "${EDITOR:-vi} +\(line) \(shellWord(path))" }

/// The command that changes a file in place, also behind a symbolic link.
///
/// - Parameter script: for sed(1). What comes from outside must not be able to become a command of it.
func sed(_ script: String, _ path: String) -> String {
    shellCommand("sed", "-i", "--follow-symlinks", script, path)
}
