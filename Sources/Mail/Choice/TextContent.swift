/// What a text holds, as far as the choice between parts depends on it.
enum TextContent {
    /// Whether there is nothing to see: white space, zero-width and control characters only.
    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar.value <= 0x20 || scalar.value == 0x7F { return true }
            guard scalar.value >= 0x80 else { return false }
            return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
                || scalar.properties.generalCategory == .control || scalar.value == 0x2800
        }
    }

    /// A hint that the mail is HTML is short.
    private static let stubBytes = 400

    /// Whether the text only tells that the mail is to be read as HTML.
    static func isStub(_ text: String) -> Bool {
        guard text.utf8.count <= stubBytes, text.utf8.map(\.lowercased).place(of: "html".utf8) != nil else {
            return false
        }
        let words = Array(
            text.lowercased().split { $0.isWhitespace || $0 == "-" }.joined(separator: " ").utf8)
        return stubPhrases.contains { words.place(of: $0.utf8) != nil }
    }

    /// With hyphens read as spaces.
    private static let stubPhrases = [
        "html only", "support html", "supports html", "html compatible", "html capable", "html enabled",
        "html mail", "html email", "html e mail", "html message", "html format", "in html", "view html",
        "activate html", "enable html", "display html", "show html", "contains html", "html viewer",
        "html reader",
        "kein html", "html nachricht", "html ansicht",
    ]

    static func beginsAsHTML(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = bytes.prefix(256).drop(while: \.isWhiteSpaceOrLineEnd)
        return ["<!doctype html", "<html"].contains { head.prefix($0.utf8.count).equalsIgnoringCase($0.utf8) }
    }

    /// The charset that an HTML document names itself, within its first bytes (WHATWG HTML, 13.2.3.2).
    static func charsetInHTML(_ bytes: ArraySlice<UInt8>) -> String? {
        let head = bytes.prefix(1_024).map(\.lowercased)
        let keyword = "charset=".utf8
        guard let found = head.place(of: keyword) else { return nil }
        let value = head[(found + keyword.count)...].drop { $0 == 0x22 || $0 == 0x27 || $0.isWhiteSpace }
        let name = value.prefix { $0 > space && ![0x22, 0x27, 0x3B, 0x3E, 0x2F].contains($0) }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
