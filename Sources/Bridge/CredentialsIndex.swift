import Glibc

/// Where each user's line stands in a credentials map, for `postsms auth`, which answers many logins from one map.
///
/// Only to be fast: looking through a map of 100,000 users takes 1.2 ms, four times what smtpd(8) takes for a
/// login. It holds no password.
struct CredentialsIndex {
    /// A line with something before its first colon: a user, or a comment, which is no entry once it is read. 64 MiB, the
    /// longest map, are within 32 bits.
    private struct Line {
        let hash: UInt32
        let number: UInt32
        let offset: UInt32
        let length: UInt32
    }

    private let lines: [Line]
    /// A hash table: each place holds the index of a line, `noLine` or nothing. A line stands at its hash or, if others are
    /// there, at the next place that is free. Its size is a power of two, more than twice the number of lines.
    private let table: [UInt32]
    private static let noLine = UInt32.max
    /// The first line without a user: it is wrong whoever is asked for.
    private let broken: CredentialsEntry?

    /// - Parameters:
    ///   - size: how long the map is, in bytes
    ///   - readPieces: calls its argument with all of the map, in pieces of whole lines
    init(size: Int, _ readPieces: ((ArraySlice<UInt8>) -> Void) throws(ConfigurationError) -> Void)
        throws(ConfigurationError)
    {
        var lines: [Line] = []
        // An array that grows is copied, and takes twice the page faults.
        lines.reserveCapacity(min(size, CredentialsFile.fileLimit) / Self.usualLineLength)
        var broken: CredentialsEntry?
        var number: UInt32 = 0
        var offset: UInt32 = 0
        try readPieces { piece in
            unsafe forEachLine(in: piece) { user, place in
                number += 1
                if let user = unsafe user {
                    lines.append(
                        Line(
                            hash: unsafe Self.hash(user), number: number,
                            offset: offset + UInt32(place.lowerBound), length: UInt32(place.count)))
                } else if broken == nil {
                    let line = piece.dropFirst(place.lowerBound).prefix(place.count)
                    broken = CredentialsEntry(number: Int(number), line: line)
                }
            }
            offset += UInt32(piece.count)
        }
        var size = 2
        while size <= 2 * lines.count { size *= 2 }
        var table = [UInt32](repeating: Self.noLine, count: size)
        for (index, line) in lines.enumerated() {
            var place = Int(line.hash) & (size - 1)
            while table[place] != Self.noLine { place = (place + 1) & (size - 1) }
            table[place] = UInt32(index)
        }
        self.lines = lines
        self.table = table
        self.broken = broken
    }

    /// In bytes, little rather than much.
    private static let usualLineLength = 24

    /// Of all entries at least those of the user and, if there is one, one without a user, in the map's order.
    ///
    /// - Parameter read: gives so many bytes from such an offset on of the same map
    func entries(of name: [UInt8], read: (_ offset: Int, _ count: Int) -> [UInt8]) -> [CredentialsEntry] {
        if let broken { return [broken] }
        let hash = unsafe name.withUnsafeBytes { unsafe Self.hash($0) }
        var entries: [CredentialsEntry] = []
        var place = Int(hash) & (table.count - 1)
        while table[place] != Self.noLine {
            let line = lines[Int(table[place])]
            if line.hash == hash {
                let bytes = read(Int(line.offset), Int(line.length))
                if let entry = CredentialsEntry(number: Int(line.number), line: bytes[...]) {
                    entries.append(entry)
                }
            }
            place = (place + 1) & (table.count - 1)
        }
        return entries
    }

    /// FNV-1a, which is enough for names that only the owner of the map chooses, and takes a third of what Hasher takes.
    private static func hash(_ user: UnsafeRawBufferPointer) -> UInt32 {
        unsafe user.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
