import Nettle

/// How user names are compared.
package enum UserName {
    /// The form of `name` that is the same for all its spellings: lower case, without trailing spaces. SMSGate, whose
    /// database compares names like that, takes each of them for one user.
    package static func canonical(_ name: String) -> String {
        trimmed(name).lowercased()
    }

    /// Without trailing spaces.
    static func trimmed(_ name: String) -> String {
        var name = name
        while name.unicodeScalars.last == " " { name.unicodeScalars.removeLast() }
        return name
    }

    /// A number that is always the same for a name in its canonical form.
    static func number(_ name: String) -> UInt64 {
        SHA256.digest(of: Array(name.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
