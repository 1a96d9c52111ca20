import Glibc

/// Looks through the lines of a credentials map for one user, piece by piece.
///
/// Only to be fast, for it is done for each message and each login: with 100,000 users, making all entries of the file
/// takes 84 million instructions or 8 ms, and this 20 million or 1 ms.
struct CredentialsSearch {
    /// Of all entries at least those of the user and those without a user: what is left out is right, and another's.
    private(set) var entries: [CredentialsEntry] = []
    private let name: [UInt8]
    private var number = 0

    init(name: [UInt8]) {
        self.name = name
    }

    /// - Parameter lines: the next lines of the map, whole
    mutating func look(at lines: ArraySlice<UInt8>) {
        unsafe lines.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var start = 0
            while start < bytes.count {
                number += 1
                let end = unsafe bytes.firstIndex(of: UInt8(ascii: "\n"), from: start, to: bytes.count)
                let colon = unsafe bytes.firstIndex(of: UInt8(ascii: ":"), from: start, to: end)
                let isOfAnother =
                    unsafe start < colon && colon < end
                    && !(colon - start == name.count && memcmp(base + start, name, name.count) == 0)
                let line = lines.dropFirst(start).prefix(end - start)
                if !isOfAnother, let entry = CredentialsEntry(number: number, line: line) {
                    entries.append(entry)
                }
                start = end + 1
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// `end` if there is no such byte. Both must lie within the buffer.
    fileprivate func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int {
        guard let base = baseAddress, let found = unsafe memchr(base + start, Int32(byte), end - start)
        else { return end }
        return unsafe base.distance(to: found)
    }
}
