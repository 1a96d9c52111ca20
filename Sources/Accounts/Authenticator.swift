package import Files
import Glibc

/// Checks logins as long as one process of `postsms auth` lives. A change of the credentials map takes effect at the next
/// login, and a broken map hurts only as long as it is broken.
package struct Authenticator {
    private var cache = FileCache<Logins>()

    package init() {}

    /// The user's name as the map spells it; nil: there is no such user, or this is not the password.
    ///
    /// - Parameters:
    ///   - path: the credentials map
    ///   - now: seconds since 1970
    /// - Throws: a ConfigurationError if the check cannot be made
    package mutating func authenticate(
        user: String, password: [UInt8], mapAt path: String, now: Int = time(nil)
    ) throws(ConfigurationError) -> String? {
        try cache.value(of: path, now: now) { () throws(ConfigurationError) in
            try Logins(CredentialsFile(path: path))
        }.authenticate(user: user, password: password)
    }
}

/// What logins are checked against: one state of the credentials map.
struct Logins {
    /// By user name, as names are compared: the place in `logins`.
    private let places: [String: Result<Int, ConfigurationError>]
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
