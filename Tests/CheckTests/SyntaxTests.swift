import Accounts
import Check
import Configuration
import Files
import Foundation
import SMSGate
import TemporaryFile
import Testing

/// A credentials map with this text.
func withMap<Value>(_ text: String, _ body: (CredentialsFile) throws -> Value) throws -> Value {
    try withTemporaryFolder { folder in
        let path = folder + "/credentials"
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return try body(CredentialsFile(path: path))
    }
}

@Suite("A service of master.cf")
struct MasterServiceTests {
    private func service(_ command: String) throws -> MasterService {
        try #require(
            MasterService(line: "postsms    unix  -       n       n       -       20      \(command)"))
    }

    @Test(
        arguments: [
            (
                "pipe argv=/x/postsms pipe --config /a --user=${sasl_username} -- ${recipient}",
                ["--config", "/a"], "/a", []
            ),
            (
                "pipe argv=/x/postsms pipe --config=/a -o b=c -o d=e",
                ["--config=/a", "-o", "b=c", "-o", "d=e"], "/a", ["b=c", "d=e"]
            ),
            ("pipe argv=/x/postsms pipe -- --config /a", [], nil, []),
            (
                "spawn user=x argv=/x/postsms auth --config /a --config /b",
                ["--config", "/a", "--config", "/b"], "/b", []
            ),
            ("smtpd -o a=b", [], nil, []),
        ] as [(String, [String], String?, [String])])
    func tellsWithWhichConfigurationPostsmsRuns(
        command: String, options: [String], file: String?, overrides: [String]
    ) throws {
        let service = try service(command)
        #expect(service.configurationOptions == options)
        #expect(service.configurationFile == file)
        #expect(service.configurationOverrides == overrides)
    }

    @Test(arguments: ["", "smtp inet n", "a b c d e f g"])
    func isNothingLess(line: String) {
        #expect(MasterService(line: line) == nil)
    }
}

@Suite("The recipient map that check writes")
struct RecipientMapTests {
    /// It must write the installed map.
    @Test func isTheOneThatIsInstalled() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "postfix/postsms_recipients")
        let installed = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter {
            !$0.hasPrefix("#")
        }
        let map = RecipientMap(Configuration())
        #expect(map.lines == installed.map(String.init))
    }

    @Test func hasEachDomainAndEveryDigitIfTheNumbersAreNotChecked() {
        var configuration = Configuration()
        configuration.recipientDomains = ["a.example", "b.example"]
        configuration.options.skipPhoneValidation = true
        let map = RecipientMap(configuration)
        #expect(
            map.lines.contains(#"!/@(a\.example|b\.example)\.?$/  550 5.1.2 Invalid recipient domain"#))
        let accepting = map.lines.filter { $0.hasSuffix("  OK") }
        #expect(accepting.count == 1 && accepting[0].contains("{0,127}"))
    }
}
