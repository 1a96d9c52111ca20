/// The compression of RTF in Outlook's messages ([MS-OXRTFCP]): references into a dictionary of 4 KiB.
enum CompressedRTF {
    private static let compressed = 0x7546_5A4C
    private static let uncompressed = 0x414C_454D
    private static let dictionarySize = 4_096
    /// The initial content of the dictionary.
    private static let initial = Array(
        ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
            + "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
            + "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx").utf8)

    /// nil for other formats. Returns at most `Limit.textBytes`.
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var reader = LittleEndianReader(bytes)
        guard reader.uint32() != nil, let size = reader.uint32(), let kind = reader.uint32(),
            reader.uint32() != nil
        else { return nil }
        let limit = min(size, Limit.textBytes)
        switch kind {
        case uncompressed: return Array(reader.takeUpTo(limit))
        case compressed: return decompress(&reader, limit: limit)
        default: return nil
        }
    }

    private static func decompress(_ reader: inout LittleEndianReader, limit: Int) -> [UInt8] {
        var dictionary = initial + [UInt8](repeating: space, count: dictionarySize - initial.count)
        var place = initial.count
        var output: [UInt8] = []
        func write(_ byte: UInt8) {
            output.append(byte)
            dictionary[place] = byte
            place = (place + 1) % dictionarySize
        }
        while output.count < limit, let flags = reader.byte() {
            for bit in 0..<8 where output.count < limit {
                guard flags >> bit & 1 != 0 else {
                    guard let byte = reader.byte() else { return output }
                    write(byte)
                    continue
                }
                guard let high = reader.byte(), let low = reader.byte() else { return output }
                let reference = Int(high) << 8 | Int(low)
                var from = reference >> 4
                // A reference to the write position ends the text.
                if from == place { return output }
                for _ in 0..<((reference & 0xF) + 2) where output.count < limit {
                    write(dictionary[from])
                    from = (from + 1) % dictionarySize
                }
            }
        }
        return output
    }
}
