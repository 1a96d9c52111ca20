import Accounts
import Check
import Configuration
import Delivery
import Files
import Glibc
import SMSGate

/// `postsms check`: tells the administrator whether the setup works, and how to fix it.
struct CheckCommand: Role {
    static let usage = Usage(
        words: ["check"], abstract: "Find what is wrong with the setup, and how to fix it.",
        discussion: """
            One line for each point: ok, warning or error, and below it the commands that
            fix it. It logs in on the ports as a client would, but changes and sends
            nothing. Exit status 0: no errors. Run it as root. See postsms-check(8).
            """,
        options: ConfigurationOptions.usage + [
            Usage.Option(
                name: "config-directory", value: "folder",
                help: "Folder of Postfix's main.cf and master.cf (default: Postfix's own)."),
            Usage.Option(
                name: "user", value: "name", help: "Also log in as this user on the ports and at SMSGate."),
        ])

    private let configurationOptions: ConfigurationOptions
    private let configDirectory: String?
    private let user: String?

    init(arguments: Arguments) {
        configurationOptions = ConfigurationOptions(arguments)
        configDirectory = arguments.value("config-directory")
        user = arguments.value("user")
    }

    func run() throws {
        // Others would see half of it and take what they may not see for missing.
        guard geteuid() == 0 else { throw ConfigurationError("check must be run as root") }
        let settings = PostfixSettings.read(folder: configDirectory)
        let machine = Machine.real(postfixFolder: configDirectory)
        let unreadable = settingsFindings(settings, machine)
        // Which configuration postsms runs with is in them.
        if case .failure(let error) = settings, !error.isMissing { report(unreadable) }
        let options = effectiveOptions(try? settings.get())
        let loaded = Result { () throws(ConfigurationError) in try options.load() }
        let path = options.file ?? Configuration.defaultFile
        var checkup = Checkup(
            configuration: loaded, text: ConfigurationText(path: path, text: machine.content(path)),
            credentials: loaded.flatMap { configuration in
                Result { () throws(ConfigurationError) in
                    try CredentialsFile(path: configuration.credentialsFile)
                }
            },
            settings: try? settings.get(), isRunning: (try? settings.get())?.isRunning ?? false,
            postsms: ThisProgram(path: ownPath, options: options.arguments, refusal: Self.refusal),
            user: user, machine: machine, smsgate: .real)
        if let user, let directory = (try? loaded.get())?.accountSources.directory {
            checkup.kept = Result { () throws(ConfigurationError) in try directory.account(of: user)?.account
            }
        }
        report(checkup.findings() + unreadable)
    }

    /// See ThisProgram.
    @Sendable private static func refusal(_ role: String, _ arguments: [String]) -> String? {
        let usages = [Pipe.usage, Auth.usage].filter { $0.name == role }
        for usage in usages {
            do throws(Arguments.Refusal) {
                _ = try Arguments(arguments, usage)
            } catch {
                return "\(error)"
            }
        }
        return nil
    }

    /// By default it checks the configuration that Postfix runs postsms with, because that one takes effect.
    private func effectiveOptions(_ settings: PostfixSettings?) -> ConfigurationOptions {
        guard let service = settings?.transport ?? settings?.auth else { return configurationOptions }
        var options = configurationOptions
        options.file = options.file ?? service.configurationFile
        options.overrides = service.configurationOverrides + options.overrides
        return options
    }

    private func settingsFindings(
        _ settings: Result<PostfixSettings, PostconfError>, _ machine: Machine
    ) -> [Finding] {
        guard case .failure(let error) = settings else { return [] }
        let text = "Postfix: its settings cannot be read: \(error.description)"
        if error.isMissing { return [.error(text, fix: "apt-get install postfix")] }
        if let configDirectory { return [.error(text, fix: "postconf -c \(configDirectory) -n")] }
        let isConfigured = machine.file("/etc/postfix/main.cf") != nil
        return [.error(text, fix: isConfigured ? "postconf -n" : "dpkg-reconfigure postfix")]
    }

    private func report(_ findings: [Finding]) -> Never {
        for finding in findings {
            say(finding.level.rawValue.padded(to: 9) + finding.text)
            for command in finding.fix { say(String(repeating: " ", count: 13) + command) }
        }
        let errors = findings.count { $0.level == .error }
        let warnings = findings.count { $0.level == .warning }
        say("\(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")")
        if findings.contains(where: { $0.fix.contains { $0.hasPrefix("postconf ") } }) {
            let folder = configDirectory.map { " -c \($0)" } ?? ""
            say("To apply changed settings of Postfix: postfix\(folder) reload")
        }
        _exit(errors == 0 ? 0 : 1)
    }
}

extension ConfigurationOptions {
    /// As written on a command line.
    fileprivate var arguments: [String] {
        (file.map { ["--config", $0] } ?? []) + overrides.flatMap { ["-o", $0] }
    }
}

/// The path of this program.
private var ownPath: String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return "postsms" }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
}

extension SMSGateQuestions {
    /// SMSGate itself. Each question has the full time limit.
    fileprivate static var real: SMSGateQuestions {
        SMSGateQuestions(
            health: { endpoint in
                Result { () throws(TransportError) in try Client(endpoint: endpoint).health() }
            },
            devices: { endpoint, credentials in
                Result { () throws(TransportError) in try Client(endpoint: endpoint).devices(of: credentials)
                }
            })
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
