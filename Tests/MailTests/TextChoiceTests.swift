import Mail
import Testing

@Suite("Choice of the text")
struct TextChoiceTests {
    @Test("A golden mail gives its text with LF and with CRLF line ends", arguments: goldenMails)
    func golden(_ golden: GoldenMail) {
        golden.expectText()
    }

    /// A multipart of these parts, each a header and a body with an empty line between.
    private static func multipart(_ type: String, _ parts: String...) -> String {
        "MIME-Version: 1.0\nContent-Type: multipart/\(type); boundary=\"=_cut\"\n\n"
            + parts.map { "--=_cut\n\($0)\n" }.joined() + "--=_cut--\n"
    }

    private static let plain = "Content-Type: text/plain\n\nplain text"
    private static let html = "Content-Type: text/html\n\n<b>rich text</b>"
    private static let blank = "Content-Type: text/plain; charset=utf-8\n\n \u{A0}\n\u{200B}"
    private static let image = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
    private static let stub = """
        Content-Type: text/plain

        This is an HTML-only message. To view it, activate HTML in your email application.
        """
    private static let notes = """
        Content-Type: text/plain; name=notes.txt
        Content-Disposition: attachment; filename=notes.txt

        notes
        """
    private static let forwarded = """
        Content-Type: message/rfc822

        Subject: inner
        Content-Type: text/plain

        forwarded text
        """

    static let goldenMails: [GoldenMail] = [
        GoldenMail("alternative", multipart("alternative", plain, html), text: "plain text", path: "1"),
        GoldenMail(
            "alternative, HTML first", multipart("alternative", html, plain), text: "plain text", path: "2"),
        GoldenMail("alternative with HTML only", multipart("alternative", html), text: "rich text"),
        GoldenMail("alternative with blank text", multipart("alternative", blank, html), text: "rich text"),
        GoldenMail(
            "alternative with stub", multipart("alternative", stub, html), text: "rich text", path: "2"),
        GoldenMail(
            "alternative with calendar",
            multipart("alternative", "Content-Type: text/calendar\n\nBEGIN:VCALENDAR", html),
            text: "rich text"),
        GoldenMail("mixed, first text", multipart("mixed", plain, "\nsecond"), text: "plain text", path: "1"),
        GoldenMail("mixed, first is blank", multipart("mixed", blank, "\nsecond"), text: "second", path: "2"),
        GoldenMail("mixed, HTML then footer", multipart("mixed", html, "\nlist footer"), text: "rich text"),
        GoldenMail(
            "mixed, attachment first", multipart("mixed", notes, plain), text: "plain text", path: "2"),
        GoldenMail("mixed, attachment only", multipart("mixed", notes, image), text: ""),
        GoldenMail("image only", image, text: ""),
        GoldenMail("attachment as the whole mail", notes, text: ""),
        GoldenMail(
            "inline text with a file name is second to one without",
            multipart("mixed", notes.replacing("attachment", with: "inline"), html), text: "rich text"),
        GoldenMail(
            "inline text with a file name is better than none",
            multipart("mixed", image, notes.replacing("attachment", with: "inline")), text: "notes"),
        GoldenMail("related, root first", multipart("related", html, image), text: "rich text"),
        GoldenMail(
            "related, start names the root",
            multipart("related; start=\"<root@x>\"", html, "Content-ID: <root@x>\n\nroot"), text: "root"),
        GoldenMail(
            "signed", multipart("signed", plain, "Content-Type: application/pgp-signature\n\nabc"),
            text: "plain text"),
        GoldenMail(
            "encrypted",
            multipart(
                "encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1",
                "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----"), text: ""),
        GoldenMail(
            "report",
            multipart(
                "report", plain, "Content-Type: message/delivery-status\n\nAction: failed",
                "Content-Type: text/rfc822-headers\n\nSubject: x"), text: "plain text"),
        GoldenMail("embedded mail after text", multipart("mixed", forwarded, plain), text: "plain text"),
        GoldenMail(
            "embedded mail alone", multipart("mixed", image, forwarded), text: "forwarded text", path: "2.1"),
        GoldenMail("embedded mail as the whole", forwarded, text: "forwarded text"),
        GoldenMail(
            "embedded mail in base64",
            "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKaW5uZXI=",
            text: "inner"),
        GoldenMail("digest", multipart("digest", "\nSubject: one\n\ndigest text"), text: "digest text"),
        GoldenMail("no Content-Type", "Subject: x\n\ntext", text: "text"),
        GoldenMail("no MIME-Version", "Content-Type: text/html\n\n<i>x</i>", text: "x"),
        GoldenMail("malformed Content-Type", "Content-Type: text\n\nx", text: "x"),
        GoldenMail("another malformed Content-Type", "Content-Type: ///; charset\n\nx", text: "x"),
        GoldenMail("octet-stream", "Content-Type: application/octet-stream\n\nx", text: ""),
        GoldenMail("style sheet", "Content-Type: text/css\n\nx {}", text: ""),
        GoldenMail("unknown text subtype", "Content-Type: text/x-log\n\nline", text: "line"),
        GoldenMail("HTML without a header", "Subject: x\n\n<html><b>x</b></html>", text: "x"),
    ]

    @Test(
        "Stubs of mailers yield to the HTML",
        arguments: [
            "Your email client does not support HTML.",
            "To view the message, please use an HTML compatible email viewer!",
            "This message is in HTML format. Please enable HTML in your mail program.",
            "Your mail reader does not support HTML mails",
        ])
    func stubs(stub: String) {
        let mail = Self.multipart("alternative", "Content-Type: text/plain\n\n\(stub)", Self.html)
        #expect(text(mail) == "rich text")
        #expect(text("Subject: x\n\n\(stub)") == stub)
    }

    @Test("A text that mentions HTML is no stub")
    func noStub() {
        let report = "Build 12 failed: template index.html not found"
        #expect(text(Self.multipart("alternative", "\n\(report)", Self.html)) == report)
    }

    @Test("The choice is told")
    func told() throws {
        let part = try #require(
            Message(parsing: Array(Self.multipart("alternative", Self.html).utf8)).body.part)
        #expect(part.mediaType == "text/html")
        #expect(part.transferEncoding == "identity")
        #expect(part.reason.contains("HTML"))
    }
}
