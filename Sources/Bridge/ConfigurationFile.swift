/// The syntax of postsms.cf, which is main.cf's (postconf(5)): `name = value`, comments on lines of their own, and
/// a line that begins with white space goes on with the one before.
struct ConfigurationFile {
    struct Entry: Equatable {
        let name: String
        let value: String
        /// Number of its first line, from 1.
        let line: Int
    }

    let entries: [Entry]

    /// - Parameters:
    ///   - text: the file's content
    ///   - path: its name, for errors
    init(_ text: String, path: String) throws(ConfigurationError) {
        var logicalLines: [(text: String, number: Int)] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            let content = line.trimmed
            if content.isEmpty || content.hasPrefix("#") { continue }
            if line.first?.isWhitespace == true {
                guard let last = logicalLines.indices.last else {
                    throw ConfigurationError(
                        file: path, line: index + 1, "a line that begins with white space continues nothing")
                }
                logicalLines[last].text += " " + content
            } else {
                logicalLines.append((String(content), index + 1))
            }
        }
        var entries: [Entry] = []
        for line in logicalLines {
            guard let entry = Entry(assignment: line.text, line: line.number) else {
                throw ConfigurationError(file: path, line: line.number, "expected \"name = value\"")
            }
            entries.append(entry)
        }
        self.entries = entries
    }
}

extension ConfigurationFile.Entry {
    /// nil if `assignment` is not `name = value`.
    init?(assignment: String, line: Int) {
        let halves = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let name = halves.first?.trimmed, let value = halves.last?.trimmed,
            !name.isEmpty, !name.contains(where: \.isWhitespace)
        else { return nil }
        self.init(name: String(name), value: String(value), line: line)
    }
}

extension Substring {
    /// Without white space at its ends.
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
