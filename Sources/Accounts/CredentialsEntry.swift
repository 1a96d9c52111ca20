/// A line of the credentials map that holds an account, or should:
/// `user:password:uid:gid:gecos:home:shell:extra fields`.
///
/// All slices are of the map's bytes and keep their places in them.
struct CredentialsEntry {
    /// Number of the line in the file, from 1; 0: it is not known.
    let number: Int
    /// The line without its line end.
    let line: ArraySlice<UInt8>
    private let colon: Int?

    /// nil for an empty line and a comment.
    init?(number: Int, line: ArraySlice<UInt8>) {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        if line.allSatisfy(\.isBlank) || line.first == UInt8(ascii: "#") { return nil }
        self.number = number
        self.line = line
        colon = line.firstIndex(of: UInt8(ascii: ":"))
    }

    /// nil: the line has no colon, or nothing before it.
    var user: ArraySlice<UInt8>? {
        colon.flatMap { $0 > line.startIndex ? line[..<$0] : nil }
    }

    /// The password as it stands there, with its scheme.
    var password: ArraySlice<UInt8> { fields.first ?? line.suffix(0) }

    var extraFields: [ArraySlice<UInt8>] {
        fields.count == 7 ? fields[6].split(whereSeparator: \.isBlank) : []
    }

    /// password, uid, gid, gecos, home, shell, extra fields: these may hold colons of their own.
    private var fields: [ArraySlice<UInt8>] {
        colon.map {
            line[line.index(after: $0)...]
                .split(separator: UInt8(ascii: ":"), maxSplits: 6, omittingEmptySubsequences: false)
        } ?? []
    }

    func isOf(_ name: [UInt8]) -> Bool {
        user?.elementsEqual(name) == true
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }
}
