/// Whether bytes labelled as text are a file, such as a picture.
struct BinaryCheck {
    let isBinary: Bool
    /// UTF-16 without a label or byte order mark.
    let charset: String?

    init(_ bytes: ArraySlice<UInt8>, charsetLabel: String?) {
        let head = bytes.prefix(Limit.sniffedBytes)
        guard !Self.signatures.contains(where: { head.starts(with: $0) }) else {
            (isBinary, charset) = (true, nil)
            return
        }
        let isMarked = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        if isMarked || Self.hasWideUnits(CharsetName.meaning(of: charsetLabel)) {
            (isBinary, charset) = (false, nil)
            return
        }
        let zeros = UTF16Text.zeros(in: head)
        let controls = head.count(where: Self.isControl)
        let units = head.count / 2
        if units >= 2, max(zeros.even, zeros.odd) > units * 3 / 4, min(zeros.even, zeros.odd) * 16 <= units,
            controls * 16 <= units
        {
            (isBinary, charset) = (false, zeros.even > zeros.odd ? "utf-16be" : "utf-16le")
            return
        }
        // Zeros behind the text are the rest of a buffer that was sent as a whole.
        let rest = head.suffix { $0 == 0 || $0 == carriageReturn || $0 == lineFeed }
        let unprintable = controls + zeros.even + zeros.odd - rest.count { $0 == 0 }
        isBinary = unprintable > 4 && unprintable * 16 > head.count - rest.count
        charset = nil
    }

    /// All but tab, line ends, backspace, form feed, escape, and the shifts of ISO 2022.
    private static func isControl(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x01...0x06, 0x10...0x1A, 0x1C...0x1F: true
        default: false
        }
    }

    /// Whether the charset has units of several bytes with any value.
    private static func hasWideUnits(_ charset: CharsetName.Meaning) -> Bool {
        switch charset {
        case .utf16, .iconv(.utf32), .iconv(.utf32BE), .iconv(.utf32LE): true
        default: false
        }
    }

    /// The first bytes of common file formats.
    private static let signatures: [[UInt8]] = [
        Array("%PDF-".utf8), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8),
        [0x50, 0x4B, 0x03, 0x04], [0x1F, 0x8B, 0x08], [0xD0, 0xCF, 0x11, 0xE0], Array("BZh".utf8),
        [0x7F, 0x45, 0x4C, 0x46], [0x37, 0x7A, 0xBC, 0xAF], Array("Rar!".utf8), [0xFD, 0x37, 0x7A, 0x58],
        [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A], Array("ID3".utf8) + [0x03], Array("OggS".utf8),
        Array("%!PS-Adobe".utf8), [0x78, 0x9F, 0x3E, 0x22],
    ]
}
