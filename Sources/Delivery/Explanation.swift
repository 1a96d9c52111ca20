import Mail
import SMS
import SMSGate

extension PreparedSMS {
    /// What happens to the mail and why, as `--explain` shows it.
    package var explanation: String {
        var lines = [("to", request.phoneNumber), ("id", request.id.description)]
        lines += explain(parts)
        lines += notes.map { ("text", $0) }
        lines += [
            (
                "encoding",
                "\(text.encoding.rawValue), \(text.units) \(text.encoding == .gsm7 ? "septets" : "code units")"
            ),
            ("characters", String(text.text.count)),
            ("segments", String(text.segments)),
        ]
        for item in text.replacements {
            lines.append(
                (
                    "replaced",
                    "\(quoted(item.character)) by \(quoted(item.replacement)), \(item.count == 1 ? "once" : "\(item.count) times")"
                ))
        }
        if text.removedCharacters > 0 {
            lines.append(
                (
                    "cut off",
                    "\(text.removedCharacters) characters at the end; words, numbers and addresses stay whole where possible"
                ))
        }
        let width = lines.map(\.0.count).max() ?? 0
        let table = lines.map { name, value in
            name + ": " + String(repeating: " ", count: width - name.count) + printable(value)
        }
        return table.joined(separator: "\n") + "\n\n" + text.text
    }

    /// Three lines for each part.
    private func explain(_ parts: [MessageText.Part]) -> [(String, String)] {
        if parts.isEmpty { return [("part", "none: the text is the subject")] }
        return parts.flatMap { part in
            [
                ("part", "\(part.path), \(part.mediaType), transfer encoding \(part.transferEncoding)"),
                ("chosen", part.reason),
                (
                    "charset",
                    part.charset + (part.charsetLabel.map { ", labelled \($0)" } ?? ", without a label")
                ),
            ]
        }
    }

    /// In quotes, and by its code point if it is invisible.
    private func quoted(_ text: String) -> String {
        if text.isEmpty { return "nothing" }
        let codes = text.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true).leftPadded }
        return text.unicodeScalars.allSatisfy(\.isASCII)
            ? "\"\(text)\"" : "\"\(text)\" (\(codes.joined(separator: " ")))"
    }
}

extension String {
    /// Padded to the four digits that a code point has at least.
    fileprivate var leftPadded: String { String(repeating: "0", count: max(0, 4 - count)) + self }
}
