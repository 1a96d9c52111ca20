import Foundation

/// A command that check prints, and whether it could destroy something that postsms did not make. It is judged on the
/// machine as it is before it runs.
struct HarmlessCommand {
    let text: String
    /// The executable that printed it.
    let program: String

    /// Why it is not harmless; nil: it is. Only what is known to be harmless is.
    var harm: String? {
        for words in Self.commands(in: text) {
            var words = words
            while let place = words.firstIndex(where: { [">", ">>", "<"].contains($0) }) {
                guard words.indices.contains(place + 1) else { return "no file after \(words[place])" }
                let file = words[place + 1]
                let isNew = !FileManager.default.fileExists(atPath: file)
                let isFine =
                    words[place] == "<" || file == "/dev/null"
                    || (isOurs(file) && (isNew || words[place] == ">>"))
                if !isFine { return "it writes to \(file)" }
                words.removeSubrange(place...(place + 1))
            }
            if let harm = harm(of: words) { return harm }
        }
        return nil
    }

    private func harm(of words: [String]) -> String? {
        guard let name = words.first else { return "it is empty" }
        let rest = Array(words.dropFirst())
        let last = rest.last ?? ""
        let isNew = !FileManager.default.fileExists(atPath: last)
        let isHarmless =
            switch name {
            case "ls", "curl", "ss", "echo", "printf", "${EDITOR:-vi}", "useradd", "groupadd": true
            case "postconf":
                rest.allSatisfy { !$0.hasPrefix("-") || ["-c", "-e", "-P", "-F", "-M", "-n"].contains($0) }
            case "postfix": ["start", "stop", "reload"].contains(last)
            case "certbot": rest == ["renew"]
            case "apt-get": rest == ["install", "openssl"] || rest == ["install", "postfix"]
            case "dpkg-reconfigure": rest == ["postfix"]
            case "systemctl": rest.dropFirst().allSatisfy { $0.hasPrefix("postsms-milter.") }
            case "chmod", "chown", "chgrp", "sed": isOurs(last)
            case "touch": isNew
            // Beside it there must be no index with the entries of a text that is gone.
            case "postmap":
                !FileManager.default.fileExists(atPath: (last.split(separator: ":").last ?? "") + ".db")
            case "install": isNew || isOurs(last)
            case "openssl":
                ["-keyout", "-out"].allSatisfy { option in
                    guard let place = rest.firstIndex(of: option), rest.indices.contains(place + 1) else {
                        return false
                    }
                    return !FileManager.default.fileExists(atPath: rest[place + 1])
                }
            case "setsid": rest.contains("milter")
            default:
                (name == program || name.hasSuffix("/postsms")) && rest.first == "credentials"
                    && ["add", "test"].contains(rest.dropFirst().first)
            }
        return isHarmless ? nil : "nobody knows that it is harmless"
    }

    /// Files and folders that postsms or its installation makes: by their names, or owned by the user postsms.
    private func isOurs(_ path: String) -> Bool {
        let owner = try? FileManager.default.attributesOfItem(atPath: path)[.ownerAccountName] as? String
        return owner == "postsms" || path.split(separator: "/").suffix(2).contains { $0.hasPrefix("postsms") }
    }

    /// The words of each command of a line, with redirections as words of their own. Only single quotes quote.
    static func commands(in line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word = ""
        var isQuoted = false
        var isWord = false
        func end() {
            if isWord, !["2>&1"].contains(word) { commands[commands.count - 1].append(word) }
            word = ""
            isWord = false
        }
        for character in line {
            if character == "'" {
                isQuoted.toggle()
                isWord = true
            } else if character == " ", !isQuoted {
                end()
                if commands[commands.count - 1].last == "&&" {
                    commands[commands.count - 1].removeLast()
                    commands.append([])
                }
            } else {
                word.append(character)
                isWord = true
            }
        }
        end()
        return commands
    }
}
