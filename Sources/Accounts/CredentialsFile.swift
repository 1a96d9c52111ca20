package import Files
package import SMSGate

/// A user's entry in the credentials map.
package struct Account: Sendable {
    package let credentials: Credentials
    /// `name=value` fields behind the account data; those that begin with `sms_` are ours.
    let extraFields: [ExtraField]
    let place: String

    struct ExtraField: Equatable, Sendable {
        let name: String
        let value: String
    }

    init(credentials: Credentials, extraFields: [ExtraField], place: String) {
        self.credentials = credentials
        self.extraFields = extraFields
        self.place = place
    }

    /// An account of which nothing is known but its name: enough for a dry run.
    package init(named user: String) {
        self.init(credentials: Credentials(user: user, password: []), extraFields: [], place: "")
    }

    func error(_ what: String) -> ConfigurationError {
        ConfigurationError("\(place): \(what)")
    }
}

/// Looks up a user's account; nil: there is none.
package typealias AccountLookup = (_ user: String) throws(ConfigurationError) -> Account?

/// The credentials map: Dovecot's passwd-file, one account a line,
/// `user:password:uid:gid:gecos:home:shell:extra fields`. See postsms_credentials(5).
package struct CredentialsFile: Sendable {
    /// Room for about a million accounts; keeps a mistaken path from being read for ever.
    static let fileLimit = 64 << 20

    let path: String
    let content: [UInt8]

    /// - Throws: a ConfigurationError if the file cannot be read or others may read or write it
    package init(path: String) throws(ConfigurationError) {
        self.init(path: path, content: try OpenFile(path, isSecret: true).content(limit: Self.fileLimit))
    }

    init(path: String, content: [UInt8]) {
        self.path = path
        self.content = content
    }

    /// A map that is not there yet.
    package init(newAt path: String) {
        self.init(path: path, content: [])
    }

    package static func exists(path: String) -> Bool {
        fileExists(path)
    }

    /// Its lines but for empty ones and comments, in their order.
    var entries: [CredentialsEntry] {
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { CredentialsEntry(number: $0 + 1, line: $1) }
    }

    /// The account of `user`, nil if there is none.
    ///
    /// Every line is looked at whoever is asked for: a broken line or a second one for the same user shows at once,
    /// and the time taken does not tell whether the user exists. Errors name the line and never quote it.
    package func account(of user: String) throws(ConfigurationError) -> Account? {
        var search = CredentialsSearch(name: Array(user.utf8))
        search.look(at: content[...])
        return try account(of: user, among: search.entries)
    }

    /// The same for the file at `path`, which is not kept in memory.
    package static func account(of user: String, inFileAt path: String) throws(ConfigurationError) -> Account?
    {
        var search = CredentialsSearch(name: Array(user.utf8))
        try OpenFile(path, isSecret: true).readLines(limit: fileLimit) { search.look(at: $0) }
        return try account(of: user, among: search.entries, ofFileAt: path)
    }

    /// The same when of all entries at least those of the user and those without a user are known.
    static func account(
        of user: String, among entries: [CredentialsEntry], ofFileAt path: String
    ) throws(ConfigurationError) -> Account? {
        try CredentialsFile(path: path, content: []).account(of: user, among: entries)
    }

    private func account(
        of user: String, among entries: [CredentialsEntry]
    ) throws(ConfigurationError) -> Account? {
        let name = Array(user.utf8)
        var found: CredentialsEntry?
        for entry in entries {
            guard entry.user != nil else { throw error(entry, "expected \"user:password\"") }
            guard entry.isOf(name) else { continue }
            if let found { throw error(entry, "this user stands in line \(found.number) already") }
            found = entry
        }
        return try found.map { entry throws(ConfigurationError) in try account(user, entry) }
    }

    func error(_ entry: CredentialsEntry, _ what: String) -> ConfigurationError {
        ConfigurationError(file: path, line: entry.number, what)
    }

    func account(_ user: String, _ entry: CredentialsEntry) throws(ConfigurationError) -> Account {
        guard let password = Password.decode(entry.password), !password.isEmpty else {
            throw error(
                entry,
                "expected a password, plain or with {PLAIN}, {PLAIN.b64} or {PLAIN.hex} before it")
        }
        return Account(
            credentials: Credentials(user: user, password: password),
            extraFields: entry.extraFields.map(Account.ExtraField.init),
            place: "\(path): line \(entry.number)")
    }
}

extension Account.ExtraField {
    /// `name=value`, or a name alone, which Dovecot reads as a value of "yes".
    fileprivate init(_ bytes: ArraySlice<UInt8>) {
        let halves = bytes.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        name = String(decoding: halves.first ?? [], as: UTF8.self)
        value = halves.count == 2 ? String(decoding: halves[1], as: UTF8.self) : "yes"
    }
}
