import Nettle

/// What a login's password is compared with. Digests are compared: that takes the same work whatever the two passwords
/// are.
struct PasswordDigest {
    private let digest: [UInt8]

    init(of password: [UInt8]) {
        digest = SHA256.digest(of: password)
    }

    private init(digest: [UInt8]) {
        self.digest = digest
    }

    /// The digest of no known password.
    static let nobodys = PasswordDigest(digest: [UInt8](repeating: 0, count: 32))

    func matches(_ candidate: [UInt8]) -> Bool {
        areEqualInConstantTime(digest, SHA256.digest(of: candidate))
    }
}

/// Password schemes of the credentials map, as Dovecot names them. Only those that keep the password itself: it
/// is also sent to SMSGate.
enum Password {
    /// - Parameter field: the password field of a line, e.g. `{PLAIN.b64}c2VjcmV0`
    /// - Returns: nil for an unknown scheme and for text that its encoding does not allow
    static func decode(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        guard field.first == UInt8(ascii: "{"), let end = field.firstIndex(of: UInt8(ascii: "}")) else {
            return Array(field)
        }
        let scheme = String(decoding: field[field.index(after: field.startIndex)..<end], as: UTF8.self)
            .uppercased()
        let value = field[field.index(after: end)...]
        switch scheme {
        case "PLAIN", "CLEAR", "CLEARTEXT": return Array(value)
        case "PLAIN.B64", "PLAIN.BASE64": return Base64.decode(value)
        case "PLAIN.HEX": return bytes(fromHex: value)
        default: return nil
        }
    }

    private static func bytes(fromHex digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = Character(UnicodeScalar(digit)).hexDigitValue.map(UInt8.init) else {
                return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
