import Mail
import Testing

/// Mails whose structure differs from their header, as broken senders make them.
@Suite struct DamagedStructureTests {
    @Test(arguments: [
        // A boundary that never occurs: a different one, another case, with its dashes, with a comment.
        (
            "Content-Type: multipart/mixed; boundary=\"----=_X\"\n\n--other-boundary\nContent-Type: text/plain\n\n"
                + "This is the body\n--other-boundary--\n", "This is the body"
        ),
        (
            "Content-Type: multipart/mixed; boundary=AbC\n\n--ABC\nContent-Type: text/plain\n\nhi\n--ABC--\n",
            "hi"
        ),
        (
            "Content-Type: multipart/mixed; boundary=\"--ABC\"\n\n--ABC\nContent-Type: text/plain\n\nhi\n--ABC--\n",
            "hi"
        ),
        (
            "Content-Type: multipart/mixed; boundary=----=_Next(x)Part/1:2\n\npreamble\n------=_Next(x)Part/1:2\n"
                + "Content-Type: text/plain\n\nhi\n------=_Next(x)Part/1:2--\n", "hi"
        ),
        // No boundary is stated, and there is a preamble before the first part.
        (
            "Content-Type: multipart/mixed\n\nThis is a MIME message.\n\n--ABC\nContent-Type: text/plain\n\nhi\n"
                + "--ABC--\n", "hi"
        ),
        // A parameter on a line of its own without white space before it.
        (
            "Content-Type: multipart/mixed;\nboundary=\"A\"\n\n--A\nContent-Type: text/plain;\ncharset=utf-8\n"
                + "Content-Transfer-Encoding: base64\n\naGVsbG8=\n--A--\n", "hello"
        ),
        // No subtype.
        ("Content-Type: multipart; boundary=b5\n\n--b5\nContent-Type: text/plain\n\nhi\n--b5--\n", "hi"),
        // Two types, one of which is multipart.
        (
            "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=ABC\n\n--ABC\n\nhello\n--ABC--\n",
            "hello"
        ),
        (
            "Content-Type: multipart/mixed; boundary=ABC\nContent-Type: text/plain\n\n--ABC\n\nhello\n--ABC--\n",
            "hello"
        ),
        // A boundary that ends in a space, also in its lines.
        ("Content-Type: multipart/mixed; boundary=\"A B \"\n\n--A B \n\nhi\n--A B --\n", "hi"),
        // White space or a byte order mark before the header.
        ("     \nContent-Type: text/html\n\n<p>hi</p>\n", "hi"),
        ("\u{FEFF}Content-Type: text/html\n\n<p>hi</p>\n", "hi"),
        // A comma instead of a semicolon, and no type at all.
        ("Content-Type: text/html, charset=iso-8859-1\n\n<p>hi</p>\n", "hi"),
        ("Content-Type: text/plain\n\n<!DOCTYPE html><html><body><p>hi</p></body></html>\n", "hi"),
        ("Content-Type: text=html\n\n<html><p>hi</p></html>\n", "hi"),
    ])
    func yieldsItsText(mail: String, text: String) {
        for lineEnd in ["\n", "\r\n"] {
            let message = Message(parsing: Array(mail.replacing("\n", with: lineEnd).utf8))
            #expect(message.body.text.trimmingSuffix { $0.isWhitespace } == text)
        }
    }

    /// Similar text that is not damage stays unchanged.
    @Test(arguments: [
        ("Subject: x;\nboundary=1\n", "boundary=1"),
        ("Subject: x\n \n\ntext\n", "text"),
        ("\nSubject: x\n\ntext\n", "Subject: x\n\ntext"),
    ])
    func isNotTakenForDamage(mail: String, text: String) {
        let message = Message(parsing: Array(mail.utf8))
        #expect(message.body.text.trimmingSuffix { $0.isWhitespace } == text)
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
