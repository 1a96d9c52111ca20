import CNettle

/// The hash SHA-512, FIPS 180-4.
package enum SHA512 {
    package static let digestSize = Int(SHA512_DIGEST_SIZE)

    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var context = sha512_ctx()
        unsafe nettle_sha512_init(&context)
        unsafe nettle_sha512_update(&context, bytes.count, bytes)
        var digest = [UInt8](repeating: 0, count: digestSize)
        unsafe nettle_sha512_digest(&context, digest.count, &digest)
        return digest
    }
}
