/// How user names are compared.
package enum UserName {
    /// The form of `name` that is the same for all its spellings: lower case, without trailing spaces. SMSGate, whose
    /// database compares names like that, takes each of them for one user.
    package static func canonical(_ name: String) -> String {
        var end = name.utf8.endIndex
        while end > name.utf8.startIndex, name.utf8[name.utf8.index(before: end)] == UInt8(ascii: " ") {
            end = name.utf8.index(before: end)
        }
        return name[..<end].lowercased()
    }
}
