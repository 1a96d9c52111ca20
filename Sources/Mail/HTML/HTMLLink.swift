extension HTMLTextConverter {
    mutating func beginLink(_ open: inout HTMLOpenElement, _ reference: Range<Int>?) {
        open.reference = reference
        guard links == .none, let reference,
            let address = HTMLLinkAddress(htmlAttributeValue(tokenizer.bytes, reference)),
            address.kind == .web
        else { return }
        if open.showsText { linksLeftOut += 1 }
        open.hidesContent = true
    }

    /// Shows the address of a link behind its text, or in place of a picture.
    mutating func endLink(_ link: HTMLOpenElement) {
        guard let (address, hasText) = address(of: link), address != lastAddress || hasText else { return }
        guard links == .address else {
            linksLeftOut += 1
            return
        }
        if !hasText {
            writer.append(address[...])
            writer.partFromNextWord()
            lastAddress = address
        } else if address != lastAddress || !lastIsPicture {
            writer.attach(Array(" (".utf8) + address + Array(")".utf8))
            lastAddress = address
        }
        lastIsPicture = !hasText
    }

    /// The address that is to be shown with a link. Apart from the writing, because a slice of the output that is
    /// still held then would have all of the output copied.
    private func address(of link: HTMLOpenElement) -> (address: [UInt8], hasText: Bool)? {
        let hasText = writer.output.count > link.outputMark
        guard let reference = link.reference, hasText || link.holdsPicture, link.showsText || hasText,
            let address = HTMLLinkAddress(htmlAttributeValue(tokenizer.bytes, reference))
        else { return nil }
        if hasText, address.isSaid(by: writer.output[link.outputMark...]) { return nil }
        return (address.shown, hasText)
    }
}

/// The address of a link.
struct HTMLLinkAddress {
    enum Kind {
        case web, mail, phone
    }

    let kind: Kind
    /// Without what only a program needs: the scheme of a phone number or mail address.
    let shown: [UInt8]

    /// nil for what is no address to a reader: `#top`, `javascript:`, `cid:`, a relative one, for which a mail has
    /// no place to start from.
    ///
    /// - Parameter reference: the value of `href`, character references replaced
    init?(_ reference: [UInt8]) {
        // White space at the ends and control characters within do not belong to an address (WHATWG URL, section 4.4).
        let address = reference.trimmingSpace.filter { $0 >= 0x20 && $0 != 0x7F }
        for scheme in ["javascript:", "vbscript:", "cid:", "mid:", "data:", "about:", "blob:"]
        where address.hasASCIIPrefix(scheme) {
            return nil
        }
        guard address.hasScheme || address.hasASCIIPrefix("//") || address.hasASCIIPrefix("www.") else {
            return nil
        }
        let scheme = ["tel:", "sms:", "smsto:", "callto:", "mailto:"].first { address.hasASCIIPrefix($0) }
        kind = scheme.map { $0 == "mailto:" ? .mail : .phone } ?? .web
        var rest = address[...]
        if let scheme {
            rest = rest.dropFirst(scheme.utf8.count).prefix { $0 != UInt8(ascii: "?") }
            if kind == .phone { rest = rest.prefix { $0 != UInt8(ascii: ";") } }
        }
        guard !rest.isEmpty else { return nil }
        shown =
            rest.contains(0x20)
            ? Array(
                rest.split(separator: 0x20, omittingEmptySubsequences: false).joined(separator: "%20".utf8))
            : Array(rest)
    }

    /// Whether the text of the link tells the address already: it is the same, or an address itself, and what lies
    /// behind only counts the clicks.
    func isSaid(by text: ArraySlice<UInt8>) -> Bool {
        // A text so much longer than the address is another one; it need not be looked through for each link around it.
        guard text.count <= 2 * shown.count + 256 else { return false }
        let text = Array(text).trimmingSpace
        if Array(text).comparableAddress.elementsEqual(shown.comparableAddress) { return true }
        if kind == .phone {
            let digits = text.count { 0x30...0x39 ~= $0 }
            return digits >= 3 && 2 * digits >= text.count || text.phoneDigits == shown.phoneDigits
        }
        return WrittenAddress.isAddress(text)
    }
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

    /// An address without what a writer leaves out of it: the scheme, `www.`, the slash at the end, and the case.
    fileprivate var comparableAddress: [UInt8] {
        var rest = trimmingSpace
        for scheme in ["https://", "http://", "//", "mailto:"] where rest.hasASCIIPrefix(scheme) {
            rest.removeFirst(scheme.utf8.count)
            break
        }
        if rest.hasASCIIPrefix("www.") { rest.removeFirst(4) }
        if rest.last == UInt8(ascii: "/") { rest.removeLast() }
        return rest.map(\.asciiLowercased)
    }
}
