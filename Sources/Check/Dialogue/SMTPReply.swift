/// A reply of an SMTP server: one or more lines that begin with the same code (RFC 5321 section 4.2).
struct SMTPReply: Equatable, Sendable {
    /// 200 to 599
    let code: Int
    /// Its lines as they came, code included, without line ends.
    let lines: [String]

    /// Replies have a few lines, and a line at most 512 bytes (RFC 5321 section 4.5.3.1.5).
    static let longest = 65_536

    enum Parsed: Equatable {
        case reply(SMTPReply, rest: ArraySlice<UInt8>)
        case incomplete
        /// Not a reply, or too long.
        case malformed
    }

    /// Takes the first reply off what has arrived. A line may end in LF alone.
    static func parse(_ received: ArraySlice<UInt8>) -> Parsed {
        var lines: [String] = []
        var rest = received
        var code: Int?
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")), received.count <= longest {
            var line = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            let digits = line.prefix(3)
            guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(String(decoding: digits, as: UTF8.self)), (200...599).contains(number),
                code == nil || code == number
            else { return .malformed }
            code = number
            lines.append(String(decoding: line, as: UTF8.self))
            switch line.dropFirst(3).first {
            case UInt8(ascii: "-"): continue
            case UInt8(ascii: " "), nil: return .reply(SMTPReply(code: number, lines: lines), rest: rest)
            default: return .malformed
            }
        }
        return received.count <= longest ? .incomplete : .malformed
    }

    /// 2, 4 or 5: done, not now, refused. 3: to be continued.
    var kind: Int { code / 100 }

    var lastLine: String { lines.last ?? "" }

    /// The code of one line, 0 if it has none.
    static func code(of line: String) -> Int { Int(line.prefix(3)) ?? 0 }

    /// What a reply to EHLO offers: by keyword in upper case, its words (RFC 5321 section 4.1.1.1).
    var offers: [String: [String]] {
        lines.dropFirst().reduce(into: [:]) { found, line in
            let words = line.dropFirst(4).split(separator: " ").map { $0.uppercased() }
            if let keyword = words.first { found[keyword] = Array(words.dropFirst()) }
        }
    }
}
