/// Properties of a text that the choice between parts depends on.
enum TextContent {
    /// Whether nothing is visible: only white space, zero-width and control characters.
    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar.value <= 0x20 || scalar.value == 0x7F { return true }
            guard scalar.value >= 0x80 else { return false }
            return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
                || scalar.properties.generalCategory == .control || scalar.value == 0x2800
        }
    }

    static func beginsAsHTML(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = bytes.prefix(256).drop(while: \.isWhiteSpaceOrLineEnd)
        return ["<!doctype html", "<html"].contains { head.prefix($0.utf8.count).equalsIgnoringCase($0.utf8) }
    }

    /// Whether a text is a whole mail: at least three known fields, followed by an empty line.
    static func beginsAsMail(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = Array(bytes.prefix(1 << 16))
        var index = 0
        var fields = 0
        while index < head.count {
            let (end, next) = head.line(at: index, before: head.count)
            switch HeaderLine(head, from: index, to: end) {
            case .field(let nameEnd, _):
                guard KnownFields.contains(head[index..<nameEnd]) else { return false }
                fields += 1
            case .continuation where fields > 0: break
            case .empty: return fields >= 3
            case .continuation, .text:
                guard index == 0, head.starts(with: "From ".utf8) else { return false }
            }
            index = next
        }
        return false
    }

    /// The charset that an HTML document names in its first bytes (WHATWG HTML, 13.2.3.2).
    static func charsetInHTML(_ bytes: ArraySlice<UInt8>) -> String? {
        let head = bytes.prefix(1_024).map(\.lowercased)
        let keyword = "charset=".utf8
        guard let found = head.place(of: keyword) else { return nil }
        let value = head[(found + keyword.count)...].drop { $0 == 0x22 || $0 == 0x27 || $0.isWhiteSpace }
        let name = value.prefix { $0 > space && ![0x22, 0x27, 0x3B, 0x3E, 0x2F].contains($0) }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
