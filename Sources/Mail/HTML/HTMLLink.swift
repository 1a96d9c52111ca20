extension HTMLTextConverter {
    mutating func beginLink(_ open: inout HTMLOpenElement, _ reference: Range<Int>?) {
        open.reference = reference
        guard options.links == .none, let reference,
            let address = HTMLLinkAddress(htmlAttributeValue(tokenizer.bytes, reference)),
            address.kind == .web
        else { return }
        if open.showsText { linksLeftOut += 1 }
        open.hidesContent = true
    }

    /// Shows the address of a link after its text, or instead of a picture.
    mutating func endLink(_ link: HTMLOpenElement) {
        guard let (address, hasText, textIsAddress) = address(of: link), address != lastAddress || hasText
        else { return }
        if textIsAddress {
            addressesInText += 1
            return
        }
        guard options.links == .address else {
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

    /// The address to show with a link. Separate from writing: holding a slice of the output while appending
    /// would copy the whole buffer.
    private func address(of link: HTMLOpenElement) -> (address: [UInt8], hasText: Bool, textIsAddress: Bool)?
    {
        let hasText = writer.output.count > link.outputMark
        guard let reference = link.reference, hasText || link.holdsPicture, link.showsText || hasText,
            let address = HTMLLinkAddress(htmlAttributeValue(tokenizer.bytes, reference))
        else { return nil }
        guard hasText else { return (address.shown, false, false) }
        let text = writer.output[link.outputMark...]
        if address.isSaid(by: text) { return nil }
        return (address.shown, true, address.isHidden(by: text))
    }
}

/// The address of a link.
struct HTMLLinkAddress {
    enum Kind {
        case web, mail, phone
    }

    let kind: Kind
    /// Without the scheme of a phone number or mail address, which only programs need.
    let shown: [UInt8]

    /// nil for addresses that are useless to a reader: `#top`, those that only a program on the reader's computer
    /// knows, such as `javascript:`, `cid:` and `x-apple-data-detectors:`, and relative ones, since a mail has no base
    /// address.
    ///
    /// - Parameter reference: the value of `href` with character references replaced
    init?(_ reference: [UInt8]) {
        // White space at the ends and control characters are not part of an address (WHATWG URL, section
        // 4.4).
        var reference = reference
        reference.removeAll { $0 < 0x20 || $0 == 0x7F }
        let address = reference[...].trimmed()
        var rest = address
        switch address.scheme {
        case "javascript", "vbscript", "cid", "mid", "data", "about", "blob", "file", "outlook",
            "conversation",
            "x-apple-data-detectors":
            return nil
        case "tel", "sms", "smsto", "callto":
            kind = .phone
            rest = address.drop { $0 != UInt8(ascii: ":") }.dropFirst()
                .prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: ";") }
        case "mailto":
            kind = .mail
            rest = address.drop { $0 != UInt8(ascii: ":") }.dropFirst().prefix { $0 != UInt8(ascii: "?") }
        case nil where !address.hasASCIIPrefix("//") && !address.hasASCIIPrefix("www."): return nil
        default: kind = .web
        }
        guard !rest.isEmpty else { return nil }
        shown =
            rest.contains(space)
            ? Array(
                rest.split(separator: space, omittingEmptySubsequences: false).joined(separator: "%20".utf8))
            : Array(rest)
    }

    /// Whether the text of the link already shows the address.
    func isSaid(by text: ArraySlice<UInt8>) -> Bool {
        guard mayBe(text) else { return false }
        let text = text.trimmed()
        if kind == .phone {
            let digits = text.count(where: \.isASCIIDigit)
            return digits >= 3 && 2 * digits >= text.count || text.phoneDigits == shown.phoneDigits
        }
        return !text.contains(space) && text.comparableAddress == shown[...].comparableAddress
    }

    /// Whether the text of the link is another address itself, so that this one only counts clicks.
    func isHidden(by text: ArraySlice<UInt8>) -> Bool {
        guard kind != .phone, mayBe(text) else { return false }
        let text = text.trimmed()
        return WrittenAddress.isAddress(text) && !isBelow(text)
    }

    /// Whether this is a page of the host that the text names, such as one that only its reader may open.
    private func isBelow(_ text: ArraySlice<UInt8>) -> Bool {
        let own = shown[...].comparableAddress
        let host = text.comparableAddress
        var path = own.dropFirst(host.count)
        if path.first == UInt8(ascii: ":") { path = path.dropFirst().drop(while: \.isASCIIDigit) }
        guard !host.contains(UInt8(ascii: "/")), own.starts(with: host), path.first == UInt8(ascii: "/"),
            let next = path.dropFirst().first
        else { return false }
        // A query alone counts clicks; what stands behind `#/` is the page of an application.
        return next != UInt8(ascii: "?") && (next != UInt8(ascii: "#") || path.starts(with: "/#/".utf8))
    }

    /// A much longer text is different, and need not be searched for each link around it.
    private func mayBe(_ text: ArraySlice<UInt8>) -> Bool { text.count <= 2 * shown.count + 256 }
}

extension Collection<UInt8> {
    fileprivate func hasASCIIPrefix(_ prefix: String) -> Bool {
        self.prefix(prefix.utf8.count).elementsEqual(prefix.utf8) { $0.lowercased == $1 }
    }

    /// The digits of a phone number, without separators.
    fileprivate var phoneDigits: [UInt8] {
        filter(\.isASCIIDigit)
    }
}

extension ArraySlice<UInt8> {
    /// The text before the first colon, in lower case, if that is a scheme (RFC 3986, section 3.1).
    fileprivate var scheme: String? {
        let longestScheme = 64
        let name = prefix(longestScheme).prefix { $0 != UInt8(ascii: ":") }
        guard name.count < count, name.first?.isASCIILetter == true,
            name.allSatisfy({ $0.isASCIILetterOrDigit || "+-.".utf8.contains($0) })
        else { return nil }
        return String(decoding: name.map(\.lowercased), as: UTF8.self)
    }

    /// An address without the parts that writers omit: the scheme, `www.`, the final slash, and case.
    fileprivate var comparableAddress: [UInt8] {
        var rest = self
        for scheme in ["https://", "http://", "//", "mailto:"] where rest.hasASCIIPrefix(scheme) {
            rest.removeFirst(scheme.utf8.count)
            break
        }
        if rest.hasASCIIPrefix("www.") { rest.removeFirst(4) }
        if rest.last == UInt8(ascii: "/") { rest.removeLast() }
        return rest.map(\.lowercased)
    }
}
