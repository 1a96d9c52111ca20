package import SMSGate

/// A user's entry in the credentials map.
package struct Account: Sendable {
    package let credentials: Credentials
    /// `name=value` fields behind the account data; those that begin with `sms_` are ours.
    let extraFields: [ExtraField]
    private let place: String

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

/// The credentials map: Dovecot's passwd-file, one account a line,
/// `user:password:uid:gid:gecos:home:shell:extra fields`. See postsms_credentials(5).
package struct CredentialsFile: Sendable {
    /// Room for about a million accounts; keeps a mistaken path from being read for ever.
    private static let fileLimit = 64 << 20

    let path: String
    private let content: [UInt8]

    /// - Throws: a ConfigurationError if the file cannot be read or others may read or write it
    package init(path: String) throws(ConfigurationError) {
        self.init(path: path, content: try readFile(path, limit: Self.fileLimit, isSecret: true))
    }

    init(path: String, content: [UInt8]) {
        self.path = path
        self.content = content
    }

    package static func exists(path: String) -> Bool {
        fileExists(path)
    }

    /// The account of `user`, nil if there is none.
    ///
    /// Every line is looked at whoever is asked for: a broken line or a second one for the same user shows at once,
    /// and the time taken does not tell whether the user exists. Errors name the line and never quote it.
    package func account(of user: String) throws(ConfigurationError) -> Account? {
        let name = Array(user.utf8)
        var found: (fields: ArraySlice<UInt8>, number: Int)?
        var number = 0
        for var line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.isBlank || line.first == UInt8(ascii: "#") { continue }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
                throw ConfigurationError(file: path, line: number, "expected \"user:password\"")
            }
            guard line[..<colon].elementsEqual(name) else { continue }
            if let found {
                throw ConfigurationError(
                    file: path, line: number, "this user stands in line \(found.number) already")
            }
            found = (line[line.index(after: colon)...], number)
        }
        guard let found else { return nil }
        return try account(user, found.fields, line: found.number)
    }

    private func account(
        _ user: String, _ fields: ArraySlice<UInt8>, line: Int
    ) throws(ConfigurationError) -> Account {
        let place = "\(path): line \(line)"
        // password, uid, gid, gecos, home, shell, extra fields: these may hold colons of their own.
        let parts = fields.split(separator: UInt8(ascii: ":"), maxSplits: 6, omittingEmptySubsequences: false)
        guard let stored = parts.first, let password = Password.decode(stored), !password.isEmpty else {
            throw ConfigurationError(
                "\(place): expected a password, plain or with {PLAIN}, {PLAIN.b64} or {PLAIN.hex} before it")
        }
        let extra = parts.count == 7 ? parts[6] : []
        return Account(
            credentials: Credentials(user: user, password: password),
            extraFields: extra.split(whereSeparator: \.isBlank).map(Account.ExtraField.init),
            place: place)
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

extension UInt8 {
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }
}

extension ArraySlice<UInt8> {
    fileprivate var isBlank: Bool { allSatisfy(\.isBlank) }
}
