package import Files

/// Looks up a user's account; nil: there is none.
package typealias AccountLookup = (_ user: String) throws(ConfigurationError) -> Account?

/// The credentials map: Dovecot's passwd-file, one account a line,
/// `user:password:uid:gid:gecos:home:shell:extra fields`. See postsms_credentials(5).
///
/// Errors name the line and never quote it.
package struct CredentialsFile: Sendable {
    /// Room for about a million accounts; keeps a mistaken path from being read for ever.
    private static let fileLimit = 64 << 20

    let path: String
    let content: [UInt8]

    /// - Throws: a ConfigurationError if the file cannot be read or others may read or write it
    package init(path: String) throws(ConfigurationError) {
        self.init(path: path, content: try OpenFile(path, isSecret: true).content(limit: Self.fileLimit))
    }

    /// A map that is not there yet.
    package init(newAt path: String) {
        self.init(path: path, content: [])
    }

    /// A map with this content, which need not be in the file yet.
    package init(path: String, content: [UInt8]) {
        self.path = path
        self.content = content
    }

    package static func exists(path: String) -> Bool {
        fileExists(path)
    }

    /// Its lines but for empty ones and comments, in their order.
    var entries: CredentialsEntries { CredentialsEntries(of: content) }

    /// The account of `user`, nil if there is none.
    ///
    /// - Throws: a ConfigurationError if any line has no user, or if this user has a second line or no usable password
    package func account(of user: String) throws(ConfigurationError) -> Account? {
        let name = UserName.canonical(user)
        return try accounts { $0.isOf(name) }[name]?.get()
    }

    /// The accounts by user name, in the form in which names are compared, each with what is wrong with it alone.
    ///
    /// - Parameter isWanted: which lines to take
    /// - Throws: a ConfigurationError if any line has no user
    func accounts(
        where isWanted: (CredentialsEntry) -> Bool = { _ in true }
    ) throws(ConfigurationError) -> [[UInt8]: Result<Account, ConfigurationError>] {
        var accounts: [[UInt8]: Result<Account, ConfigurationError>] = [:]
        for entry in entries {
            if entry.user == nil { throw withoutUser(entry) }
            guard isWanted(entry), let name = entry.name else { continue }
            let found = Result { () throws(ConfigurationError) in try account(entry) }
            guard let earlier = accounts.updateValue(found, forKey: name) else { continue }
            let line =
                switch earlier {
                case .success(let account): account.line
                case .failure(let error): error.line ?? entry.number
                }
            accounts[name] = .failure(isSecond(entry, after: line))
        }
        return accounts
    }

    /// - Parameter entry: one with a user
    func account(_ entry: CredentialsEntry) throws(ConfigurationError) -> Account {
        let login: Password
        do {
            login = try Password(entry.password)
        } catch let problem {
            throw error(entry, "\(problem)")
        }
        if entry.hasMisplacedField {
            throw error(entry, "fields that begin with sms_ belong behind the seventh colon")
        }
        let user = String(decoding: entry.user ?? [], as: UTF8.self)
        let fields = entry.extraFields.map(Account.ExtraField.init)
        return Account(
            user: user, login: login, sender: try sender(of: entry, user: user, login: login),
            extraFields: fields.filter { ![SenderField.user, SenderField.password].contains($0.name) },
            file: path, line: entry.number)
    }

    func withoutUser(_ entry: CredentialsEntry) -> ConfigurationError {
        error(entry, "expected \"user:password\"")
    }

    func isSecond(_ entry: CredentialsEntry, after line: Int) -> ConfigurationError {
        error(entry, "this user is already in line \(line)")
    }

    func error(_ entry: CredentialsEntry, _ what: String) -> ConfigurationError {
        ConfigurationError(file: path, line: entry.number, what)
    }
}
