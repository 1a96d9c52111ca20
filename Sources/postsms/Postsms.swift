import ArgumentParser
import Bridge
import Protocols

@main
struct Postsms: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postsms",
        abstract: "Turn mail into SMS under Postfix.",
        discussion: """
            Postfix runs pipe and auth; check and credentials are for people. See postsms(1), and \
            postsms-pipe(8), postsms-auth(8), postsms-check(8) and postsms-credentials(8) for the roles.
            """,
        version: "postsms 0.1.0",
        subcommands: [Pipe.self, Auth.self, CheckCommand.self, CredentialsCommands.self])

    private static let rolesForPostfix: [any ParsableCommand.Type] = [Pipe.self, Auth.self]
    private static let rolesForPeople = [
        CheckCommand.configuration.commandName, CredentialsCommands.configuration.commandName,
    ]

    /// Whatever goes wrong in here is a set-up that does not work: the message waits in the queue until it does.
    /// ArgumentParser's own exit statuses, 1 and 64, would bounce it.
    static func main() {
        Process.harden()
        let arguments = withoutEmptyMacros(CommandLine.arguments.dropFirst())
        guard !arguments.isEmpty else {
            // A transport without a role delivers nothing; exit status 0 would lose its messages.
            finish(.temporaryFailure, printing: helpMessage() + "\n")
        }
        do {
            var command = try parse(arguments)
            try command.run()
        } catch  where exitCode(for: error).isSuccess {
            // --help and --version.
            finish(.ok, printing: fullMessage(for: error) + "\n")
        } catch  where arguments.first == Auth.configuration.commandName {
            logError("auth: \(message(for: error))")
            Auth.serve { _, _ in .unavailable }
        } catch  where rolesForPeople.contains(arguments.first ?? "") {
            fail(error)
        } catch {
            finish(.localConfigurationError(message(for: error)))
        }
    }

    /// The roles that Postfix starts again and again are parsed on their own first: among all commands, that takes 6 of the
    /// 13 million instructions of parsing. Errors and help are those of the whole program.
    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let role = rolesForPostfix.first { $0.configuration.commandName == arguments.first }
        if let role, let command = try? role.parseAsRoot(Array(arguments.dropFirst())),
            type(of: command) == role
        {
            return command
        }
        return try parseAsRoot(arguments)
    }

    /// Postfix expands a macro without a value to nothing and leaves `--user=`. ArgumentParser takes that for a
    /// missing value; here it says that there is none.
    private static func withoutEmptyMacros(_ arguments: ArraySlice<String>) -> [String] {
        let options = arguments.prefix { $0 != "--" }
        let macros = ["--user=", "--sender=", "--queue-id=", "--size="]
        return options.filter { !macros.contains($0) } + arguments.dropFirst(options.count)
    }
}
