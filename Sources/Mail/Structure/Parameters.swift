/// The parameters of a structured field (RFC 2045, 5.1), with the continuations and charsets of RFC 2231.
struct Parameters: Sendable {
    private struct Piece: Sendable {
        let name: [UInt8]
        /// The number of a continuation, 0 for the first or only piece.
        let section: Int
        let isExtended: Bool
        let value: [UInt8]
    }

    private var pieces: [Piece] = []

    init() {}

    /// Reads `; name=value` until the field ends. Damage affects only the parameter where it occurs.
    init(reading field: inout StructuredField) {
        while pieces.count < Limit.parameters {
            field.skipComments()
            if field.skip(0x3B) { continue }
            guard !field.isAtEnd else { return }
            let attribute = field.word(until: [equalsSign])
            field.skipComments()
            guard field.skip(equalsSign) else {
                // Not a parameter. Skipping a character that starts no word prevents an endless loop.
                if attribute.isEmpty { field.skipOne() }
                continue
            }
            field.skipComments()
            let value = field.value()
            if let piece = Self.piece(attribute: attribute, value: value) { pieces.append(piece) }
        }
    }

    /// RFC 2231, section 4.1: `name*0*`, `name*1`, `name*`.
    private static func piece(attribute: ArraySlice<UInt8>, value: [UInt8]) -> Piece? {
        var name = attribute.map(\.lowercased)[...]
        var isExtended = false
        var section = 0
        if name.last == 0x2A {
            isExtended = true
            name.removeLast()
        }
        if let star = name.firstIndex(of: 0x2A) {
            let digits = name[(star + 1)...]
            guard digits.count <= 6, let number = Int(String(decoding: digits, as: UTF8.self)), number >= 0
            else { return nil }
            section = number
            name = name[..<star]
        }
        guard !name.isEmpty else { return nil }
        return Piece(name: Array(name), section: section, isExtended: isExtended, value: value)
    }

    /// The value as bytes, joined and percent-decoded, and the charset of an RFC 2231 value. If both a plain
    /// and a continued or extended form occur, the latter is used, as in RFC 6266.
    func bytes(_ name: String) -> (value: [UInt8], charset: [UInt8]?)? {
        let named = pieces.filter { $0.name.elementsEqual(name.utf8) }
        guard let first = named.first else { return nil }
        let continued = named.filter { $0.section > 0 || $0.isExtended }
        guard !continued.isEmpty else { return (first.value, nil) }

        // The first piece of a continuation may lack the extension. Sections out of order are sorted.
        let head = named.last { $0.section == 0 && $0.isExtended } ?? named.last { $0.section == 0 }
        let tail = continued.filter { $0.section > 0 }.sorted { $0.section < $1.section }
        var value: [UInt8] = []
        var charset: [UInt8]?
        for piece in (head.map { [$0] } ?? []) + tail {
            guard piece.isExtended else {
                value += piece.value
                continue
            }
            var encoded = piece.value[...]
            if piece.section == 0, let (label, rest) = Self.charset(of: encoded) {
                charset = Array(label)
                encoded = rest
            }
            value += Self.percentDecoded(encoded)
        }
        return (value, charset)
    }

    /// The value as text.
    func text(_ name: String) -> String? {
        guard let (value, charset) = bytes(name) else { return nil }
        let label = charset.map { String(decoding: $0, as: UTF8.self) }
        return Charset.decode(value[...], label: label).text
    }

    /// Splits `charset'language'value`.
    private static func charset(of value: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
        guard let first = value.firstIndex(of: 0x27),
            let second = value[(first + 1)...].firstIndex(of: 0x27)
        else { return nil }
        return (value[..<first], value[(second + 1)...])
    }

    private static func percentDecoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == 0x25, value.endIndex - index > 2,
                let high = value[index + 1].hexadecimalValue, let low = value[index + 2].hexadecimalValue
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(value[index])
                index += 1
            }
        }
        return decoded
    }
}
