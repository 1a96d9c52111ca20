/// The address of a link as it is to be shown after the link's text, nil if it is none for a reader (`#top`,
/// `javascript:`, `cid:`, a relative one) or tells no more than the text does.
///
/// - Parameters:
///   - reference: the value of `href`, character references replaced.
///   - text: the text of the link.
func htmlLinkAddress(_ reference: [UInt8], differingFrom text: ArraySlice<UInt8>) -> [UInt8]? {
    // White space at the ends and control characters within do not belong to an address (WHATWG URL, section 4.4).
    let trimmed = reference.trimmingSpace
    var address = trimmed.filter { $0 >= 0x20 && $0 != 0x7F }
    guard let first = address.first, first != UInt8(ascii: "#") else { return nil }
    // A text so much longer than the address is another one; it need not be looked through for each link around it.
    let comparedText = text.count <= 2 * address.count + 32 ? text : []
    for scheme in ["javascript:", "vbscript:", "cid:", "mid:", "data:", "about:", "blob:"]
    where address.hasASCIIPrefix(scheme) {
        return nil
    }
    // A mail has no place from which a relative address could start.
    guard address.hasScheme || address.hasASCIIPrefix("//") || address.hasASCIIPrefix("www.") else {
        return nil
    }
    if address.hasASCIIPrefix("tel:") {
        address.removeFirst(4)
        return address.phoneDigits == comparedText.phoneDigits || address.isEmpty ? nil : address
    }
    if address.hasASCIIPrefix("mailto:") {
        address = Array(address.dropFirst(7).prefix { $0 != UInt8(ascii: "?") })
    }
    guard !address.isEmpty, !address.comparableAddress.elementsEqual(Array(comparedText).comparableAddress)
    else {
        return nil
    }
    guard address.contains(0x20) else { return address }
    return Array(
        address.split(separator: 0x20, omittingEmptySubsequences: false).joined(separator: "%20".utf8))
}

extension Collection<UInt8> {
    fileprivate func hasASCIIPrefix(_ prefix: String) -> Bool {
        self.prefix(prefix.utf8.count).elementsEqual(prefix.utf8) { $0.asciiLowercased == $1 }
    }

    /// The digits of a phone number, whatever stands between them.
    fileprivate var phoneDigits: [UInt8] {
        filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }
}

extension [UInt8] {
    /// Whether it begins with a scheme and a colon (RFC 3986, section 3.1).
    fileprivate var hasScheme: Bool {
        let name = prefix { $0 != UInt8(ascii: ":") }
        guard name.count < count, let first = name.first, first.asciiLowercased >= UInt8(ascii: "a") else {
            return false
        }
        return name.allSatisfy { byte in
            switch byte.asciiLowercased {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
    }

    fileprivate var trimmingSpace: ArraySlice<UInt8> {
        var slice = self[...]
        while let byte = slice.first, byte <= 0x20 { slice.removeFirst() }
        while let byte = slice.last, byte <= 0x20 { slice.removeLast() }
        return slice
    }

    /// An address without what a writer leaves out of it: the scheme, the slash at the end, and the case.
    fileprivate var comparableAddress: [UInt8] {
        var rest = trimmingSpace
        for scheme in ["https://", "http://", "mailto:"] where rest.hasASCIIPrefix(scheme) {
            rest.removeFirst(scheme.utf8.count)
            break
        }
        if rest.last == UInt8(ascii: "/") { rest.removeLast() }
        return rest.map(\.asciiLowercased)
    }
}
