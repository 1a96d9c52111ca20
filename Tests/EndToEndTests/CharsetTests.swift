import Foundation
import Testing

/// A mail names charsets, and glibc has a module for each name. The mail must not choose which are loaded.
@Suite struct CharsetTests {
    /// Modules of gconv that a dry run loads for a mail whose subject has a word in each of these charsets.
    private func modules(_ charsets: [String]) async throws -> Set<String> {
        let words = charsets.map { "\n =?\($0)?Q?=B0=E1=C4?=" }.joined()
        let result = try await command(
            "env",
            [
                "LD_DEBUG=files", Project.postsms, "pipe", "--dry-run", "--user=u", "-o", "subject=prefix",
                "-o", "credentials_file=/nonexistent/map", Gateway.recipient,
            ], input: "Subject: x\(words)\n\nHello\n")
        #expect(result.status == 0, "\(result.output)")
        let loaded = result.errors.matches(of: /gconv\/([^\/ ;]+)\.so/).map { String($0.1) }
        return Set(loaded.filter { !$0.hasPrefix("lib") })
    }

    @Test func aMailLoadsTheModulesOfCharsetsThatMailUses() async throws {
        #expect(try await modules(["KOI8-R", "ibm850", "latin2"]) == ["KOI8-R", "IBM850", "ISO8859-2"])
    }

    @Test func aMailLoadsNoOtherModule() async throws {
        let names = [
            "IBM1390", "EBCDIC-AT-DE", "ISO-IR-209", "INIS", "BRF", "T.61", "GREEK7", "IBM1390//TRANSLIT",
            "KOI8-R//", "../gconv/IBM1390", "KOI8-R//IBM1390",
        ]
        #expect(try await modules(names) == [])
    }

    /// Every name that iconv knows.
    @Test func noNameLoadsAModuleThatNoMailNeeds() async throws {
        let list = try await command("iconv", ["--list"])
        let names = list.output.split(whereSeparator: \.isWhitespace).map {
            String($0.replacing(/\/+$/, with: ""))
        }
        try #require(names.count > 1_000)
        let loaded = try await modules(names)
        let unused = loaded.filter {
            $0.wholeMatch(of: /EBCDIC.*|INIS.*|IBM11[^4].*|IBM1[2-9].*|ISO_.*|ISO-IR.*|NATS.*|BRF|T\.61/)
                != nil
        }
        #expect(unused == [])
        #expect(loaded.count > 40 && loaded.count < 90, "\(loaded.sorted())")
    }
}
