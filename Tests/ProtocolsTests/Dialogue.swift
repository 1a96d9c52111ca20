import Foundation
import Testing

/// A dialogue as a text file: `C:` lines are smtpd's, `S:` lines ours, `#` lines comments. The last line,
/// `END open` or `END closed`, is the session's state. `<TAB>` and `<CR>` stand for the characters, `<x*5>`
/// for `xxxxx`.
struct Dialogue {
    struct Turn {
        var client = ""
        var server = ""
    }

    /// The client's lines up to where it waits, and the answer.
    private(set) var turns: [Turn] = []
    let endsOpen: Bool

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Dialogues")

    static let names = dialogueNames(in: folder)

    init(named name: String) throws {
        let file = Self.folder.appendingPathComponent(name + ".txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        for line in lines.dropLast() where !line.hasPrefix("#") {
            let text = try Self.expanded(line.dropFirst(3)) + "\n"
            let speaker = line.prefix(3)
            try #require(speaker == "C: " || speaker == "S: ", "\(name): \(line)")
            if speaker == "C: ", turns.last?.server != "" { turns.append(Turn()) }
            let last = try #require(turns.indices.last, "\(name): the client speaks first")
            if speaker == "C: " {
                turns[last].client += text
            } else {
                turns[last].server += text
            }
        }
        let end = try #require(lines.last)
        try #require(end == "END open" || end == "END closed", "\(name): \(end)")
        endsOpen = end == "END open"
    }

    private static func expanded(_ line: Substring) throws -> String {
        let text = line.replacingOccurrences(of: "<TAB>", with: "\t")
            .replacingOccurrences(of: "<CR>", with: "\r")
        guard let repeated = text.firstMatch(of: /<(\w)\*(\d+)>/) else { return text }
        let run = String(repeating: String(repeated.1), count: try #require(Int(repeated.2)))
        return text.replacingCharacters(in: repeated.range, with: run)
    }
}

/// The names of the text files in a folder, without `.txt`.
func dialogueNames(in folder: URL) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
}
