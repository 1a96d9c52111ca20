package import Files
import Nettle

// Changes to the credentials map: every line but the user's own stays as it is, to the byte.
extension CredentialsFile {
    /// The map with `password` as the one that SMSGate is called with for `user`, in a line that was there or in a new one
    /// at the end. Where the password of the login is another one or hashed, that one stays.
    ///
    /// - Throws: a ConfigurationError if the name cannot be used in the map or in AUTH PLAIN, or the password not in
    ///   AUTH PLAIN, or the user has more than one line, or one with a password that cannot be read
    package func setting(_ password: [UInt8], of user: String) throws(ConfigurationError) -> [UInt8] {
        if let problem = Self.problem(withUser: user) { throw ConfigurationError(problem) }
        if let problem = Self.problem(withPassword: password, of: user) { throw ConfigurationError(problem) }
        let own = entries(of: user)
        if own.count > 1 { throw isSecond(own[1], after: own[0].number) }
        var map = content
        if let entry = own.first {
            let (place, bytes) = try setting(password, in: entry)
            map.replaceSubrange(place, with: bytes)
        } else {
            if let last = map.last, last != UInt8(ascii: "\n") { map.append(UInt8(ascii: "\n")) }
            map += Self.line(user: user, password: password)
        }
        return map
    }

    /// A line of a user without extra fields.
    static func line(user: String, password: [UInt8]) -> [UInt8] {
        Array(UserName.trimmed(user).utf8) + Array(":".utf8) + Password.encode(password) + Array("\n".utf8)
    }

    /// The map without the lines of `user`, nil if there is none.
    package func removing(_ user: String) -> [UInt8]? {
        let own = entries(of: user)
        if own.isEmpty { return nil }
        var map = content
        for entry in own.reversed() {
            let lineEnd = map[entry.line.startIndex...].firstIndex(of: UInt8(ascii: "\n"))
            map.removeSubrange(entry.line.startIndex..<(lineEnd.map { $0 + 1 } ?? map.endIndex))
        }
        return map
    }

    private func entries(of user: String) -> [CredentialsEntry] {
        let name = UserName.canonical(user)
        return entries.filter { $0.isOf(name) }
    }
}

// What can be a user, in a map and in AUTH PLAIN.
extension CredentialsFile {
    /// Bytes that a user name and its password may have together. smtpd(8) takes an AUTH command with its response, in
    /// base64, up to 2048 bytes.
    private static let loginLimit = 1500

    /// What is wrong with `name` as a user name, nil if nothing is.
    package static func problem(withUser name: String) -> String? {
        if UserName.trimmed(name).isEmpty { return "a user name cannot be empty" }
        // Bytes, as the map is read: a Character may hold more than the colon.
        if name.utf8.contains(UInt8(ascii: ":")) {
            return "a user name cannot hold a colon: it ends there in the map"
        }
        if name.utf8.first == UInt8(ascii: "#") {
            return "a user name cannot begin with #: its line would be a comment"
        }
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "a user name cannot hold control characters"
        }
        // Swift puts U+FFFD where an argument is not UTF-8.
        if name.unicodeScalars.contains("\u{FFFD}") { return "a user name must be UTF-8" }
        return nil
    }

    /// What is wrong with `password`, nil if nothing is.
    package static func problem(withPassword password: [UInt8], of user: String) -> String? {
        if password.isEmpty { return "a password cannot be empty" }
        if user.utf8.count + password.count > loginLimit {
            return "user name and password are too long for AUTH: more than \(loginLimit) bytes together"
        }
        return nil
    }
}

extension CredentialsFile {
    /// What is to be replaced in the map, and by what, to give the user another password at SMSGate.
    ///
    /// - Throws: a ConfigurationError for a password of the login that cannot be read: it may be a hash
    private func setting(
        _ new: [UInt8], in entry: CredentialsEntry
    ) throws(ConfigurationError) -> (place: Range<Int>, bytes: [UInt8]) {
        let field = Array((SenderField.password + "=").utf8)
        if let old = entry.field(SenderField.password) {
            return (old.startIndex..<old.endIndex, field + Password.encode(new, inField: true))
        }
        let line = entry.line
        let written = entry.password
        switch try loginPassword(of: entry) {
        case .crypt, .saltedSHA512:
            let end = line.endIndex
            let colons = line.count { $0 == UInt8(ascii: ":") }
            let missing = [UInt8](repeating: UInt8(ascii: ":"), count: max(0, 7 - colons))
            return (
                end..<end, missing + [UInt8(ascii: " ")] + field + Password.encode(new, inField: true)
            )
        case .plain, nil:
            return (written.startIndex..<written.endIndex, Password.encode(new))
        }
    }

    /// nil if there is none yet.
    private func loginPassword(of entry: CredentialsEntry) throws(ConfigurationError) -> Password? {
        do {
            return try Password(entry.password)
        } catch .empty {
            return nil
        } catch {
            throw self.error(entry, "\(error)")
        }
    }
}

extension Password {
    /// `password` as written in the map: plain where plain text is safe, else in base64.
    ///
    /// - Parameter inField: for the value of an extra field, which has no space in it
    static func encode(_ password: [UInt8], inField: Bool = false) -> [UInt8] {
        let space = UInt8(ascii: " ")
        let isPlain =
            password.allSatisfy { (space...UInt8(ascii: "~")).contains($0) && $0 != UInt8(ascii: ":") }
            && !(inField && password.contains(space))
            && password.first != UInt8(ascii: "{") && password.first != space && password.last != space
        return isPlain
            ? Array("{PLAIN}".utf8) + password
            : Array(("{PLAIN.b64}" + Base64.encode(password)).utf8)
    }
}
