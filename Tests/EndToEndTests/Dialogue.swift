import Foundation
import Testing

extension Gateway {
    /// Sends chunks byte by byte, each after the reply to the one before.
    ///
    /// - Parameter chunks: `\r`, `\n`, `\xNN` and `\\` (written out, in a raw string) stand for these bytes
    /// - Returns: the last line of each reply, without the greeting
    func dialogue(_ chunks: [String], tls: Bool = false) async throws -> [String] {
        let port = tls ? submissionsPort : submissionPort
        let input = (["\(port)", tls ? "tls" : "plain"] + chunks).joined(separator: "\n")
        let script = Project.root + "Tests/EndToEndTests/Clients/dialogue.py"
        let result = try await command("python3", [script], input: input)
        try #require(result.status == 0, "\(result.errors)")
        return result.output.split(separator: "\n").dropFirst().map(String.init)
    }

    /// The chunks of a login, for `dialogue`.
    static func login(_ user: String = "alice", _ password: String = "correct horse") -> [String] {
        let response = Data("\0\(user)\0\(password)".utf8).base64EncodedString()
        return [#"EHLO client.example\r\n"#, #"AUTH PLAIN \#(response)\r\n"#]
    }

    /// The chunks from MAIL to the end of the mail, for `dialogue`.
    ///
    /// - Parameter mail: the bytes on the wire, including `.` at the end; for BDAT without it
    static func transaction(
        mail: String, from: String = "<sender@example.com>", to: String = "<\(recipient)>",
        bdat size: Int? = nil
    ) -> [String] {
        let envelope = [#"MAIL FROM:\#(from)\r\n"#, #"RCPT TO:\#(to)\r\n"#]
        if let size { return envelope + [#"BDAT \#(size) LAST\r\n\#(mail)"#] }
        return envelope + [#"DATA\r\n"#, mail]
    }
}

/// The text of a mail in the form of `Gateway.dialogue`, with this line end.
func escaped(_ mail: String, lineEnd: String = #"\r\n"#) -> String {
    mail.replacing("\\", with: #"\\"#).replacing("\n", with: lineEnd)
}
