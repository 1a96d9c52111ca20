import Mail
import Testing

/// The bytes of a text with characters below U+0100 only: one byte each.
func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

/// The same mail with CRLF line ends.
func withCRLF(_ mail: [UInt8]) -> [UInt8] { mail.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }

/// The text chosen from a mail with LF line ends.
func text(_ mail: String) -> String { Message(parsing: Array(mail.utf8)).body.text }

/// The text of a single text/plain part with these header fields.
func text(of body: [UInt8], contentType: String, encoding: String = "8bit") -> String {
    let header = "Content-Type: \(contentType)\nContent-Transfer-Encoding: \(encoding)\n\n"
    return Message(parsing: Array(header.utf8) + body).body.text
}

/// A mail with its expected text.
struct GoldenMail: CustomTestStringConvertible {
    let name: String
    let mail: String
    let text: String
    var path: String?

    init(_ name: String, _ mail: String, text: String, path: String? = nil) {
        self.name = name
        self.mail = mail
        self.text = text
        self.path = path
    }

    var testDescription: String { name }

    /// Expects the text, and the part if given, with LF and with CRLF line ends.
    func expectText() {
        let bytes = Array(mail.utf8)
        for mail in [bytes, withCRLF(bytes)] {
            let body = Message(parsing: mail).body
            #expect(body.text == text)
            if let path { #expect(body.part?.path == path) }
        }
    }
}
