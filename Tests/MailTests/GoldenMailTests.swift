import Foundation
import Mail
import Testing

/// Whole mails in `Golden/Mails`: `NAME.eml`, and the expected text in `NAME.txt`.
@Suite("Golden mails")
struct GoldenMailTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden/Mails")

    private static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted()
    }()

    @Test("All kinds are there")
    func kinds() {
        for kind in [
            "mixed", "label", "slipped", "qp", "base64", "html-in-plain", "plain-stays", "stub", "short",
            "fields",
            "pgp", "smime", "encrypted", "tnef", "calendar", "report",
        ] {
            #expect(Self.names.count { $0.hasPrefix(kind) } >= 3, "\(kind)")
        }
    }

    @Test("A mail gives its text, with LF and with CRLF line ends", arguments: names)
    func mail(name: String) throws {
        let mail = Array(try Self.contents(name + ".eml"))
        let expected = String(decoding: try Self.contents(name + ".txt"), as: UTF8.self)
        for mail in [mail, withCRLF(mail.filter { $0 != 0x0D })] {
            let body = Message(parsing: mail).body
            #expect(Self.lines(body.text) == Self.lines(expected))
            #expect(body.isEncrypted == name.hasPrefix("encrypted"))
            #expect(body.isEncrypted || body.text.isEmpty || body.parts.allSatisfy { !$0.reason.isEmpty })
        }
    }

    private static func contents(_ file: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(file))
    }

    /// Without white space at the ends, which SMS handles.
    private static func lines(_ text: String) -> [String] {
        text.trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: "\u{A0}", with: " ")
            .components(separatedBy: "\n").map { line in
                var line = line
                while line.last?.isWhitespace == true { line.removeLast() }
                return line
            }
    }
}
