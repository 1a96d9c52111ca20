import Mail
import Testing

@Suite("MIME structure")
struct StructureTests {
    @Test("A golden mail gives its text with LF and with CRLF line ends", arguments: goldenMails)
    func golden(_ golden: GoldenMail) {
        golden.expectText()
    }

    static let goldenMails: [GoldenMail] = [
        GoldenMail(
            "preamble and epilogue are no text",
            """
            Content-Type: multipart/mixed; boundary=cut

            preamble
            --cut

            inner
            --cut--
            epilogue
            """, text: "inner", path: "1"),
        GoldenMail(
            "nested multiparts",
            """
            Content-Type: multipart/mixed; boundary="outer"

            --outer
            Content-Type: multipart/related; boundary="middle"

            --middle
            Content-Type: multipart/alternative; boundary="inner"

            --inner
            Content-Type: text/plain

            Disk full
            --inner
            Content-Type: text/html

            <p>Disk full</p>
            --inner--
            --middle--
            --outer--
            """, text: "Disk full", path: "1.1.1"),
        GoldenMail(
            "no end boundary",
            """
            Content-Type: multipart/mixed; boundary=cut

            --cut

            first
            line
            """, text: "first\nline"),
        GoldenMail(
            "end boundary cut short",
            """
            Content-Type: multipart/mixed; boundary=boundary

            --boundary

            first
            --boundary-
            """, text: "first\n--boundary-"),
        GoldenMail(
            "white space behind the boundary",
            """
            Content-Type: multipart/mixed; boundary="cut  "

            --cut \t
            Content-Type: text/plain

            padded
            --cut--\u{20}
            after
            """, text: "padded"),
        GoldenMail(
            "more than white space behind the boundary",
            """
            Content-Type: multipart/mixed; boundary=cut

            --cut

            one
            --cut here
            --cut
            """, text: "one\n--cut here"),
        GoldenMail(
            "inner boundary that begins with the outer one",
            """
            Content-Type: multipart/mixed; boundary=ab

            --ab
            Content-Type: multipart/mixed; boundary=abc

            --abc

            deep
            --abc--
            --ab

            shallow
            --ab--
            """, text: "deep\nshallow", path: "1.1"),
        GoldenMail(
            "outer boundary that begins with the inner one",
            """
            Content-Type: multipart/mixed; boundary=abc

            --abc
            Content-Type: multipart/mixed; boundary=ab

            --ab

            deep
            --abc

            shallow
            --abc--
            """, text: "deep\nshallow", path: "1.1"),
        GoldenMail(
            "outer delimiter ends inner multiparts that have no end",
            """
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/mixed; boundary=inner

            --inner
            Content-Type: image/png

            x
            --outer

            text
            --outer--
            """, text: "text", path: "2"),
        GoldenMail(
            "one boundary for two levels",
            """
            Content-Type: multipart/mixed; boundary=same

            --same
            Content-Type: multipart/alternative; boundary=same

            --same
            Content-Type: text/html

            <b>html</b>
            --same--
            --same
            Content-Type: text/plain

            second
            --same--
            """, text: "html\nsecond", path: "1.1"),
        GoldenMail(
            "delimiter within the header of a part",
            """
            Content-Type: multipart/mixed; boundary=cut

            --cut
            Content-Type: text/plain
            --cut
            Content-Type: text/plain

            second
            --cut--
            """, text: "second", path: "2"),
        GoldenMail(
            "part without a header",
            """
            Content-Type: multipart/mixed; boundary=cut

            --cut
            no empty line
            --cut--
            """, text: "no empty line"),
        GoldenMail(
            "multipart without a boundary parameter",
            """
            Content-Type: multipart/mixed

            --guess
            Content-Type: text/plain

            guessed
            --guess--
            """, text: "guessed"),
        GoldenMail(
            "multipart that is plain text",
            """
            Content-Type: multipart/mixed; boundary=never

            Just text
            """, text: "Just text"),
        GoldenMail(
            "multipart with foreign delimiters only",
            """
            Content-Type: multipart/mixed; boundary=a

            --ab
            Content-Type: text/plain

            body
            """, text: "body"),
        GoldenMail(
            "transfer encoding of a multipart is ignored",
            """
            Content-Type: multipart/mixed; boundary=cut
            Content-Transfer-Encoding: base64

            --cut

            plain
            --cut--
            """, text: "plain"),
        GoldenMail(
            "multipart that is base64 as a whole",
            """
            Content-Type: multipart/mixed; boundary=cut
            Content-Transfer-Encoding: base64

            LS1jdXQKQ29udGVudC1UeXBlOiB0ZXh0L3BsYWluCgp3cmFwcGVkCi0tY3V0LS0K
            """, text: "wrapped"),
        GoldenMail(
            "boundary given in RFC 2231 pieces",
            """
            Content-Type: multipart/mixed; boundary*1=end; boundary*0="be gin-"

            --be gin-end

            pieces
            --be gin-end--
            """, text: "pieces"),
        GoldenMail(
            "comments in structured fields",
            """
            Content-Type: (a (nested) \\) comment) text/plain (x) ; (y) charset (z) = (w) utf-8 (v)
            Content-Transfer-Encoding: (six bits) base64 (each)

            Z3LDvG4=
            """, text: "grün"),
    ]
}
