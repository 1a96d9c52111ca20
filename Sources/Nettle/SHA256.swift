import CNettle

/// The hash SHA-256, FIPS 180-4.
package struct SHA256 {
    private var context = sha256_ctx()

    package init() {
        unsafe nettle_sha256_init(&context)
    }

    package mutating func update(_ bytes: [UInt8]) {
        unsafe nettle_sha256_update(&context, bytes.count, bytes)
    }

    /// The 32 bytes of the hash over all data.
    package consuming func digest() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        unsafe nettle_sha256_digest(&context, digest.count, &digest)
        return digest
    }

    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.digest()
    }
}

/// Compares two digests in a time that does not depend on where they differ.
package func areEqualInConstantTime(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    guard first.count == second.count else { return false }
    return unsafe nettle_memeql_sec(first, second, first.count) != 0
}
