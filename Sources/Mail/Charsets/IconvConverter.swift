import Glibc

/// Converts allowed charsets to UTF-8 with glibc's iconv.
enum IconvConverter {
    private static let chunk = 16_384

    /// Converts all of `bytes`. `errors` counts the bytes that became U+FFFD. nil if this system has no
    /// converter for `charset`.
    static func convert(
        _ bytes: ArraySlice<UInt8>, from charset: IconvCharset
    ) -> (utf8: [UInt8], errors: Int)? {
        guard let descriptor = unsafe iconv_open("UTF-8", charset.rawValue) else { return nil }
        guard Int(bitPattern: descriptor) != -1 else { return nil }
        defer { unsafe _ = iconv_close(descriptor) }

        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count + bytes.count / 2)
        var errors = 0
        // iconv takes a mutable pointer for its input, although it only reads it.
        var input = Array(bytes)
        var output = [CChar](repeating: 0, count: chunk)
        unsafe input.withUnsafeMutableBytes { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe convert(source, with: descriptor, through: target, into: &utf8, errors: &errors)
            }
        }
        return (utf8, errors)
    }

    private static func convert(
        _ source: UnsafeMutableRawBufferPointer, with descriptor: iconv_t,
        through target: UnsafeMutableBufferPointer<CChar>, into utf8: inout [UInt8], errors: inout Int
    ) {
        var from = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = source.count
        var isFlushing = false
        while true {
            var to = target.baseAddress
            var room = target.count
            // Without input, iconv writes its remaining output.
            let result =
                unsafe isFlushing
                ? iconv(descriptor, nil, nil, &to, &room) : iconv(descriptor, &from, &left, &to, &room)
            let code = result == -1 ? errno : 0
            unsafe utf8.append(contentsOf: UnsafeRawBufferPointer(target).prefix(target.count - room))
            switch code {
            case 0 where isFlushing: return
            case 0: isFlushing = true
            case E2BIG: continue
            default:
                guard !isFlushing else { return }
                // A byte that the charset does not define, or a truncated sequence at the end.
                errors += 1
                utf8 += [0xEF, 0xBF, 0xBD]
                guard code == EILSEQ, left > 0 else {
                    isFlushing = true
                    continue
                }
                unsafe from = from?.advanced(by: 1)
                left -= 1
            }
        }
    }
}
