package import Files
import Glibc

/// The accounts of the credentials map in a long-lived process. A change of the map takes effect with the
/// next message, and errors last only as long as the map is broken.
package struct CurrentAccounts {
    private var cache = FileCache<[String: Result<Account, ConfigurationError>]>()

    package init() {}

    /// The account of `user`, nil if the user is unknown.
    ///
    /// - Parameters:
    ///   - path: the credentials map
    ///   - now: seconds since 1970
    /// - Throws: see CredentialsFile.account(of:)
    package mutating func account(
        of user: String, mapAt path: String, now: Int = time(nil)
    ) throws(ConfigurationError) -> Account? {
        try cache.value(of: path, now: now) { () throws(ConfigurationError) in
            try CredentialsFile(path: path).accounts()
        }[UserName.canonical(user)]?.get()
    }
}
