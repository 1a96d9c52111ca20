import Glibc

/// Looks through the lines of a credentials map for one user, piece by piece.
///
/// Only to be fast, for it is done for each message and each login: with 100,000 users, making all entries of the file
/// takes 84 million instructions, and this 33 million or 1.4 ms.
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
        unsafe forEachLine(in: lines) { bytes, colon, range in
            number += 1
            let length = colon - range.lowerBound
            let isOfAnother =
                unsafe length > 0 && colon < range.upperBound
                && !(length == name.count && bytes[range.lowerBound..<colon].elementsEqual(name))
            let line = lines.dropFirst(range.lowerBound).prefix(range.count)
            if !isOfAnother, let entry = CredentialsEntry(number: number, line: line) {
                entries.append(entry)
            }
        }
    }
}

/// Calls `body` for each line of `lines`.
///
/// - Parameter body: gets all bytes, and in them the place of the line's first colon, or of its end if it has none, and
///   the line without its line end
func forEachLine(
    in lines: ArraySlice<UInt8>, _ body: (UnsafeRawBufferPointer, _ colon: Int, _ line: Range<Int>) -> Void
) {
    unsafe lines.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
            let end = unsafe bytes.firstIndex(of: UInt8(ascii: "\n"), from: start, to: bytes.count)
            let colon = unsafe bytes.firstIndex(of: UInt8(ascii: ":"), from: start, to: end)
            unsafe body(bytes, colon, start..<end)
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
