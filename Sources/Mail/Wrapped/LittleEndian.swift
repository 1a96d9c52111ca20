/// Reads the numbers of Microsoft's file formats, and never beyond the end.
struct LittleEndianReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    mutating func byte() -> UInt8? {
        guard index < bytes.endIndex else { return nil }
        defer { index += 1 }
        return bytes[index]
    }

    mutating func uint16() -> Int? { number(2) }
    mutating func uint32() -> Int? { number(4) }

    private mutating func number(_ count: Int) -> Int? {
        guard let slice = take(count) else { return nil }
        return slice.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, bytes.endIndex - index >= count else { return nil }
        defer { index += count }
        return bytes[index..<(index + count)]
    }

    /// Takes `count` bytes, or fewer at the end.
    mutating func takeUpTo(_ count: Int) -> ArraySlice<UInt8> {
        take(min(max(count, 0), bytes.endIndex - index)) ?? []
    }
}
