/// A name, ignoring ASCII case, as a 64-bit FNV-1a hash: comparing hashes avoids copying names. A collision
/// would at worst give an unknown element the meaning of a known one.
struct HTMLNameHash: Equatable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ name: some Sequence<UInt8>) {
        for byte in name { add(byte) }
    }

    mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte.lowercased)) &* 0x100_0000_01B3
    }
}

/// The meanings of names. A dictionary would hash the hash again for each tag and attribute. The names here
/// are our own, so nobody can make them collide.
struct HTMLNameTable<Value: Sendable>: Sendable {
    private var slots: [(hash: UInt64, value: Value)?]

    init(_ names: some Collection<(name: String, value: Value)>) {
        // A power of two, at most a quarter of which is used.
        var count = 4
        while count < 4 * names.count { count *= 2 }
        slots = Array(repeating: nil, count: count)
        for (name, value) in names {
            let hash = HTMLNameHash(name.utf8)
            slots[freeSlot(for: hash)] = (hash.value, value)
        }
    }

    subscript(name: HTMLNameHash) -> Value? {
        var slot = firstSlot(of: name)
        while let entry = slots[slot] {
            if entry.hash == name.value { return entry.value }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func firstSlot(of name: HTMLNameHash) -> Int {
        Int(truncatingIfNeeded: name.value) & (slots.count - 1)
    }

    private func freeSlot(for name: HTMLNameHash) -> Int {
        var slot = firstSlot(of: name)
        while slots[slot] != nil { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }
}
