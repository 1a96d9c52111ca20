package import Files
import Glibc

/// Where accounts are: the credentials map, and for users who are not in it the accounts that are kept.
package struct AccountSources: Sendable {
    /// The path of the credentials map.
    let map: String
    /// nil: only users in the map can log in and send.
    package let directory: AccountDirectory?

    package init(map: String, directory: AccountDirectory?) {
        self.map = map
        self.directory = directory
    }

    /// The account of `user`, nil if there is none. It is used with that.
    ///
    /// - Throws: a ConfigurationError if a source cannot be read, or the account is broken
    package func account(of user: String) throws(ConfigurationError) -> Account? {
        if let account = try CredentialsFile(path: map).account(of: user) { return account }
        return try keptAccount(of: user, now: time(nil))
    }

    func keptAccount(of user: String, now: Int) throws(ConfigurationError) -> Account? {
        guard let directory, let kept = try directory.account(of: user) else { return nil }
        directory.noteUse(of: kept, now: now)
        return kept.account
    }

    /// Forgets the account that is kept of `user`, if SMSGate refuses it.
    ///
    /// - Parameter isRefused: asks SMSGate
    /// - Returns: whether it was forgotten
    package func forget(_ user: String, if isRefused: (Account) -> Bool) -> Bool {
        guard let directory, let kept = try? directory.account(of: user), isRefused(kept.account) else {
            return false
        }
        return directory.remove(kept)
    }
}
