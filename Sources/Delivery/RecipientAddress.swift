/// An envelope recipient, `local@domain` (RFC 5321 section 4.1.2), as pipe(8) with `flags=q` or a person gives it.
package struct RecipientAddress: Equatable, Sendable {
    /// Local part without quotes and backslashes.
    package let localPart: String
    /// Domain as written.
    package let domain: String

    /// nil if `address` is not a local part, an `@` and a domain.
    package init?(_ address: String) {
        let address = address.unicodeScalars
        guard let at = address.lastIndex(of: "@"),
            let localPart = Self.unquoted(address[..<at]), !localPart.isEmpty
        else { return nil }
        let domain = address[at...].dropFirst()
        let hasForbidden = domain.contains {
            $0.properties.isWhitespace || "\"<>()".unicodeScalars.contains($0)
        }
        if domain.isEmpty || hasForbidden { return nil }
        self.localPart = localPart
        self.domain = String(domain)
    }

    /// Whether the domain is one of `domains`, which are in lower case. A dot at the end makes no other domain.
    package func isIn(_ domains: [String]) -> Bool {
        let domain = domain.lowercased()
        return domains.contains(domain.hasSuffix(".") ? String(domain.dropLast()) : domain)
    }

    /// A dot-string as it is, a quoted string without its quotes; nil for what is neither.
    private static func unquoted(_ localPart: Substring.UnicodeScalarView) -> String? {
        guard localPart.first == "\"" else {
            return localPart.contains { $0 == "\"" || $0 == "@" } ? nil : String(localPart)
        }
        var text = String.UnicodeScalarView()
        var rest = localPart.dropFirst()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return rest.isEmpty ? String(text) : nil
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                text.append(escaped)
            default: text.append(scalar)
            }
        }
        return nil
    }
}
