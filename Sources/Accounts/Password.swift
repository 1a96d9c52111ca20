import Nettle

/// The password field of a line as Dovecot writes it: `{SCHEME}value`, `{SCHEME.b64}value` or `{SCHEME.hex}value`
/// (https://doc.dovecot.org/configuration_manual/authentication/password_schemes/).
enum Password: Sendable {
    case plain([UInt8])
    case crypt(CryptHash)
    /// The digest of the password with the salt behind it.
    case saltedSHA512(digest: [UInt8], salt: [UInt8])

    /// What is wrong with a field. No text of it may hold a part of a password.
    enum Problem: Error, CustomStringConvertible {
        case empty
        /// - Parameter scheme: nil if it may be the beginning of a password
        case unknownScheme(String?)
        case mismatch(scheme: String)
        /// Checking it would take longer than a login may.
        case tooCostly
        /// A hash without a scheme, which would be taken for a password.
        case bareHash

        var description: String {
            switch self {
            case .empty: "expected a password"
            case .unknownScheme(let scheme?): "unknown password scheme {\(scheme)}"
            case .unknownScheme(nil):
                "unknown password scheme in braces; write {PLAIN} before a password that begins with a brace"
            case .mismatch(let scheme): "the password does not match its scheme, {\(scheme)}"
            case .tooCostly: "the hash takes too long to check: write one with less rounds or cost"
            case .bareHash:
                "write {CRYPT} before a hash, or {PLAIN} before a password that looks like one"
            }
        }
    }

    /// - Parameter field: e.g. `{PLAIN.b64}c2VjcmV0`; without a scheme it is the password
    init(_ field: ArraySlice<UInt8>) throws(Problem) {
        guard field.first == UInt8(ascii: "{"), let end = field.firstIndex(of: UInt8(ascii: "}")) else {
            if Self.isHash(field) { throw .bareHash }
            if field.isEmpty { throw .empty }
            self = .plain(Array(field))
            return
        }
        let written = String(decoding: field[field.index(after: field.startIndex)..<end], as: UTF8.self)
        let scheme = written.uppercased()
        let words = scheme.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let encoding = words.count == 2 ? Encoding(suffix: words[1]) : nil
        guard let read = Self.schemes[String(words.first ?? "")], words.count == 1 || encoding != nil else {
            throw .unknownScheme(written.utf8.allSatisfy(Self.isOfName) ? written : nil)
        }
        let value = field[field.index(after: end)...]
        guard let bytes = (encoding ?? read.encoding).decode(value), let password = try read.parse(bytes)
        else { throw .mismatch(scheme: scheme) }
        if case .plain(let bytes) = password, bytes.isEmpty { throw .empty }
        self = password
    }

    /// By name, in upper case. `encoding` is the one without a suffix.
    private static let schemes: [String: (encoding: Encoding, parse: Parser)] = {
        let plain: Parser = { .plain($0) }
        return [
            "PLAIN": (.none, plain), "CLEAR": (.none, plain), "CLEARTEXT": (.none, plain),
            "CRYPT": (.none, { bytes throws(Problem) in try crypt(bytes, prefix: "") }),
            // Dovecot too takes other methods here, such as what mkpasswd(1) makes, and with BLF-CRYPT only bcrypt.
            "SHA512-CRYPT": (.none, { bytes throws(Problem) in try crypt(bytes, prefix: "$") }),
            "BLF-CRYPT": (.none, { bytes throws(Problem) in try crypt(bytes, prefix: "$2") }),
            "SSHA512": (.base64, saltedSHA512),
        ]
    }()

    /// Reads a value without its encoding; nil: it does not match the scheme.
    private typealias Parser = @Sendable ([UInt8]) throws(Problem) -> Password?

    private static func crypt(_ bytes: [UInt8], prefix: String) throws(Problem) -> Password? {
        guard bytes.starts(with: prefix.utf8) else { return nil }
        do {
            return try .crypt(CryptHash(bytes))
        } catch {
            if case .tooCostly = error { throw .tooCostly }
            return nil
        }
    }

    @Sendable private static func saltedSHA512(_ bytes: [UInt8]) -> Password? {
        guard bytes.count > SHA512.digestSize else { return nil }
        return .saltedSHA512(
            digest: Array(bytes.prefix(SHA512.digestSize)), salt: Array(bytes.dropFirst(SHA512.digestSize)))
    }

    /// Whether a field without a scheme is a hash of crypt(5) or of Argon2 rather than a password.
    private static func isHash(_ field: ArraySlice<UInt8>) -> Bool {
        let dollar = UInt8(ascii: "$")
        guard field.first == dollar else { return false }
        let method = field.dropFirst().prefix { $0 != dollar && $0 != UInt8(ascii: ",") }
        let name = String(decoding: method, as: UTF8.self)
        return method.endIndex < field.endIndex
            && (methods.contains(name) || name.hasPrefix("argon2") || name.hasPrefix("pbkdf2"))
    }

    /// The names in crypt(5).
    private static let methods: Set = [
        "1", "2", "2a", "2b", "2x", "2y", "3", "5", "6", "7", "gy", "md5", "sha1", "y", "scrypt",
    ]

    /// Schemes are written in capitals. What is not may be a password, which no error may show.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    private enum Encoding {
        case none, base64, hex

        init?(suffix: Substring) {
            switch suffix {
            case "B64", "BASE64": self = .base64
            case "HEX": self = .hex
            default: return nil
            }
        }

        func decode(_ value: ArraySlice<UInt8>) -> [UInt8]? {
            switch self {
            case .none: Array(value)
            case .base64: Base64.decode(value)
            case .hex: Self.bytes(fromHex: value)
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
}
