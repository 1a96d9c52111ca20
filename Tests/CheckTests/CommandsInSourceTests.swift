import Foundation
import Testing

/// Looks at every text of the program that could become a command, whether or not a test reaches it.
@Suite("Commands in the source") struct CommandsInSourceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// String literals of the executable's source, with the file and without comments.
    private static func literals() throws -> [(file: String, text: String)] {
        let folder = root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        // These have names of tags and charsets, and print no commands.
        let silent = ["Mail", "SMS", "smsgate-sim"].map { folder.appending(path: $0).path() + "/" }
        return try files.compactMap { $0 as? URL }.filter { file in
            file.pathExtension == "swift" && !silent.contains { file.path().hasPrefix($0) }
        }.flatMap { file in
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
            return lines.flatMap { line in
                line.matches(of: /"((?:[^"\\]|\\.)*)"/).map { (file.lastPathComponent, String($0.1)) }
            }
        }
    }

    /// What removes, moves or empties, as a word of its own or at the beginning of a command.
    private static func isForbidden(_ text: String) -> Bool {
        let commands = [
            "rm", "rmdir", "unlink", "mv", "dd", "truncate", "shred", "tee", "cp", "ln", "postalias",
            "newaliases",
            "postsuper", "userdel", "groupdel", "usermod", "kill", "pkill", "killall", "setfacl",
        ]
        let options = ["-X", "-PX", "-MX", "-#", "--remove", "--purge", "purge", "remove --"]
        let first = text.prefix { $0 != " " }
        return commands.contains { first == $0 } || options.contains(text)
            || text.firstMatch(of: #/(^|&& |; )(rm|mv|dd|cp) /#) != nil
            || text.firstMatch(of: #/: (chmod|chown|chgrp|rm|mv) /#) != nil
    }

    @Test(arguments: [
        "rm", "rm -r \\(path)", "x && mv a b", "-PX", "postalias", "others may read it: chmod o-rwx \\(path)",
        "dd",
    ])
    func aForbiddenShapeWouldBeFound(text: String) { #expect(Self.isForbidden(text)) }

    @Test func haveNoForbiddenShape() throws {
        let literals = try Self.literals()
        #expect(literals.count > 1_000)
        #expect(literals.filter { Self.isForbidden($0.text) }.map { "\($0.file): \($0.text)" } == [])
    }

    /// These change files that are there, so each must be one of ours: `accessCommand` and `isNamedOurs` see to that.
    @Test func changeAccessInFewPlaces() throws {
        let found = try Self.literals().filter {
            ["chmod", "chown", "chgrp", "sed"].contains($0.text.prefix { $0 != " " })
        }
        let files = Set(found.map(\.file))
        #expect(
            files == [
                "FilePoints.swift", "CertificatePoints.swift", "AccountDirectoryPoints.swift",
                "MilterPoints.swift", "FilterPoints.swift", "Shell.swift",
            ], "\(found)")
    }
}
