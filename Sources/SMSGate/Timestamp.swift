import Glibc

/// A time in the format of RFC 3339, e.g. `2026-01-01T12:00:00Z`.
///
/// - Parameter seconds: since 1970-01-01 00:00 UTC
package func timestamp(_ seconds: Int) -> String {
    var seconds = seconds
    var time = unsafe tm()
    unsafe gmtime_r(&seconds, &time)
    // An array, because glibc's strftime takes an optional pointer on Debian 12, and no longer on Debian 13.
    var text = [CChar](repeating: 0, count: 32)
    let length = unsafe strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &time)
    return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// Seconds since 1970-01-01 00:00 UTC of a time in the format of RFC 3339, with or without a fraction, in UTC
/// or with an offset; nil for any other text.
func seconds(ofTimestamp text: String) -> Int? {
    let bytes = Array(text.utf8)
    // `2026-01-01T12:00:00`: start and length of each number.
    let places = [(0, 4), (5, 2), (8, 2), (11, 2), (14, 2), (17, 2)]
    let numbers = places.compactMap { start, count in number(bytes.dropFirst(start).prefix(count), count) }
    guard numbers.count == places.count else { return nil }
    var time = unsafe tm()
    unsafe time.tm_year = numbers[0] - 1900
    unsafe time.tm_mon = numbers[1] - 1
    unsafe time.tm_mday = numbers[2]
    unsafe time.tm_hour = numbers[3]
    unsafe time.tm_min = numbers[4]
    unsafe time.tm_sec = numbers[5]
    var zone = bytes.dropFirst(19)
    if zone.first == UInt8(ascii: ".") { zone = zone.dropFirst().drop { number([$0], 1) != nil } }
    return offset(zone).map { unsafe timegm(&time) - $0 }
}

/// Seconds east of Greenwich: `Z`, or `+hh:mm`; nil for anything else.
private func offset(_ zone: ArraySlice<UInt8>) -> Int? {
    if zone.elementsEqual("Z".utf8) || zone.elementsEqual("z".utf8) { return 0 }
    guard zone.count == 6, let hours = number(zone.dropFirst().prefix(2), 2),
        let minutes = number(zone.suffix(2), 2)
    else { return nil }
    let seconds = Int(hours) * 3600 + Int(minutes) * 60
    switch zone.first {
    case UInt8(ascii: "+"): return seconds
    case UInt8(ascii: "-"): return -seconds
    default: return nil
    }
}

/// The number that `count` digits make, nil if `digits` has another length or other characters.
private func number(_ digits: ArraySlice<UInt8>, _ count: Int) -> Int32? {
    guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int32($1 - 0x30) }
}
