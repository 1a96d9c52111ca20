import CCrypt
import Glibc
import Nettle

/// A password's hash in the form of crypt(5), e.g. `$6$salt$hash`: any that crypt(3) of this machine knows.
struct CryptHash: Sendable {
    private let text: String

    /// nil if crypt(3) knows no such hash.
    init?(_ bytes: [UInt8]) {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let verdict = unsafe crypt_checksalt(text)
        guard verdict == CRYPT_SALT_OK || verdict == CRYPT_SALT_METHOD_LEGACY, Self.isWhole(text) else {
            return nil
        }
        self.text = text
    }

    /// Whether there is a hash behind the salt, with all its characters where their number is known.
    private static func isWhole(_ text: String) -> Bool {
        let hash = text.utf8.suffix(while: { $0 != UInt8(ascii: "$") })
        if text.hasPrefix("$6$") { return hash.count == 86 }
        if text.hasPrefix("$5$") { return hash.count == 43 }
        // Cost and salt are of a fixed length, and nothing separates the hash.
        if text.hasPrefix("$2") { return text.utf8.count == 60 }
        return !hash.isEmpty
    }

    func matches(_ candidate: [UInt8]) -> Bool {
        // crypt(3) takes a C string, which ends at a NUL.
        let isText = !candidate.contains(0)
        let phrase = candidate.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
        var data: UnsafeMutableRawPointer?
        var size: Int32 = 0
        defer { unsafe free(data) }
        guard let hash = unsafe crypt_ra(phrase, text, &data, &size) else { return false }
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: hash, count: strlen(hash)))
        return areEqualInConstantTime(bytes, Array(text.utf8)) && isText
    }
}

extension String.UTF8View {
    fileprivate func suffix(while isWanted: (UInt8) -> Bool) -> Substring.UTF8View {
        let end = lastIndex { !isWanted($0) }
        return self[(end.map { index(after: $0) } ?? startIndex)...]
    }
}
