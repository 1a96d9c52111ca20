/// A mail split into header and body only, in a form that relays, queues and milters do not change: folding
/// and line ends are normalized, and most fields that they add are left out.
package struct RawMessage: Sendable {
    package struct Field: Equatable, Sendable {
        /// In lower case.
        package let name: String
        /// Unfolded, with single spaces, trimmed, and ended at a NUL, where a milter's value ends.
        package let value: [UInt8]

        /// - Parameters:
        ///   - name: in lower case
        ///   - value: as received, folded or not
        fileprivate init(name: String, value: ArraySlice<UInt8>) {
            self.name = name
            var words: [UInt8] = []
            var isBetweenWords = false
            for byte in value.prefix(while: { $0 != 0 }) {
                if byte.isWhiteSpaceOrLineEnd {
                    isBetweenWords = !words.isEmpty
                } else {
                    if isBetweenWords { words.append(space) }
                    words.append(byte)
                    isBetweenWords = false
                }
            }
            self.value = words
        }
    }

    /// The fields that identify a mail or say how it arrived, in order; at most `Limit.headerFields`. A mail
    /// may have any number of other fields before them.
    package let fields: [Field]
    /// Without carriage returns, and with at most one line feed at its end.
    package let body: [UInt8]

    /// - Parameter bytes: the whole mail; an mbox `From ` line may precede it
    package init(_ bytes: [UInt8]) {
        let hasCarriageReturns = bytes.firstIndex(of: carriageReturn, in: 0..<bytes.count) != nil
        let bytes = hasCarriageReturns ? bytes.filter { $0 != carriageReturn } : bytes
        var fields: [Field] = []
        var pending: (name: String, value: ArraySlice<UInt8>)?
        func keepPending() {
            guard let pending, Self.isKept(pending.name), fields.count < Limit.headerFields else { return }
            fields.append(Field(name: pending.name, value: pending.value))
        }
        var start = 0
        scan: while start < bytes.count {
            let end = bytes.firstIndex(of: lineFeed, in: start..<bytes.count) ?? bytes.count
            switch HeaderLine(bytes, from: start, to: end) {
            case .field(let nameEnd, let valueStart):
                keepPending()
                let name = String(decoding: bytes[start..<nameEnd], as: UTF8.self).lowercased()
                pending = (name, bytes[valueStart..<end])
            case .continuation:
                guard let field = pending else { break scan }
                pending = (field.name, bytes[field.value.startIndex..<end])
            case .empty:
                start = end + 1
                break scan
            case .text:
                // The mbox line is not a field.
                guard start == 0, bytes.starts(with: "From ".utf8) else { break scan }
            }
            start = end + 1
        }
        keepPending()
        self.fields = fields
        var body = bytes.dropFirst(start)
        while body.last == lineFeed { body.removeLast() }
        self.body = Array(body)
    }

    private static func isKept(_ name: String) -> Bool {
        names.contains(name) || name.hasPrefix("resent-") || name.hasPrefix("content-")
    }

    private static let names = ["received", "message-id", "date", "subject", "mime-version"]
}
