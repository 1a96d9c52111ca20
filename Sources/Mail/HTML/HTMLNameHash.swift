/// A name, ignoring ASCII case, as a 64-bit FNV-1a hash: comparing hashes avoids copying names. A collision
/// would at worst give an unknown element the meaning of a known one.
struct HTMLNameHash: Hashable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ name: some Sequence<UInt8>) {
        for byte in name { add(byte) }
    }

    mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte.lowercased)) &* 0x100_0000_01B3
    }
}

extension HTMLNameHash: ExpressibleByStringLiteral {
    init(stringLiteral name: String) { self.init(name.utf8) }
}
