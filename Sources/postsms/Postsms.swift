import Accounts
import Configuration
import Delivery
import Files
import Glibc
import Protocols

@main
enum Postsms {
    private static let version = "postsms 0.1.0"

    private static let roles: [any Role.Type] = [
        Pipe.self, Milter.self, Auth.self, CheckCommand.self,
        CredentialsCommands.Add.self, CredentialsCommands.Remove.self, CredentialsCommands.List.self,
        CredentialsCommands.Test.self,
    ]

    private static let usage = Usage(
        words: [], abstract: "Turn mail into SMS under Postfix.",
        discussion: """
            Postfix runs pipe and auth, and asks milter; you run check and credentials.
            See postsms(1), and postsms-pipe(8), postsms-milter(8), postsms-auth(8),
            postsms-check(8) and postsms-credentials(8) for the roles.
            """,
        subcommands: [Pipe.usage, Milter.usage, Auth.usage, CheckCommand.usage, CredentialsCommands.usage])

    static func main() {
        run(Array(Process.arguments.dropFirst()))
    }

    /// Every error here is a local configuration error, so the message is deferred.
    private static func run(_ words: [String]) {
        Process.harden()
        SystemLog.open()
        var words = words
        guard let first = words.first else {
            // A transport without a role delivers nothing, so exit status 0 would lose its messages.
            finish(.temporaryFailure, printing: usage.help)
        }
        if first == "help" { words = words.dropFirst() + ["--help"] }
        let role = roles.first { words.starts(with: $0.usage.words) }
        let usage =
            role?.usage ?? (words.first == CredentialsCommands.usage.name ? CredentialsCommands.usage : usage)
        do {
            if role == nil, let word = words.dropFirst(usage.words.count).first, !word.hasPrefix("-") {
                throw Arguments.Refusal.mistake(usage.unknownCommand(word))
            }
            let arguments = try Arguments(Array(words.dropFirst(usage.words.count)), usage)
            guard let role else { throw Arguments.Refusal.help }
            try role.init(arguments: arguments).run()
        } catch Arguments.Refusal.help {
            finish(.ok, printing: usage.help)
        } catch Arguments.Refusal.version {
            finish(.ok, printing: version + "\n")
        } catch {
            switch words.first {
            case Auth.usage.name:
                SystemLog.error("auth: \(error)")
                Auth.serve(mechanisms: Configuration().authMechanisms) { _, _ in .unavailable }
            case Milter.usage.name, CheckCommand.usage.name, CredentialsCommands.usage.name:
                fail(error, usage)
            // A mistyped role can stand in master.cf, too. Only at a terminal is it certain that a person reads this.
            case _ where role == nil && isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1:
                fail(error, usage)
            default: finish(Outcome(.localConfigurationError("\(error)")))
            }
        }
    }
}
