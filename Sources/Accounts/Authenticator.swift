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
    /// By user name, as names are compared.
    private let byName: [String: Result<Login, ConfigurationError>]

    private struct Login {
        let user: String
        let password: PasswordDigest
    }

    /// - Throws: a ConfigurationError if nobody can log in
    init(_ map: CredentialsFile) throws(ConfigurationError) {
        byName = try map.accounts().mapValues { account in
            account.map { Login(user: $0.user, password: PasswordDigest(of: $0.password)) }
        }
    }

    /// Does the same work whether or not there is such a user.
    ///
    /// - Returns: the user's name as the map spells it; nil: there is no such user, or this is not the password
    /// - Throws: a ConfigurationError if the user's line is wrong
    func authenticate(user: String, password: [UInt8]) throws(ConfigurationError) -> String? {
        let login = try byName[UserName.canonical(user)]?.get()
        let isRight = (login?.password ?? .nobodys).matches(password)
        return isRight ? login?.user : nil
    }
}
