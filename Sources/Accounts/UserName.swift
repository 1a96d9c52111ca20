import Nettle

/// How user names are compared.
package enum UserName {
    /// The form of `name` that is the same for all its spellings: lower case, without trailing spaces. SMSGate, whose
    /// database compares names like that, takes each of them for one user.
    ///
    /// A letter that can be written with one character or two is the same (NFC of Unicode): as bytes, so that names of
    /// kept files and message ids, which are hashes, are as much the same as the names.
    package static func canonical(_ name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        // The standard library compares Strings by this, and has no other name for it.
        trimmed(name).lowercased()._withNFCCodeUnits { bytes.append($0) }
        return bytes
    }

    /// Without trailing spaces.
    static func trimmed(_ name: String) -> String {
        var name = name
        while name.unicodeScalars.last == " " { name.unicodeScalars.removeLast() }
        return name
    }

    /// A number that is always the same for a name in its canonical form.
    static func number(_ name: [UInt8]) -> UInt64 {
        SHA256.digest(of: name).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
