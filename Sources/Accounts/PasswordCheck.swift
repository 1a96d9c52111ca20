import Nettle

/// What a login's password is compared with. Digests are compared: that takes the same work whatever the two passwords
/// are.
enum PasswordCheck: Sendable {
    /// The password's SHA-256.
    case digest([UInt8])
    case crypt(CryptHash)
    case saltedSHA512(digest: [UInt8], salt: [UInt8])

    init(of password: Password) {
        self =
            switch password {
            case .plain(let bytes): .digest(SHA256.digest(of: bytes))
            case .crypt(let hash): .crypt(hash)
            case .saltedSHA512(let digest, let salt): .saltedSHA512(digest: digest, salt: salt)
            }
    }

    func matches(_ candidate: [UInt8]) -> Bool {
        switch self {
        case .digest(let digest): areEqualInConstantTime(digest, SHA256.digest(of: candidate))
        case .crypt(let hash): hash.matches(candidate)
        case .saltedSHA512(let digest, let salt):
            areEqualInConstantTime(digest, SHA512.digest(of: candidate + salt))
        }
    }
}
