/// A line of the credentials map with an account, valid or not:
/// `user:password:uid:gid:gecos:home:shell:extra fields`.
///
/// All slices are of the map's bytes and keep their indices.
struct CredentialsEntry {
    /// Number of the line in the file, from 1.
    let number: Int
    /// The line without its line end.
    let line: ArraySlice<UInt8>
    /// The user's name without trailing spaces; nil: the line has no colon, or nothing before it.
    let user: ArraySlice<UInt8>?
    /// `password:uid:gid:gecos:home:shell:extra fields`, where the extra fields may contain colons.
    private let rest: ArraySlice<UInt8>

    /// nil for an empty line and a comment.
    init?(number: Int, line: ArraySlice<UInt8>) {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        if line.allSatisfy(\.isBlank) || line.first == UInt8(ascii: "#") { return nil }
        self.number = number
        self.line = line
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        user = colon.flatMap { colon in
            line[..<colon].lastIndex { $0 != UInt8(ascii: " ") }.map { line[...$0] }
        }
        rest = colon.map { line[line.index(after: $0)...] } ?? line.suffix(0)
    }

    /// The user's name in the form for comparisons. nil also for a name that is not UTF-8, with which nobody
    /// can log in.
    var name: [UInt8]? {
        guard let user, let name = try? UTF8Span(validating: user.span) else { return nil }
        return UserName.canonical(String(copying: name))
    }

    /// - Parameter name: in the form for comparisons
    func isOf(_ name: [UInt8]) -> Bool {
        guard let user else { return false }
        // Most names differ in an ASCII letter. Comparing bytes first avoids making a String of each.
        let bytes = user.span
        let others = name.span
        for index in 0..<min(bytes.count, others.count) {
            let byte = bytes[index]
            let other = others[index]
            guard byte < 0x80, other < 0x80 else { break }
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if (isCapital ? byte | 0x20 : byte) != other { return false }
        }
        return self.name == name
    }

    /// The password as written, with its scheme.
    var password: ArraySlice<UInt8> { rest.prefix { $0 != UInt8(ascii: ":") } }

    var extraFields: [ArraySlice<UInt8>] {
        let fields = fields
        return fields.count == 7 ? fields[6].split(whereSeparator: \.isBlank) : []
    }

    /// Whether a field of ours stands where Dovecot has the user's numbers, home or shell: a colon is missing.
    var hasMisplacedField: Bool {
        fields.dropFirst().prefix(5).contains { field in
            String(decoding: field.drop(while: \.isBlank).prefix(4), as: UTF8.self).lowercased() == "sms_"
        }
    }

    private var fields: [ArraySlice<UInt8>] {
        rest.split(separator: UInt8(ascii: ":"), maxSplits: 6, omittingEmptySubsequences: false)
    }
}

/// The lines of a credentials map with an account, valid or not.
struct CredentialsEntries: Sequence, IteratorProtocol {
    /// nil after the last line.
    private var rest: ArraySlice<UInt8>?
    private var number = 0

    init(of content: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        rest = content.starts(with: mark) ? content.dropFirst(mark.count) : content[...]
    }

    mutating func next() -> CredentialsEntry? {
        while let lines = rest {
            number += 1
            let end = lines.firstIndex(of: UInt8(ascii: "\n"))
            rest = end.map { lines[lines.index(after: $0)...] }
            if let entry = CredentialsEntry(number: number, line: lines[..<(end ?? lines.endIndex)]) {
                return entry
            }
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }
}
