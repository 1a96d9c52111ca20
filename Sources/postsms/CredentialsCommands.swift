import Accounts
import Configuration
import Delivery
import Files
import SMSGate

/// `postsms credentials`: adds, removes, lists and tests the users of the gateway.
enum CredentialsCommands {
    static let usage = Usage(
        words: ["credentials"], abstract: "Add, remove, list and test the users in the credentials map.",
        discussion: """
            The map is replaced as a whole, its owner, group and mode stay, and every line
            that is not the user's stays as it is. See postsms-credentials(8).
            """,
        subcommands: [Add.usage, Remove.usage, List.usage, Test.usage])

    struct Add: Role {
        static let usage = Usage(
            words: ["credentials", "add"], abstract: "Add a user, or change a user's password.",
            discussion: """
                The password is asked for, twice and without showing it. If standard input is no
                terminal, it is its first line. Extra fields of the user stay. SMSGate is asked
                whether the password is right; if it is not, nothing is changed.
                """,
            options: ConfigurationOptions.usage + [
                Usage.Option(name: "no-test", help: "Do not ask SMSGate.")
            ],
            operand: Usage.Option(name: "user", help: "User name at SMSGate."))

        let arguments: Arguments

        func run() throws {
            let configuration = try ConfigurationOptions(arguments).load()
            let path = configuration.credentialsFile
            let user = arguments.operand
            if let problem = CredentialsFile.problem(withUser: user) { throw ConfigurationError(problem) }
            // Errors in the map are reported before anyone types a password.
            let known =
                CredentialsFile.exists(path: path)
                ? try CredentialsFile(path: path).user(named: user)?.name : nil
            let password = try readPassword(of: user)
            if !arguments.isSet("no-test") { try test(password, of: user, configuration) }
            try editCredentials(at: path) { map throws(ConfigurationError) in
                try (map ?? CredentialsFile(newAt: path)).setting(password, of: user)
            }
            say(known.map { "\($0): password changed" } ?? "\(user): added")
            try warnOfBrokenLines(in: path, configuration)
        }

        /// Asks SMSGate whether it would take the account as it is about to be.
        ///
        /// - Throws: a ConfigurationError if it is not right
        private func test(
            _ password: [UInt8], of user: String, _ configuration: Configuration
        ) throws(ConfigurationError) {
            let path = configuration.credentialsFile
            let map =
                CredentialsFile.exists(path: path)
                ? try CredentialsFile(path: path) : CredentialsFile(newAt: path)
            let edited = CredentialsFile(path: path, content: try map.setting(password, of: user))
            // A broken line is told of when the user is added.
            guard let account = try? edited.account(of: user) else { return }
            switch SMSGateAPI(configuration.endpoint).login(Credentials(of: account)) {
            case .right: break
            case .wrong:
                throw ConfigurationError(
                    "\(user): SMSGate refuses the password; nothing was changed (--no-test does not ask)")
            case .unknown(let why):
                warn("\(user): SMSGate was not asked whether the password is right: \(why)")
            }
        }
    }

    struct Remove: Role {
        static let usage = Usage(
            words: ["credentials", "remove"], abstract: "Remove a user.",
            discussion: """
                The user can log in no more, unless smsgate_login lets every user of SMSGate in.
                Mail that waits in the queue is refused when it is tried next, unless shared_user
                names an account for users who are not in the map.
                """,
            options: ConfigurationOptions.usage,
            operand: Usage.Option(name: "user", help: "User name."))

        let arguments: Arguments

        func run() throws {
            let configuration = try ConfigurationOptions(arguments).load()
            let path = configuration.credentialsFile
            let user = arguments.operand
            let isRemoved = try editCredentials(at: path) { map throws(ConfigurationError) in
                map?.removing(user)
            }
            // Also while smsgate_login is off: with it, the account would come back.
            let isForgotten = try AccountDirectory(path: configuration.accountDirectory).remove(user)
            guard isRemoved || isForgotten else { throw unknown(user, path) }
            say("\(user): removed")
            try warnOfBrokenLines(in: path, configuration)
        }
    }

    struct List: Role {
        static let usage = Usage(
            words: ["credentials", "list"],
            abstract: "List the users with their extra fields, and no passwords.",
            discussion: """
                With smsgate_login also the users whose accounts are kept, as NAME kept=TIME: when
                SMSGate took the password last.
                """,
            options: ConfigurationOptions.usage)

        let arguments: Arguments

        func run() throws {
            let configuration = try ConfigurationOptions(arguments).load()
            let path = configuration.credentialsFile
            for user in try CredentialsFile(path: path).users {
                say(([user.name] + user.extraFields.compactMap(\.shown)).joined(separator: " "))
            }
            try configuration.accountSources.directory?.forEach { kept in
                switch kept {
                case .success(let kept): say("\(kept.account.user) kept=\(timestamp(kept.confirmed))")
                case .failure(let error): warn("\(error)")
                }
            }
            try warnOfBrokenLines(in: path, configuration)
        }
    }

    struct Test: Role {
        static let usage = Usage(
            words: ["credentials", "test"], abstract: "Ask SMSGate whether it takes a user's password.",
            discussion: """
                Nothing is sent. Exit status 0: it takes it.
                """,
            options: ConfigurationOptions.usage,
            operand: Usage.Option(name: "user", help: "User name."))

        let arguments: Arguments

        func run() throws {
            let configuration = try ConfigurationOptions(arguments).load()
            let path = configuration.credentialsFile
            let user = arguments.operand
            guard let account = try configuration.accountSources.account(of: user) else {
                throw unknown(user, path)
            }
            let answer: DevicesAnswer
            do {
                answer = try Client(endpoint: configuration.endpoint).devices(
                    of: Credentials(of: account))
            } catch {
                throw ConfigurationError("\(user): SMSGate is not reachable: \(error)")
            }
            switch answer {
            case .devices(let devices) where devices.isEmpty:
                say("\(user): accepted, but without a device that could send")
            case .devices(let devices):
                say("\(user): accepted, \(devices.count) device\(devices.count == 1 ? "" : "s")")
            case .app:
                say("\(user): accepted by the app's own server")
            case .unknown(let response):
                switch response.status {
                case 401, 403:
                    throw ConfigurationError("\(user): refused: SMSGate answered \(response.status)")
                case 200:
                    throw ConfigurationError(
                        "\(user): unknown: the answer is not from SMSGate; check smsgate_url")
                default:
                    throw ConfigurationError("\(user): unknown: SMSGate answered \(response.status)")
                }
            }
        }
    }
}

private func unknown(_ user: String, _ path: String) -> ConfigurationError {
    ConfigurationError("\(path): there is no user \(user)")
}

/// A broken line may affect every user: AUTH fails and mail waits until it is fixed.
private func warnOfBrokenLines(in path: String, _ configuration: Configuration) throws(ConfigurationError) {
    for problem in try CredentialsFile(path: path).problems(in: configuration) {
        warn("\(problem.error)")
    }
}
