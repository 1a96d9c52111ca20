/// The URL of SMSGate's API: `http` or `https`, a host, and optionally a port and a path (RFC 3986).
package struct BaseURL {
    package let isEncrypted: Bool
    /// The URL without its path, e.g. `https://sms.example:8443`.
    package let root: String
    /// As written in the URL, an IPv6 address with its brackets.
    package let host: String

    /// nil for anything else. A user or password would end up in logs, and a query would conflict with ours.
    /// libcurl checks host and port.
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
        // The colons of an IPv6 address do not begin a port.
        let isAddress = parts[2].hasPrefix("[")
        let end: Unicode.Scalar = isAddress ? "]" : ":"
        host = String(parts[2].unicodeScalars.prefix { $0 != end }) + (isAddress ? "]" : "")
        guard !host.isEmpty, host != "[]", parts[2].hasPrefix(host) else { return nil }
    }
}

/// Whether RFC 3986 allows `scalar` in a URL without user (which `@` would end), query and fragment.
private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9": true
    case "-", ".", "_", "~", ":", "/", "[", "]", "%": true
    case "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=": true
    default: false
    }
}
