package import Files
import Glibc
import Nettle

/// An account with which a user of SMSGate has logged in.
package struct KeptAccount: Sendable {
    package let account: Account
    /// When SMSGate took the password last, in seconds since 1970.
    package let confirmed: Int
    /// When it was used last, to about a day.
    let used: Int
    fileprivate let path: String
}

/// The accounts of users who are not in the credentials map but logged in with their SMSGate account.
///
/// A folder with one file for each, like a Maildir: its name is a hash of the user's, its content a line of a credentials
/// map, its time of change that of SMSGate's last confirmation, its time of access that of the last use, by which
/// systemd-tmpfiles(8) removes it. There is no lock and no index, so a look-up costs the same among ten and a million.
package struct AccountDirectory: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// The account of `user`, nil if none is kept.
    ///
    /// - Throws: a ConfigurationError if folder or file is broken or open to others
    package func account(of user: String) throws(ConfigurationError) -> KeptAccount? {
        try checkFolder()
        let name = UserName.canonical(user)
        let path = file(of: name)
        guard let kept = try keptAccount(at: path) else { return nil }
        guard UserName.canonical(kept.account.user) == name else {
            throw ConfigurationError("\(path): is the account of another user: move it away")
        }
        return kept
    }

    /// Keeps an account that SMSGate has just taken.
    ///
    /// - Throws: a ConfigurationError, and then what was kept before is as it was
    package func keep(user: String, password: [UInt8]) throws(ConfigurationError) {
        let folder = try checkFolder()
        let file = file(of: UserName.canonical(user))
        let temporary = "\(path)/\(Self.temporaryPrefix)\(getpid())-\(UInt64.random(in: .min ... .max))"
        try putFile(
            FileContent(
                bytes: CredentialsFile.line(user: user, password: password),
                // Root, who may ask by hand, must not take the account away from the service.
                access: .new(mode: 0o600, owner: geteuid() == 0 ? folder.st_uid : nil)),
            at: file, by: temporary)
    }

    /// Notes that SMSGate has taken the password again, and that it is used.
    func confirm(_ kept: KeptAccount, now: Int) {
        setTimes(of: kept, used: now, confirmed: now)
    }

    /// Notes a use, at most once a day.
    func noteUse(of kept: KeptAccount, now: Int) {
        if !(0..<Self.useInterval).contains(now &- kept.used) {
            setTimes(of: kept, used: now, confirmed: nil)
        }
    }

    /// Forgets an account, unless another password has been kept since.
    @discardableResult
    package func remove(_ kept: KeptAccount) -> Bool {
        guard let now = try? keptAccount(at: kept.path),
            now.account.sender.password == kept.account.sender.password
        else { return false }
        return unsafe unlink(kept.path) == 0
    }

    /// Forgets the account of a user, whatever its password and whether or not its file is whole.
    ///
    /// - Returns: whether there was one
    /// - Throws: a ConfigurationError if it cannot be removed
    package func remove(_ user: String) throws(ConfigurationError) -> Bool {
        let path = file(of: UserName.canonical(user))
        if unsafe unlink(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw ConfigurationError("\(path): cannot be removed: \(errorText(errno))")
    }

    /// Calls `body` with each account that is kept, in no order, or with what is wrong with one.
    package func forEach(_ body: (Result<KeptAccount, ConfigurationError>) -> Void) throws(ConfigurationError)
    {
        try checkFolder()
        let code = forEachName(inFolder: path) { name in
            if name.hasPrefix(".") { return }
            let result = Result { () throws(ConfigurationError) in try keptAccount(at: "\(path)/\(name)") }
            switch result {
            case .success(let kept?): body(.success(kept))
            // Removed since.
            case .success(nil): break
            case .failure(let error): body(.failure(error))
            }
        }
        if code != 0 { throw ConfigurationError("\(path): cannot be read: \(errorText(code))") }
    }

    /// What a file is called while it is written. One that a killed process left is removed like an unused account.
    private static let temporaryPrefix = ".new-"
    /// Seconds after which a use is noted again. Far below the 30 days after which an unused account is removed.
    private static let useInterval = 86_400

    private func keptAccount(at path: String) throws(ConfigurationError) -> KeptAccount? {
        guard let file = try OpenFile.secret(ifThereIs: path) else { return nil }
        let map = CredentialsFile(path: path, content: file.content)
        var entries = map.entries
        guard let entry = entries.next(), entry.user != nil, entries.next() == nil else {
            throw ConfigurationError("\(path): expected one line, \"user:password\"")
        }
        var account = try map.account(entry)
        account.isKept = true
        return KeptAccount(
            account: account, confirmed: file.changed, used: file.used, path: path)
    }

    private func file(of name: [UInt8]) -> String {
        path + "/" + Base16.encode(SHA256.digest(of: name))
    }

    /// - Throws: a ConfigurationError if the folder is not there or open to others
    @discardableResult
    func checkFolder() throws(ConfigurationError) -> stat {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw ConfigurationError("\(path): cannot be used: \(errorText(errno))")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw ConfigurationError("\(path): is not a folder") }
        if status.st_mode & S_IRWXO != 0 {
            throw ConfigurationError("\(path): others may read or write it")
        }
        return status
    }

    /// If it fails, SMSGate is only asked, or the account removed, earlier than necessary.
    private func setTimes(of kept: KeptAccount, used: Int, confirmed: Int?) {
        let omitted = timespec(tv_sec: 0, tv_nsec: Self.omit)
        let times = [
            timespec(tv_sec: used, tv_nsec: 0), confirmed.map { timespec(tv_sec: $0, tv_nsec: 0) } ?? omitted,
        ]
        unsafe utimensat(AT_FDCWD, kept.path, times, AT_SYMLINK_NOFOLLOW)
    }

    /// UTIME_OMIT of utimensat(2), which the Glibc module lacks.
    private static let omit = (1 << 30) - 2
}
