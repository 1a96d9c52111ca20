import Glibc

/// Looks through the lines of a credentials map for one user, piece by piece.
///
/// Only to be fast, for it is done for each message and each login: with 100,000 users, making all entries of the file
/// takes 84 million instructions, and this 10 million.
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
        unsafe forEachLine(in: lines) { user, place in
            number += 1
            if let user = unsafe user, unsafe !isEqual(user, name) { return }
            let line = lines.dropFirst(place.lowerBound).prefix(place.count)
            if let entry = CredentialsEntry(number: number, line: line) { entries.append(entry) }
        }
    }
}

/// False for nothing, which is nobody's name.
private func isEqual(_ user: UnsafeRawBufferPointer, _ name: [UInt8]) -> Bool {
    guard let start = user.baseAddress, user.count == name.count else { return false }
    return unsafe name.withUnsafeBytes { name in
        // Most names differ in their first eight bytes, and a call for each line takes a fifth of the time.
        if name.count >= 8, unsafe start.loadUnaligned(as: UInt64.self) != name.loadUnaligned(as: UInt64.self)
        {
            return false
        }
        return unsafe name.elementsEqual(user)
    }
}

/// Calls `body` for each line of `lines`.
///
/// - Parameter body: gets what stands before the line's first colon, nil if that is nothing or there is no colon, and the
///   place of the line in `lines`, from 0 and without its line end
func forEachLine(
    in lines: ArraySlice<UInt8>, _ body: (_ user: UnsafeRawBufferPointer?, _ place: Range<Int>) -> Void
) {
    unsafe lines.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
            let end = unsafe bytes.firstIndex(of: UInt8(ascii: "\n"), from: start, to: bytes.count)
            let colon = unsafe bytes.firstIndex(of: UInt8(ascii: ":"), from: start, to: end)
            let hasUser = start < colon && colon < end
            let user = unsafe hasUser ? UnsafeRawBufferPointer(rebasing: bytes[start..<colon]) : nil
            unsafe body(user, start..<end)
            start = end + 1
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
