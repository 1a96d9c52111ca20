/// The URL under which SMSGate's API is: `http` or `https`, a host, and as it may be a port and a path (RFC 3986).
package struct BaseURL {
    package let isEncrypted: Bool
    /// The URL without its path, e.g. `https://sms.example:8443`.
    package let root: String
    /// As it stands in the URL, an IPv6 address with its brackets.
    package let host: String

    /// nil for anything else. A user or password in it would end up in logs; a query would be in the way of ours. Whether
    /// there can be such a host and port is for libcurl to say.
    package init?(_ text: String) {
        let parts = text.unicodeScalars.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            .map { String($0) }
        guard parts.count >= 3, parts[1].isEmpty, text.unicodeScalars.allSatisfy(isAllowed) else {
            return nil
        }
        switch parts[0].lowercased() {
        case "http:": isEncrypted = false
        case "https:": isEncrypted = true
        default: return nil
        }
        root = "\(parts[0])//\(parts[2])"
        // The colons of an IPv6 address are not that of a port.
        let isAddress = parts[2].hasPrefix("[")
        let end: Unicode.Scalar = isAddress ? "]" : ":"
        host = String(parts[2].unicodeScalars.prefix { $0 != end }) + (isAddress ? "]" : "")
        guard !host.isEmpty, host != "[]", parts[2].hasPrefix(host) else { return nil }
    }
}

/// Whether RFC 3986 allows `scalar` in a URL that has no user, which `@` would end, no query and no fragment.
private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9": true
    case "-", ".", "_", "~", ":", "/", "[", "]", "%": true
    case "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=": true
    default: false
    }
}
