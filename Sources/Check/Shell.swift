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
