import Glibc
import Mail
import Testing

/// The folder of the corpus, if available.
private let corpusFolder: String? = unsafe getenv("POSTSMS_CORPUS").map { unsafe String(cString: $0) }

/// Mails of public test suites, in a folder outside the tree: `INDEX.tsv`, `cases/NAME.eml`,
/// `cases/NAME.txt`.
@Suite("Corpus", .enabled(if: corpusFolder != nil))
struct CorpusTests {
    /// Mails whose expected text contradicts a rule of postsms.
    private static let contradictions = [
        "st-legacy-009": "the suite leaves format=flowed folded",
        "st-legacy-052": "the suite makes U+FFFD of unlabelled windows-1252",
        "mk-NoBodyWithTextAttachment": "an attachment that is the whole mail is its text",
    ]

    @Test("Every mail of the corpus gives its text, as it is, with LF and with CRLF")
    func corpus() throws {
        let folder = try #require(corpusFolder)
        let index = String(decoding: try contents("\(folder)/INDEX.tsv"), as: UTF8.self)
        var count = 0
        for line in index.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: "\t")
            let name = try #require(columns.first)
            let mail = try contents("\(folder)/cases/\(name).eml")
            let expected = String(decoding: try contents("\(folder)/cases/\(name).txt"), as: UTF8.self)
            let withLF = mail.indices.filter {
                mail[$0] != 0x0D || $0 + 1 == mail.count || mail[$0 + 1] != 0x0A
            }
            .map { mail[$0] }
            for variant in [mail, withLF, withCRLF(withLF)] {
                let body = Message(parsing: variant).body
                var text = comparable(body.text, columns[1])
                let expected = comparable(expected, columns[1])
                // The suites state the first text of a multipart/mixed; an SMS contains all.
                if body.parts.count > 1, text.hasPrefix(expected + "\n") { text = expected }
                let agrees = text == expected
                if let reason = Self.contradictions[String(name)] {
                    withKnownIssue("\(name): \(reason)") { #expect(agrees) }
                } else {
                    #expect(agrees, "\(name)")
                }
            }
            count += 1
        }
        #expect(count > 0)
    }

    private func comparable(_ text: String, _ comparison: Substring) -> String {
        var text = text
        switch comparison {
        case "ws": return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        case "none": return text
        case "eol": text = text.replacing("\r\n", with: "\n")
        default: break
        }
        while let last = text.last, last == "\n" || last == "\r\n" { text.removeLast() }
        return text
    }

    private func contents(_ path: String) throws -> [UInt8] {
        let file = try unsafe #require(unsafe fopen(path, "r"))
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}
