/// Identifier octets, without the bit for constructed values (ITU-T X.690, 8.1.2).
enum BERTag: UInt8 {
    case integer = 0x02
    case octetString = 0x04
    case objectIdentifier = 0x06
    case sequence = 0x30
    case set = 0x31
    case context0 = 0xA0
}

/// Reads values of BER (ITU-T X.690, 8) in sequence and from the outside in. It never leaves the bytes; a
/// truncated value ends with them.
struct BERReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    private struct Head {
        let tag: UInt8
        let start: Int
        /// nil: indefinite, up to the end-of-contents octets.
        let length: Int?
    }

    private static let constructed: UInt8 = 0x20

    /// Enters a constructed value.
    mutating func enter(_ tag: BERTag) -> Bool {
        guard let head = head(at: index), head.tag == tag.rawValue else { return false }
        index = head.start
        return true
    }

    /// Reads the content of a primitive value and moves after it.
    mutating func primitive(_ tag: BERTag) -> ArraySlice<UInt8>? {
        guard let head = head(at: index), head.tag == tag.rawValue, let length = head.length else {
            return nil
        }
        index = end(head.start, length)
        return bytes[head.start..<index]
    }

    /// Moves after a value.
    mutating func skip(_ tag: BERTag) -> Bool {
        guard let head = head(at: index), head.tag == tag.rawValue, let end = end(of: head, depth: 0) else {
            return false
        }
        index = end
        return true
    }

    /// The content of an octet string, joined if it comes in pieces.
    ///
    /// A piece ends with the string that contains it, whatever its length octets say. Else each of many small
    /// pieces could include everything after it.
    mutating func octetString() -> ArraySlice<UInt8>? {
        guard let head = head(at: index), head.tag & ~Self.constructed == BERTag.octetString.rawValue else {
            return nil
        }
        if head.tag == BERTag.octetString.rawValue {
            guard let length = head.length else { return nil }
            return bytes[head.start..<end(head.start, length)]
        }
        var content: [UInt8] = []
        _ = appendPieces(of: head, to: &content, before: bytes.endIndex, depth: 0)
        return content[...]
    }

    /// Returns the index after the value.
    private func appendPieces(of value: Head, to content: inout [UInt8], before limit: Int, depth: Int)
        -> Int?
    {
        guard depth < Limit.cmsDepth else { return nil }
        let limit = value.length.map { min(limit, end(value.start, $0)) } ?? limit
        var index = value.start
        while index < limit, let piece = head(at: index), piece.start <= limit {
            if piece.tag == 0, piece.length == 0 { return piece.start }
            guard piece.tag & ~Self.constructed == BERTag.octetString.rawValue else { return nil }
            if piece.tag & Self.constructed != 0 {
                guard let next = appendPieces(of: piece, to: &content, before: limit, depth: depth + 1)
                else { return nil }
                index = next
            } else {
                guard let length = piece.length else { return nil }
                index = min(limit, end(piece.start, length))
                content += bytes[piece.start..<index]
            }
        }
        return limit
    }

    private func end(_ start: Int, _ length: Int) -> Int { start + min(length, bytes.endIndex - start) }

    private func end(of head: Head, depth: Int) -> Int? {
        if let length = head.length { return end(head.start, length) }
        guard depth < Limit.cmsDepth else { return nil }
        var index = head.start
        while let inner = self.head(at: index) {
            if inner.tag == 0, inner.length == 0 { return inner.start }
            guard let end = end(of: inner, depth: depth + 1), end > index else { return nil }
            index = end
        }
        return nil
    }

    /// Identifier and length octets. Tags of more than one octet do not occur in CMS.
    private func head(at start: Int) -> Head? {
        guard bytes.endIndex - start >= 2 else { return nil }
        let tag = bytes[start]
        let first = bytes[start + 1]
        if first < 0x80 { return Head(tag: tag, start: start + 2, length: Int(first)) }
        if first == 0x80 { return Head(tag: tag, start: start + 2, length: nil) }
        let count = Int(first & 0x7F)
        // Four octets are 4 GiB.
        guard count <= 4, bytes.endIndex - start >= 2 + count else { return nil }
        let length = bytes[(start + 2)..<(start + 2 + count)].reduce(0) { $0 << 8 | Int($1) }
        return Head(tag: tag, start: start + 2 + count, length: length)
    }
}
