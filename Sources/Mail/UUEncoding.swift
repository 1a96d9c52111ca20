/// The uuencode transfer encoding, which old Unix and Windows mailers label `x-uuencode`.
enum UUEncoding {
    /// Decodes the lines between `begin` and `end`; a body without `begin` stays as it is.
    static func decode(_ body: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
        let lines = body.split(separator: lineFeed, omittingEmptySubsequences: false)
        guard let begin = lines.firstIndex(where: { $0.starts(with: "begin ".utf8) }) else {
            return Array(body.prefix(limit))
        }
        var decoded: [UInt8] = []
        for line in lines[(begin + 1)...] {
            var line = line
            while line.last == carriageReturn { line.removeLast() }
            guard let first = line.first, !line.elementsEqual("end".utf8), decoded.count < limit else {
                break
            }
            let count = Int(sixBits(first))
            decode(line: line.dropFirst(), count: count, into: &decoded)
        }
        return Array(decoded.prefix(limit))
    }

    private static func sixBits(_ byte: UInt8) -> UInt8 { (byte &- space) & 0x3F }

    private static func decode(line: ArraySlice<UInt8>, count: Int, into decoded: inout [UInt8]) {
        let end = decoded.count + count
        var bits: UInt32 = 0
        var characters = 0
        // Spaces at the end of a line, which stand for zero bits, are often lost on the way.
        let missing = repeatElement(space, count: max(0, (count + 2) / 3 * 4 - line.count))
        for byte in [line, ArraySlice(missing)].joined() where decoded.count < end {
            bits = bits << 6 | UInt32(sixBits(byte))
            characters += 1
            guard characters == 4 else { continue }
            for shift in [16, 8, 0] as [UInt32] where decoded.count < end {
                decoded.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
            characters = 0
            bits = 0
        }
    }
}
