import CNettle

/// Base64, RFC 4648 section 4, without line ends.
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String {
        let count = (bytes.count + 2) / 3 * 4
        return unsafe String(unsafeUninitializedCapacity: count) { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) {
                unsafe nettle_base64_encode_raw($0.baseAddress, bytes.count, bytes)
            }
            return count
        }
    }

    /// nil if `text` has any other character, including white space, or lacks padding.
    package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        // nettle skips white space.
        guard text.allSatisfy({ $0 > UInt8(ascii: " ") }) else { return nil }
        var context = unsafe base64_decode_ctx()
        unsafe nettle_base64_decode_init(&context)
        var isValid = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { buffer, count in
            unsafe text.withUnsafeBytes { source in
                let characters = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
                isValid =
                    unsafe nettle_base64_decode_update(
                        &context, &count, buffer.baseAddress, source.count, characters) == 1
            }
        }
        return unsafe isValid && nettle_base64_decode_final(&context) == 1 ? bytes : nil
    }
}
