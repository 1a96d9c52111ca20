package import Files
import Glibc

/// The accounts of the credentials map, for a process that lives long. A change of the map takes effect with the next
/// message, and a broken map hurts only as long as it is broken.
package struct CurrentAccounts {
    private var cache = FileCache<[String: Result<Account, ConfigurationError>]>()

    package init() {}

    /// The account of `user`, nil if there is none.
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
