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
}
