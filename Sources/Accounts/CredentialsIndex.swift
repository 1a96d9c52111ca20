import Files
import Glibc

/// Where each user's line stands in a credentials map, for `postsms auth`, which answers many logins from one map.
///
/// Only to be fast: looking through a map of 100,000 users takes more than twice what smtpd(8) takes for a login. It holds
/// neither names nor passwords: a line that may be the user's is read again.
struct CredentialsIndex {
    /// Where lines begin, each with bits of its user's hash above: `bucketSize` places for each bucket, of which the first
    /// ones are taken. All lines of a user are in the bucket for the hash. Buckets are filled from their start, so that
    /// what is written to is in the processor's cache: in a hash table with one place for each hash, waiting for memory
    /// was 2 of the 5 ms for 100,000 users.
    private var places: [UInt32]
    /// For each bucket how many places are taken.
    private var counts: [Int]
    /// How many bits of a place tell where the line begins.
    private let offsetBits: Int

    private static let bucketSize = 512

    /// - Parameters:
    ///   - lines: how many there shall be room for. Three quarters of the places, since the buckets do not fill evenly:
    ///     of billions of buckets, one gets more than it has room for.
    ///   - size: see below
    private init(lines: Int, size: Int) {
        let buckets = lines / (Self.bucketSize / 4 * 3) + 1
        places = [UInt32](repeating: 0, count: buckets * Self.bucketSize)
        counts = [Int](repeating: 0, count: buckets)
        offsetBits = Int.bitWidth - size.leadingZeroBitCount
    }

    /// nil for a map that is better looked through: a line has no user, which is wrong whoever is asked for, or one user
    /// stands there again and again.
    ///
    /// - Parameters:
    ///   - size: how long the map is, in bytes
    ///   - readPieces: calls its argument with all of the map, in pieces of whole lines
    init?(size: Int, _ readPieces: ((ArraySlice<UInt8>) -> Void) throws(ConfigurationError) -> Void)
        throws(ConfigurationError)
    {
        let size = min(max(size, 0), CredentialsFile.fileLimit)
        var expected = size / Self.usualLineLength
        while true {
            var index = Self(lines: expected, size: size)
            var count = 0
            var isUsable = true
            var isFull = false
            var offset = 0
            try readPieces { piece in
                unsafe forEachLine(in: piece) { user, place in
                    guard let user = unsafe user else {
                        let line = piece.dropFirst(place.lowerBound).prefix(place.count)
                        isUsable = isUsable && CredentialsEntry(number: 0, line: line) == nil
                        return
                    }
                    if unsafe user.first == UInt8(ascii: "#") { return }
                    count += 1
                    unsafe isFull = isFull || !index.add(offset + place.lowerBound, Self.hash(user))
                }
                offset += piece.count
            }
            // A map that has grown since its size was taken.
            if !isUsable || offset > size { return nil }
            if !isFull {
                self = index
                return
            }
            if count <= expected { return nil }
            expected = count
        }
    }

    /// In bytes, little rather than much: where there are more lines than room, the map is read a second time.
    private static let usualLineLength = 24

    /// False if there is no room in the bucket.
    private mutating func add(_ offset: Int, _ hash: UInt32) -> Bool {
        let bucket = bucket(of: hash)
        let count = counts[bucket]
        guard count < Self.bucketSize else { return false }
        places[bucket * Self.bucketSize + count] = hash << offsetBits | UInt32(truncatingIfNeeded: offset)
        counts[bucket] = count + 1
        return true
    }

    /// All entries of the user, in no order; none knows the number of its line.
    ///
    /// - Parameter readLine: gives the line of the same map that begins at such an offset
    func entries(
        of name: [UInt8], readLine: (_ offset: Int) throws(ConfigurationError) -> ArraySlice<UInt8>
    ) throws(ConfigurationError) -> [CredentialsEntry] {
        let hash = unsafe name.withUnsafeBytes { unsafe Self.hash($0) }
        let bucket = bucket(of: hash)
        let start = bucket * Self.bucketSize
        var entries: [CredentialsEntry] = []
        for place in places[start..<start + counts[bucket]]
        where (place ^ hash << offsetBits) >> offsetBits == 0 {
            let line = try readLine(Int(place & ~(UInt32.max << offsetBits)))
            if let entry = CredentialsEntry(number: 0, line: line), entry.isOf(name) { entries.append(entry) }
        }
        return entries
    }

    /// The upper bits of the hash; those that stand in a place are the lower ones.
    private func bucket(of hash: UInt32) -> Int {
        Int((UInt64(hash) * UInt64(counts.count)) >> 32)
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
