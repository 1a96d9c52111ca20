/// postsms.cf as text, for the commands that change it.
package struct ConfigurationText: Sendable {
    package let path: String
    /// nil: there is no file, so the defaults apply.
    let text: String?

    package init(path: String, text: String?) {
        self.path = path
        self.text = text
    }

    /// The command that sets a parameter.
    func set(_ name: String, _ value: String) -> String {
        let assignment = "\(name) = \(value)"
        guard let first = line(of: name) else {
            let isOpen = text?.isEmpty == false && text?.utf8.last != UInt8(ascii: "\n")
            return
                "\(isOpen ? "echo >> \(shellWord(path)) && " : "")echo \(shellWord(assignment)) >> \(shellWord(path))"
        }
        return sed("\(range(from: first))c \(assignment)", path)
    }

    /// The command that shows a parameter to the administrator.
    func edit(_ name: String) -> String { Check.edit(path, line: line(of: name) ?? 1) }

    /// The command that comments out the entry beginning in a line.
    func commentOut(_ line: Int) -> String {
        sed("\(range(from: line))s/^/#/", path)
    }

    /// The line in which a parameter is set, from 1.
    private func line(of name: String) -> Int? {
        lines.firstIndex { isAssignment($0, of: name) }.map { $0 + 1 }
    }

    private var lines: [Substring] {
        text?.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" } ?? []
    }

    private func isAssignment(_ line: Substring, of name: String) -> Bool {
        line.hasPrefix(name) && line.dropFirst(name.count).drop(while: \.isWhitespace).first == "="
    }

    /// The lines of an entry as sed(1) names them: the first and its continuation lines.
    private func range(from first: Int) -> String {
        let continuing = lines.dropFirst(first).prefix {
            $0.first?.isWhitespace == true && !$0.allSatisfy(\.isWhitespace)
        }
        return continuing.isEmpty ? "\(first)" : "\(first),\(first + continuing.count)"
    }
}
