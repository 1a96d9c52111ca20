import Files

/// The syntax of postsms.cf, which is that of main.cf (postconf(5)): `name = value`, comments on their own
/// lines, and a line that begins with white space continues the one before.
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
        var logicalLines: [LogicalLine] = []
        // A carriage return before the line feed is white space at the end of a line.
        let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() {
            let line = String(decoding: bytes, as: UTF8.self)
            let content = line[...].trimmed
            if content.isEmpty || content.utf8.first == UInt8(ascii: "#") { continue }
            if line.startIndex < content.startIndex {
                guard let last = logicalLines.indices.last else {
                    throw ConfigurationError(
                        file: path, line: index + 1, "a line that begins with white space continues nothing")
                }
                logicalLines[last].text += " " + content
            } else {
                logicalLines.append(LogicalLine(text: String(content), number: index + 1))
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

/// A line and its continuation lines.
private struct LogicalLine {
    var text: String
    /// The number of its first line, from 1.
    let number: Int
}

extension ConfigurationFile.Entry {
    /// nil if `assignment` is not `name = value`.
    init?(assignment: String, line: Int) {
        guard let equalsSign = assignment.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = assignment[..<equalsSign].trimmed
        let value = assignment[assignment.utf8.index(after: equalsSign)...].trimmed
        guard !name.isEmpty, !name.unicodeScalars.contains(where: \.properties.isWhitespace) else {
            return nil
        }
        self.init(name: String(name), value: String(value), line: line)
    }
}

extension Substring {
    /// Without white space at either end.
    fileprivate var trimmed: Substring {
        var text = unicodeScalars.drop(while: \.properties.isWhitespace)
        while text.last?.properties.isWhitespace == true { text.removeLast() }
        return Substring(text)
    }
}
