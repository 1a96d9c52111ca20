/// A recognized character reference: its one or two scalar values, and the index after it.
struct HTMLCharacterReference {
    var first: UInt32
    var second: UInt32?
    var end: Int
}

/// The longest name in the table, `CounterClockwiseContourIntegral`.
private let longestName = 31
/// The longest and shortest names that are valid without a semicolon, such as `&Aacute` and `&gt`.
private let longestNameWithoutSemicolon = 6
private let shortestName = 2

private let replacementCharacter: UInt32 = 0xFFFD

/// Numeric references from 0x80 to 0x9F mean the bytes of windows-1252. Zero: not assigned, a control.
private let windows1252: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,
    0x017E,
    0x0178,
]

/// Reads the character reference at the `&` at `start`, as WHATWG HTML section 13.2.5.72 does.
///
/// - Parameter inAttribute: a name without a semicolon is then text if a letter, a digit or `=` follows, so
///   that `href="?a=1&copy=2"` stays intact.
/// - Returns: nil if the `&` is text.
func htmlCharacterReference(
    in bytes: [UInt8], at start: Int, end: Int, inAttribute: Bool
) -> HTMLCharacterReference? {
    let first = start + 1
    guard first < end else { return nil }
    if bytes[first] == UInt8(ascii: "#") {
        return numericReference(in: bytes, at: first + 1, end: end)
    }
    var stop = first
    let limit = min(end, first + longestName + 1)
    while stop < limit, bytes[stop].isASCIILetterOrDigit { stop += 1 }
    guard stop - first >= shortestName else { return nil }
    if stop < end, bytes[stop] == UInt8(ascii: ";"),
        var reference = lookUp(bytes[first..<stop], in: htmlNamedReferences)
    {
        reference.end = stop + 1
        return reference
    }
    return referenceWithoutSemicolon(in: bytes, first: first, stop: stop, end: end, inAttribute: inAttribute)
}

private func referenceWithoutSemicolon(
    in bytes: [UInt8], first: Int, stop: Int, end: Int, inAttribute: Bool
) -> HTMLCharacterReference? {
    var length = min(stop - first, longestNameWithoutSemicolon)
    while length >= shortestName {
        let after = first + length
        if var reference = lookUp(bytes[first..<after], in: htmlNamedReferencesWithoutSemicolon) {
            if inAttribute, after < end,
                bytes[after].isASCIILetterOrDigit || bytes[after] == UInt8(ascii: "=")
            {
                return nil
            }
            reference.end = after < end && bytes[after] == UInt8(ascii: ";") ? after + 1 : after
            return reference
        }
        length -= 1
    }
    return nil
}

/// Reads the number that follows `&#`.
private func numericReference(in bytes: [UInt8], at start: Int, end: Int) -> HTMLCharacterReference? {
    var index = start
    var radix: UInt32 = 10
    if index < end, bytes[index] | 0x20 == UInt8(ascii: "x") {
        radix = 16
        index += 1
    }
    let firstDigit = index
    var value: UInt32 = 0
    while index < end, let digit = bytes[index].hexadecimalValue.map(UInt32.init), digit < radix {
        // Stays just above the last scalar value instead of overflowing.
        value = min(value * radix + digit, 0x11_0000)
        index += 1
    }
    guard index > firstDigit else { return nil }
    if index < end, bytes[index] == UInt8(ascii: ";") { index += 1 }
    return HTMLCharacterReference(first: scalarValue(ofReferenceTo: value), second: nil, end: index)
}

private func scalarValue(ofReferenceTo number: UInt32) -> UInt32 {
    switch number {
    case 0x80...0x9F:
        let assigned = UInt32(windows1252[Int(number - 0x80)])
        return assigned == 0 ? number : assigned
    case 0, 0xD800...0xDFFF, 0x11_0000...:
        return replacementCharacter
    default:
        return number
    }
}

/// Finds `name` in a table in the form of `htmlNamedReferences`, by binary search over its bytes.
private func lookUp(_ name: ArraySlice<UInt8>, in table: String) -> HTMLCharacterReference? {
    let utf8 = table.utf8Span
    let entries = utf8.span
    var low = 0
    var high = entries.count
    while low < high {
        var entry = low + (high - low) / 2
        while entry > low, entries[entry - 1] > UInt8(ascii: " ") || entries[entry] <= UInt8(ascii: " ") {
            entry -= 1
        }
        var index = entry
        var order = 0
        for byte in name {
            order = Int(byte) - Int(entries[index] == UInt8(ascii: "=") ? 0 : entries[index])
            if order != 0 { break }
            index += 1
        }
        if order == 0, entries[index] == UInt8(ascii: "=") { return reference(in: entries, at: index + 1) }
        if order <= 0 {
            high = entry
        } else {
            while index < high, entries[index] > UInt8(ascii: " ") { index += 1 }
            low = min(index + 1, high)
        }
    }
    return nil
}

/// Reads the one or two hexadecimal numbers of a table entry.
private func reference(in entries: Span<UInt8>, at start: Int) -> HTMLCharacterReference {
    var values: (UInt32, UInt32?) = (0, nil)
    var value: UInt32 = 0
    var index = start
    while index < entries.count, entries[index] > UInt8(ascii: " ") {
        if let digit = entries[index].hexadecimalValue {
            value = value * 16 + UInt32(digit)
        } else {
            values.0 = value
            values.1 = 0
            value = 0
        }
        index += 1
    }
    if values.1 == nil { values.0 = value } else { values.1 = value }
    return HTMLCharacterReference(first: values.0, second: values.1, end: 0)
}
