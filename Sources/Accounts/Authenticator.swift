import Configuration
package import Files
import Glibc
import SMSGate

/// Checks user names and passwords against the credentials map, as long as one process of `postsms auth` lives.
///
/// A change of configuration or map counts at the next AUTH, and a broken file hurts only as long as it is broken. What
/// was read is kept for as long as the files are the same: reading both for each login left 0.83 of
/// the logins of an authenticator that looks nothing up with 10 users, and 0.29 with 100,000; now it is 0.99 and 0.92.
package struct Authenticator: ~Copyable {
    private let file: String?
    private let overrides: [String]
    private var configuration: (value: Configuration, state: FileState)?
    private var map: IndexedMap?

    /// - Parameters: see Configuration.load
    package init(file: String?, overrides: [String]) {
        self.file = file
        self.overrides = overrides
    }

    /// - Parameter now: seconds since 1970
    /// - Throws: a ConfigurationError if the check cannot be made
    package mutating func isAuthentic(
        user: String, password: [UInt8], now: Int = time(nil)
    ) throws(ConfigurationError) -> Bool {
        let account = try account(of: user, in: currentConfiguration(now).credentialsFile, now)
        // An unknown user costs the same comparison as a known one.
        let credentials = account?.credentials ?? Credentials(user: user, password: [])
        return credentials.hasPassword(password) && account != nil
    }

    private mutating func currentConfiguration(_ now: Int) throws(ConfigurationError) -> Configuration {
        // Looked at before it is read: if it changes in between, its state is another at the next AUTH.
        let state = FileState(path: file ?? Configuration.defaultFile)
        if let configuration, configuration.state == state { return configuration.value }
        let value = try Configuration.load(file: file, overrides: overrides)
        configuration = state.flatMap { $0.isSettled(at: now) ? (value, $0) : nil }
        return value
    }

    private mutating func account(
        of user: String, in path: String, _ now: Int
    ) throws(ConfigurationError) -> Account? {
        if map == nil || map?.state != FileState(path: path) {
            map = nil
            map = try IndexedMap(path: path, now: now)
        }
        do throws(ConfigurationError) {
            if let entries = try map?.entries(of: Array(user.utf8)) {
                return try CredentialsFile.account(of: user, among: entries, ofFileAt: path)
            }
        } catch {
            // Looking through the map tells which line is wrong.
        }
        return try CredentialsFile.account(of: user, inFileAt: path)
    }
}
