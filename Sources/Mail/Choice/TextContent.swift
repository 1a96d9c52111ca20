/// What a text holds, as far as the choice between parts depends on it.
enum TextContent {
    /// Whether there is nothing to see: white space, zero-width and control characters only.
    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar.value <= 0x20 || scalar.value == 0x7F { return true }
            guard scalar.value >= 0x80 else { return false }
            return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
                || scalar.properties.generalCategory == .control || scalar.value == 0x2800
        }
    }

    static func beginsAsHTML(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = bytes.prefix(256).drop(while: \.isWhiteSpaceOrLineEnd)
        return ["<!doctype html", "<html"].contains { head.prefix($0.utf8.count).equalsIgnoringCase($0.utf8) }
    }

    /// Whether a text is a whole mail: at least three known fields, and an empty line after them.
    static func beginsAsMail(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = Array(bytes.prefix(1 << 16))
        var index = 0
        var fields = 0
        while index < head.count {
            let (end, next) = head.line(at: index, before: head.count)
            switch HeaderLine(head, from: index, to: end) {
            case .field(let nameEnd, _):
                guard KnownFields.contains(head[index..<nameEnd]) else { return false }
                fields += 1
            case .continuation where fields > 0: break
            case .empty: return fields >= 3
            case .continuation, .text:
                guard index == 0, head.starts(with: "From ".utf8) else { return false }
            }
            index = next
        }
        return false
    }

    /// The charset that an HTML document names itself, within its first bytes (WHATWG HTML, 13.2.3.2).
    static func charsetInHTML(_ bytes: ArraySlice<UInt8>) -> String? {
        let head = bytes.prefix(1_024).map(\.lowercased)
        let keyword = "charset=".utf8
        guard let found = head.place(of: keyword) else { return nil }
        let value = head[(found + keyword.count)...].drop { $0 == 0x22 || $0 == 0x27 || $0.isWhiteSpace }
        let name = value.prefix { $0 > space && ![0x22, 0x27, 0x3B, 0x3E, 0x2F].contains($0) }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}

/// Whether bytes that a label calls text are a file, such as a picture.
struct BinaryCheck {
    let isBinary: Bool
    /// UTF-16 without a label and without a byte order mark.
    let charset: String?

    init(_ bytes: ArraySlice<UInt8>, charsetLabel: String?) {
        let head = bytes.prefix(Limit.sniffedBytes)
        guard !Self.signatures.contains(where: { head.starts(with: $0) }) else {
            (isBinary, charset) = (true, nil)
            return
        }
        let label = charsetLabel?.lowercased() ?? ""
        let isMarked = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        // Their units hold bytes of any value.
        if isMarked
            || ["utf-16", "utf16", "utf-32", "utf32", "ucs", "unicode", "iso-10646"].contains(where: {
                label.hasPrefix($0)
            })
        {
            (isBinary, charset) = (false, nil)
            return
        }
        var zeros = (even: 0, odd: 0)
        var controls = 0
        for (offset, byte) in head.enumerated() where byte < space {
            switch byte {
            case 0 where offset % 2 == 0: zeros.even += 1
            case 0: zeros.odd += 1
            // Tab, line ends, backspace, form feed, escape, and the shifts of ISO 2022.
            case 0x07...0x0F, 0x1B: break
            default: controls += 1
            }
        }
        let units = head.count / 2
        if units >= 2, max(zeros.even, zeros.odd) > units * 3 / 4, min(zeros.even, zeros.odd) * 16 <= units,
            controls * 16 <= units
        {
            (isBinary, charset) = (false, zeros.even > zeros.odd ? "utf-16be" : "utf-16le")
            return
        }
        controls += zeros.even + zeros.odd
        isBinary = controls > 4 && controls * 16 > head.count
        charset = nil
    }

    /// What common files begin with.
    private static let signatures: [[UInt8]] = [
        Array("%PDF-".utf8), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8),
        [0x50, 0x4B, 0x03, 0x04], [0x1F, 0x8B, 0x08], [0xD0, 0xCF, 0x11, 0xE0], Array("BZh".utf8),
        [0x7F, 0x45, 0x4C, 0x46], [0x37, 0x7A, 0xBC, 0xAF], Array("Rar!".utf8), [0xFD, 0x37, 0x7A, 0x58],
        [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A], Array("ID3".utf8) + [0x03], Array("OggS".utf8),
        Array("%!PS-Adobe".utf8), [0x78, 0x9F, 0x3E, 0x22],
    ]
}
