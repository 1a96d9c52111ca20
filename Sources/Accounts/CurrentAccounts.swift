package import Files
import Glibc

/// The accounts of both sources, for a process that lives long. A change of the map takes effect with the next message, and
/// a broken map hurts only as long as it is broken.
package struct CurrentAccounts {
    private var cache = FileCache<[[UInt8]: Result<Account, ConfigurationError>]>()

    package init() {}

    /// The account of `user`, nil if the user is unknown.
    ///
    /// - Parameters:
    ///   - sources: where accounts are
    ///   - now: seconds since 1970
    /// - Throws: see AccountSources.account(of:)
    package mutating func account(
        of user: String, in sources: AccountSources, now: Int = time(nil)
    ) throws(ConfigurationError) -> Account? {
        let accounts = try cache.value(of: sources.map, now: now) { () throws(ConfigurationError) in
            try CredentialsFile(path: sources.map).accounts()
        }
        if let account = try accounts[UserName.canonical(user)]?.get() { return account }
        return try sources.keptAccount(of: user, now: now)
    }
}
