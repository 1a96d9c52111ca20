import CNettle

/// Base16 in lower case, RFC 4648 section 8.
package enum Base16 {
    package static func encode(_ bytes: [UInt8]) -> String {
        let count = 2 * bytes.count
        return unsafe String(unsafeUninitializedCapacity: count) { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) {
                unsafe nettle_base16_encode_update($0.baseAddress, bytes.count, bytes)
            }
            return count
        }
    }
}
