import Glibc

/// Where each user's line stands in a credentials map, for `postsms auth`, which answers many logins from one map.
///
/// Only to be fast: looking through a map of 100,000 users takes 1.2 ms, four times what smtpd(8) takes for a
/// login. It holds neither names nor passwords: a line that may be the user's is read again.
struct CredentialsIndex {
    /// A hash table. Each place is empty or holds where a line begins, with some bits of its user's hash above. A line
    /// stands at the place for its hash or, if others are there, at the next one that is empty. That is 4 bytes a line and
    /// not more because the page faults of memory take most of the time: 2 of the 3 ms with 100,000 users and 26 bytes.
    private let table: [UInt32]
    private static let empty = UInt32.max
    /// 64 MiB, the longest map, are 26 bits.
    private static let offsetBits = 26

    /// nil for a map that is better looked through: a line has no user, which is wrong whoever is asked for, or one user
    /// stands there again and again.
    ///
    /// - Parameters:
    ///   - size: how long the map is, in bytes
    ///   - readPieces: calls its argument with all of the map, in pieces of whole lines
    init?(size: Int, _ readPieces: ((ArraySlice<UInt8>) -> Void) throws(ConfigurationError) -> Void)
        throws(ConfigurationError)
    {
        var capacity = min(max(size, 0), CredentialsFile.fileLimit) / Self.usualLineLength + 1
        while true {
            // With one place at the least that stays empty.
            var table = [UInt32](repeating: Self.empty, count: capacity + capacity / 2 + 1)
            var count = 0
            var isUsable = true
            var offset = 0
            try readPieces { piece in
                unsafe forEachLine(in: piece) { user, place in
                    count += 1
                    guard isUsable, count <= capacity else { return }
                    if let user = unsafe user {
                        if unsafe user.first == UInt8(ascii: "#") { return }
                        isUsable = unsafe Self.add(offset + place.lowerBound, Self.hash(user), to: &table)
                    } else {
                        let line = piece.dropFirst(place.lowerBound).prefix(place.count)
                        isUsable = CredentialsEntry(number: 0, line: line) == nil
                    }
                }
                offset += piece.count
            }
            if !isUsable { return nil }
            if count <= capacity {
                self.table = table
                return
            }
            capacity = count
        }
    }

    /// In bytes, little rather than much: where there are more lines, the map is read a second time.
    private static let usualLineLength = 24

    /// False if too many lines stand where this one belongs.
    private static func add(_ offset: Int, _ hash: UInt32, to table: inout [UInt32]) -> Bool {
        var place = Self.place(of: hash, in: table.count)
        for _ in 0..<longestRun {
            if table[place] == empty {
                table[place] = mark(of: hash) << offsetBits | UInt32(offset)
                return true
            }
            place = Self.place(after: place, in: table.count)
        }
        return false
    }

    /// Far more than different users come to, and few enough to be gone through for each of a million lines.
    private static let longestRun = 1_000

    /// All entries of the user, in no order; none knows the number of its line.
    ///
    /// - Parameter readLine: gives the line of the same map that begins at such an offset
    func entries(
        of name: [UInt8], readLine: (_ offset: Int) throws(ConfigurationError) -> ArraySlice<UInt8>
    ) throws(ConfigurationError) -> [CredentialsEntry] {
        let hash = unsafe name.withUnsafeBytes { unsafe Self.hash($0) }
        var entries: [CredentialsEntry] = []
        var place = Self.place(of: hash, in: table.count)
        while table[place] != Self.empty {
            if table[place] >> Self.offsetBits == Self.mark(of: hash) {
                let line = try readLine(Int(table[place] & ((1 << Self.offsetBits) - 1)))
                if let entry = CredentialsEntry(number: 0, line: line), entry.isOf(name) {
                    entries.append(entry)
                }
            }
            place = Self.place(after: place, in: table.count)
        }
        return entries
    }

    /// The upper bits of the hash tell the place, the lower ones are kept there.
    private static func place(of hash: UInt32, in size: Int) -> Int {
        Int((UInt64(hash) * UInt64(size)) >> 32)
    }

    private static func place(after place: Int, in size: Int) -> Int {
        place + 1 < size ? place + 1 : 0
    }

    private static func mark(of hash: UInt32) -> UInt32 {
        hash & ((1 << (32 - UInt32(offsetBits))) - 1)
    }

    /// A hash that is enough for names that only the owner of the map chooses. One that goes byte by byte such as FNV-1a
    /// takes 0.4 ms more for 100,000 users, and Hasher more than that. The last eight bytes may overlap those before.
    private static func hash(_ user: UnsafeRawBufferPointer) -> UInt32 {
        var hash = UInt64(user.count)
        var offset = 0
        while user.count - offset > 8 {
            unsafe hash = mixed(hash ^ user.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        let last =
            user.count < 8
            ? unsafe user.reduce(0) { $0 << 8 | UInt64($1) }
            : unsafe user.loadUnaligned(fromByteOffset: user.count - 8, as: UInt64.self)
        return UInt32(truncatingIfNeeded: mixed(hash ^ last) >> 32)
    }

    /// An odd factor, close to 2^64 divided by the golden ratio, carries each bit into the higher ones.
    private static func mixed(_ bits: UInt64) -> UInt64 {
        let product = bits &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 32
    }
}
