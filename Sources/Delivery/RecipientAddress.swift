/// An envelope recipient, `local@domain`, as given by pipe(8) with `flags=q` or on the command line.
///
/// Read as smtpd(8) does: the domain starts after the last `@`, and a backslash stands for the character
/// after it, inside and outside of a quoted string (RFC 5321 section 4.1.2).
package struct RecipientAddress: Equatable, Sendable {
    /// Local part without quotes and backslashes.
    package let localPart: String
    /// Domain as written.
    package let domain: String

    /// nil if `address` is not a local part, an `@` and a domain.
    package init?(_ address: String) {
        let address = address.utf8
        guard let at = address.lastIndex(of: UInt8(ascii: "@")),
            let localPart = Self.unquoted(address[..<at]), !localPart.isEmpty
        else { return nil }
        let domain = address[at...].dropFirst()
        if domain.isEmpty || domain.contains(where: Self.isForbiddenInDomain) { return nil }
        self.localPart = localPart
        self.domain = String(decoding: domain, as: UTF8.self)
    }

    /// Whether the domain is one of `domains`, which are in lower case. A final dot is ignored. Only ASCII
    /// letters have case here, as in Postfix's map.
    package func isIn(_ domains: [String]) -> Bool {
        var domain = domain.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if domain.last == UInt8(ascii: ".") { domain.removeLast() }
        return domains.contains { domain.elementsEqual($0.utf8) }
    }

    private static func isForbiddenInDomain(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case " ", "\t"..."\r", "\"", "<", ">", "(", ")": true
        default: false
        }
    }

    /// A quoted string without its quotes, unquoted text unchanged; nil for anything else.
    private static func unquoted(_ localPart: Substring.UTF8View) -> String? {
        let quote = UInt8(ascii: "\"")
        let isQuoted = localPart.first == quote
        var text: [UInt8] = []
        var rest = isQuoted ? localPart.dropFirst() : localPart
        while let byte = rest.popFirst() {
            switch byte {
            case quote: return isQuoted && rest.isEmpty ? String(decoding: text, as: UTF8.self) : nil
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                text.append(escaped)
            default: text.append(byte)
            }
        }
        return isQuoted ? nil : String(decoding: text, as: UTF8.self)
    }
}
