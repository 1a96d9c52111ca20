/// OpenPGP in the text itself (RFC 9580, 6.2 and 7): the frame of a clear-signed text, signatures and keys
/// are removed; an encrypted message is removed as a whole. No signature is checked.
struct PGPArmour {
    let text: ArraySlice<UInt8>
    /// Whether an encrypted message was removed.
    let isEncrypted: Bool

    /// nil for a text without armour, the usual case. Line ends are LF.
    init?(_ text: ArraySlice<UInt8>) {
        guard Self.holdsArmour(text.prefix(Limit.searchedTextBytes)) else { return nil }
        var reader = Reader(text)
        reader.read()
        self.text = reader.kept[...]
        isEncrypted = reader.isEncrypted
    }

    private static func holdsArmour(_ text: ArraySlice<UInt8>) -> Bool {
        var start = text.startIndex
        while let found = text.firstIndex(of: hyphen, from: start) {
            if found == text.startIndex || text[found - 1] == lineFeed,
                text[found...].starts(with: "-----BEGIN PGP ".utf8)
            {
                return true
            }
            guard let feed = text.firstIndex(of: lineFeed, from: found) else { return false }
            start = feed + 1
        }
        return false
    }

    private struct Reader {
        private let text: ArraySlice<UInt8>
        private var index: Int
        private(set) var kept: [UInt8] = []
        private(set) var isEncrypted = false
        /// Whether more than blank lines was kept.
        private var holdsText = false
        /// Whether the lines belong to a clear-signed text.
        private var isSigned = false

        init(_ text: ArraySlice<UInt8>) {
            self.text = text
            index = text.startIndex
            kept.reserveCapacity(text.count)
        }

        mutating func read() {
            while index < text.endIndex {
                let line = nextLine()
                switch Self.kind(line) {
                case "SIGNED MESSAGE":
                    isSigned = true
                    skipArmourHeaders()
                case "MESSAGE": skipEncrypted()
                case let kind? where kind.hasPrefix("MESSAGE, PART"): skipEncrypted()
                case .some:
                    isSigned = false
                    skipArmour()
                case nil:
                    // RFC 9580, 7.1: lines that start with a hyphen are escaped.
                    let isEscaped = isSigned && line.starts(with: [hyphen, space])
                    let own = isEscaped ? line.dropFirst(2) : line
                    kept += own
                    kept.append(lineFeed)
                    holdsText = holdsText || !own.allSatisfy(\.isWhiteSpaceOrLineEnd)
                }
            }
        }

        /// If there is no text before the message, text after it is a footer.
        private mutating func skipEncrypted() {
            isEncrypted = true
            if holdsText { skipArmour() } else { index = text.endIndex }
        }

        private mutating func nextLine() -> ArraySlice<UInt8> {
            let end = text.firstIndex(of: lineFeed, from: index) ?? text.endIndex
            defer { index = end + 1 }
            return text[index..<end]
        }

        /// `SIGNED MESSAGE` of `-----BEGIN PGP SIGNED MESSAGE-----`.
        private static func kind(_ line: ArraySlice<UInt8>) -> String? {
            guard line.starts(with: "-----BEGIN PGP ".utf8) else { return nil }
            let line = line.trimmedAtEnd()
            guard line.count < 64, line.suffix(5).elementsEqual("-----".utf8) else { return nil }
            return String(decoding: line.dropFirst(15).dropLast(5), as: UTF8.self)
        }

        /// `Hash: SHA256` and similar lines, and the empty line after them, which some programs omit.
        private mutating func skipArmourHeaders() {
            while index < text.endIndex {
                let start = index
                let line = nextLine()
                if line.trimmed().isEmpty { return }
                let isHeader = ["Hash:", "NotDashEscaped:", "Charset:", "Comment:", "Version:", "MessageID:"]
                    .contains { line.starts(with: $0.utf8) }
                guard isHeader else {
                    index = start
                    return
                }
            }
        }

        /// Up to the tail line. No text follows unterminated armour.
        private mutating func skipArmour() {
            while index < text.endIndex {
                if nextLine().starts(with: "-----END PGP ".utf8) { return }
            }
        }
    }
}
