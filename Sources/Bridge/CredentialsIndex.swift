import Glibc

/// Where each user's line stands in a credentials map, for `postsms auth`, which answers many logins from one map.
///
/// Only to be fast: looking through a map of 100,000 users for each login made them a fourth as many as an authenticator
/// that looks nothing up. It holds no password.
struct CredentialsIndex {
    /// A line of the map: 64 MiB are the longest one.
    private struct Line {
        let number: UInt32
        let offset: UInt32
        let length: UInt32
    }

    /// By the hash of the user's name. The hash is another in each process: nobody can choose names that share one.
    private var lines: [Int: Line] = [:]
    /// Those whose hash was there already, as a rule for the same user.
    private var furtherLines: [(hash: Int, line: Line)] = []
    /// The first line without a user: it is wrong whoever is asked for.
    private var broken: CredentialsEntry?
    private var number: UInt32 = 0
    private var offset: UInt32 = 0

    /// - Parameter piece: the next lines of the map, whole
    mutating func add(_ piece: ArraySlice<UInt8>) {
        unsafe forEachLine(in: piece) { bytes, colon, range in
            number += 1
            let isComment = unsafe range.isEmpty || bytes[range.lowerBound] == UInt8(ascii: "#")
            if colon > range.lowerBound && colon < range.upperBound {
                if isComment { return }
                let hash = unsafe Self.hash(UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<colon]))
                let line = Line(
                    number: number, offset: offset + UInt32(range.lowerBound), length: UInt32(range.count))
                if lines[hash] == nil { lines[hash] = line } else { furtherLines.append((hash, line)) }
            } else if broken == nil {
                let line = piece.dropFirst(range.lowerBound).prefix(range.count)
                broken = CredentialsEntry(number: Int(number), line: line)
            }
        }
        offset += UInt32(piece.count)
    }

    /// Of all entries at least those of the user and, if there is one, one without a user, in the map's order.
    ///
    /// - Parameter read: gives so many bytes from such an offset on of the same map
    func entries(of name: [UInt8], read: (_ offset: Int, _ count: Int) -> [UInt8]) -> [CredentialsEntry] {
        if let broken { return [broken] }
        let hash = unsafe name.withUnsafeBytes { unsafe Self.hash($0) }
        let further = furtherLines.lazy.filter { $0.hash == hash }.map(\.line)
        return ((lines[hash].map { [$0] } ?? []) + further).compactMap { line in
            CredentialsEntry(number: Int(line.number), line: read(Int(line.offset), Int(line.length))[...])
        }
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        unsafe hasher.combine(bytes: name)
        return hasher.finalize()
    }
}
