/// An address as written in a text.
enum WrittenAddress {
    /// Whether the text is exactly a web address, with or without scheme, a mail address, or an international
    /// phone number. Addresses shortened for display do not count.
    static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
        let text = trimmed(text)
        guard let last = text.last, last != UInt8(ascii: "."), !text.suffix(3).elementsEqual("\u{2026}".utf8)
        else {
            return false
        }
        if isPhoneNumber(text) { return true }
        guard !text.contains(where: { $0 <= 0x20 }) else { return false }
        for scheme in ["https://", "http://", "ftp://"]
        where text.prefix(scheme.utf8.count).equalsIgnoringCase(scheme.utf8) {
            return text.count > scheme.utf8.count
        }
        if text.contains(UInt8(ascii: "@")) { return isMailAddress(text) }
        let host = text.prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: ":")
        }
        guard isHost(host) else { return false }
        // `report.pdf` is a file name, `report.example/a.pdf` is not.
        return host.count < text.count || !endsInFileSuffix(host)
    }

    /// Whether the text is exactly a mail address.
    static func isMailAddress(_ text: ArraySlice<UInt8>) -> Bool {
        let text = trimmed(text)
        guard let at = text.firstIndex(of: UInt8(ascii: "@")) else { return false }
        return at > text.startIndex && isHost(text[(at + 1)...].map(\.lowercased)[...])
    }

    /// Without brackets and quotes around it and a trailing dot or comma.
    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.trimmed()
        while let first = text.first, "<([\"'".utf8.contains(first) { text.removeFirst() }
        while let last = text.last, ">)]\"',;:!".utf8.contains(last) { text.removeLast() }
        if text.last == UInt8(ascii: "."), !text.suffix(2).elementsEqual("..".utf8) { text.removeLast() }
        return text
    }

    /// Labels of letters, digits and hyphens, the last one only of lower-case letters: not `ASP.NET`.
    private static func isHost(_ text: ArraySlice<UInt8>) -> Bool {
        let longestHost = 253
        guard text.count <= longestHost else { return false }
        let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last, top.count >= 2 else { return false }
        return top.allSatisfy { 0x61...0x7A ~= $0 || $0 >= 0x80 }
            && labels.allSatisfy { label in
                !label.isEmpty && label.allSatisfy { isHostByte($0) }
            }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte == hyphen || byte == 0x5F
            || byte >= 0x80
    }

    private static func endsInFileSuffix(_ host: ArraySlice<UInt8>) -> Bool {
        let suffix = host.suffix(while: { $0 != UInt8(ascii: ".") })
        return fileSuffixes.contains { suffix.elementsEqual($0.utf8) }
    }

    private static let fileSuffixes = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "txt", "csv", "log", "zip", "gz",
        "tar",
        "png", "jpg", "jpeg", "gif", "svg", "mp", "html", "htm", "xml", "json", "yaml", "yml", "ics", "eml",
        "exe",
        "js", "php", "java", "swift", "conf", "cfg", "service", "local",
    ]

    /// `+` or `00` and at least 7 digits.
    private static func isPhoneNumber(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: "+") || text.starts(with: "00".utf8) else { return false }
        let shortestNumber = 7
        return text.count(where: \.isASCIIDigit) >= shortestNumber
            && text.allSatisfy { $0.isASCIIDigit || "+-/.() ".utf8.contains($0) }
    }
}
