import Check
import Configuration
import Foundation
import Testing

@Suite("The parts for Postfix")
struct PartTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The two services differ only in how TLS starts.
    @Test func haveTwoServicesWithTheSameOptions() throws {
        let own = ["syslog_name", "smtpd_tls_wrappermode", "smtpd_tls_security_level"]
        let options = ["submission/inet", "submissions/inet"].map { key in
            Parts.own.services.first { $0.key == key }?.options.filter { !own.contains($0.name) }
                .map { "\($0.name)=\($0.value)" }
        }
        #expect(options[0] == options[1])
        #expect(options[0]?.count ?? 0 > 50)
    }

    /// Like postconf(1), it accepts options without white space around `=`.
    @Test func areThoseOfTheSource() throws {
        let main = try Self.text("postfix/main.cf").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            Parts.own.parameters.map { "\($0.name) = \($0.value)".trimmingCharacters(in: .whitespaces) }
                == main.map(String.init))
        let milter = try Self.text("postfix/milter.cf").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(Parts.own.milterParameters.map { "\($0.name) = \($0.value)" } == milter.map(String.init))
        let master = try Self.text("postfix/master.cf").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(Parts.own.services.count == master.count { $0.first?.isWhitespace == false })
        #expect(
            Parts.own.services.flatMap(\.options).map { "  -o \($0.name)=\($0.value)" }
                == master.filter { $0.hasPrefix("  -o ") }.map(String.init))
    }

    /// Settings shown in a manual page or the README match the parts.
    @Test(arguments: [
        "README.md", "postfix/operation.md", "man/postsms.1", "man/postsms-auth.8", "man/postsms-pipe.8",
        "man/postsms-install.8",
        "man/postsms-check.8", "man/postsms.cf.5", "man/postsms_credentials.5",
    ])
    func areWhatTheManualShows(page: String) throws {
        let text = try Self.text(page).replacing(#"\&"#, with: "")
        // Lines `name = value` of literal displays; a setting within a sentence may be a counter-example.
        for match in text.matches(of: /(?m)^(?:    )?((?:smtpd|postsms)[a-z_-]+) = (.+)$/) {
            let name = String(match.1), value = String(match.2)
            let known =
                (Parts.own.parameters + Parts.own.milterParameters).filter { $0.name == name }.map(\.value)
                + Parts.own.services.flatMap(\.options).filter { $0.name == name }.map(\.value)
            if known.isEmpty { continue }
            #expect(known.contains(value), "\(page): \(name) = \(value)")
        }
        // Services that are shown match the part.
        for part in Parts.own.services {
            let pattern = try Regex("(?m)^\(part.name) +unix +[-yn].*(?:\n[ \t]+.*)*")
            for match in text.matches(of: pattern) {
                let shown = text[match.range].split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(shown == part.line(), "\(page)")
            }
        }
    }
}
