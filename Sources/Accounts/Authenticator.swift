package import Files
import Glibc

/// What SMSGate says of a user and password.
package enum SMSGateLogin: Equatable, Sendable {
    case right
    case wrong
    /// It cannot be said now; why, for the log.
    case unknown(String)
}

/// Checks logins as long as one process of `postsms auth` lives. A change of the credentials map takes effect at the next
/// login, and a broken map hurts only as long as it is broken.
package struct Authenticator {
    private var cache = FileCache<Logins>()
    private var refusedLogins = RefusedLogins()

    package init() {}

    package enum Verdict: Equatable, Sendable {
        /// - Parameter user: the name as its source spells it
        case accepted(user: String)
        /// No such user, or this is not the password.
        case rejected
        /// It cannot be said now; why, for the log.
        case unavailable(String)
    }

    /// Asks the map, and for a user who is not in it the accounts that are kept and SMSGate.
    ///
    /// What SMSGate took is kept: the same password is taken without a question for `freshness` seconds, and also later
    /// where SMSGate does not answer. What it refused is refused without a question for a minute.
    ///
    /// - Parameters:
    ///   - sources: where accounts are
    ///   - now: seconds since 1970
    ///   - ask: asks SMSGate
    /// - Throws: a ConfigurationError if the check cannot be made
    package mutating func authenticate(
        user: String, password: [UInt8], in sources: AccountSources, freshness: Int, now: Int = time(nil),
        ask: (_ user: String, _ password: [UInt8]) -> SMSGateLogin
    ) throws(ConfigurationError) -> Verdict {
        let logins = try logins(of: sources.map, now: now)
        if let name = try logins.authenticate(user: user, password: password) { return .accepted(user: name) }
        // A name or password that the file of an account could not hold SMSGate would take for others, if at all.
        guard let directory = sources.directory, !logins.know(user),
            CredentialsFile.problem(withUser: user) == nil,
            CredentialsFile.problem(withPassword: password, of: user) == nil
        else { return .rejected }
        // What SMSGate takes replaces a broken file.
        try directory.checkFolder()
        let found = Result { () throws(ConfigurationError) in try directory.account(of: user) }
        let kept = try? found.get()
        let isSame = kept.map { PasswordCheck(of: $0.account.login).matches(password) } ?? false
        let known = kept.flatMap { isSame ? $0 : nil }
        if let known, (0..<freshness).contains(now &- known.confirmed) {
            return accept(known, directory, now)
        }
        let login = RefusedLogins.Login(user: user, password: password)
        if refusedLogins.contains(login, now: now) { return .rejected }
        switch ask(known?.account.user ?? UserName.trimmed(user), password) {
        case .right:
            if let known {
                directory.confirm(known, now: now)
                return .accepted(user: known.account.user)
            }
            try directory.keep(user: user, password: password)
            return .accepted(user: UserName.trimmed(user))
        case .wrong:
            refusedLogins.insert(login, now: now)
            if let known { directory.remove(known) }
            return .rejected
        case .unknown(let why):
            if let known { return accept(known, directory, now) }
            if case .failure(let error) = found { throw error }
            return .unavailable(why)
        }
    }

    private func accept(_ kept: KeptAccount, _ directory: AccountDirectory, _ now: Int) -> Verdict {
        directory.noteUse(of: kept, now: now)
        return .accepted(user: kept.account.user)
    }

    private mutating func logins(of path: String, now: Int) throws(ConfigurationError) -> Logins {
        try cache.value(of: path, now: now) { () throws(ConfigurationError) in
            try Logins(CredentialsFile(path: path))
        }
    }
}

/// What logins are checked against: one state of the credentials map.
struct Logins {
    /// By user name, as names are compared: the place in `logins`.
    private let places: [[UInt8]: Result<Int, ConfigurationError>]
    private let logins: [Login]

    private struct Login {
        let user: String
        let password: PasswordCheck
    }

    /// - Throws: a ConfigurationError if nobody can log in
    init(_ map: CredentialsFile) throws(ConfigurationError) {
        var logins: [Login] = []
        places = try map.accounts().mapValues { account in
            account.map {
                logins.append(Login(user: $0.user, password: PasswordCheck(of: $0.login)))
                return logins.count - 1
            }
        }
        self.logins = logins
    }

    /// Whether there is such a user.
    func know(_ user: String) -> Bool { places[UserName.canonical(user)] != nil }

    /// Does the same work whether or not there is such a user: for a name that nobody has, the password of a user is
    /// checked whom the name chooses, always the same one.
    ///
    /// - Returns: the user's name as the map spells it; nil: there is no such user, or this is not the password
    /// - Throws: a ConfigurationError if the user's line is wrong
    func authenticate(user: String, password: [UInt8]) throws(ConfigurationError) -> String? {
        let name = UserName.canonical(user)
        let another = logins.isEmpty ? nil : logins[Int(UserName.number(name) % UInt64(logins.count))]
        let place = try places[name]?.get()
        let login = place.map { logins[$0] }
        let isRight = (login ?? another)?.password.matches(password) ?? false
        return isRight ? login?.user : nil
    }
}
