import Mail
import Testing

@Suite("Formatting commands in angle brackets")
struct EnrichedTextTests {
    @Test(
        "text/richtext (RFC 1341): line ends are spaces",
        arguments: [
            (
                "<bold>Alarm</bold> in hall 2<nl>Sensor 5<nl>Level <lt> 4<nl>",
                "Alarm in hall 2\nSensor 5\nLevel < 4"
            ),
            (
                "a\nb<nl><nl>c<np>d<comment>x<bold>y</bold></comment>e &amp; <no-op>f",
                "a b\n\nc\n\nde &amp; f"
            ),
        ])
    func richtext(body: String, expected: String) {
        #expect(text(of: Array(body.utf8), contentType: "text/richtext") == expected)
    }

    @Test(
        "text/enriched (RFC 1896): a line end alone is a space",
        arguments: [
            (
                "<bold>Alarm</bold> in\nhall 2\n\nSensor 5\n\nLevel <<4 bar",
                "Alarm in hall 2\nSensor 5\nLevel <4 bar"
            ),
            ("a\n\n\nb\n\nc <color><param>red</param>d</color> e", "a\n\nb\nc d e"),
            (
                "<nofill>x  y\nz\n</nofill>end <excerpt>quoted\n\ntwo</excerpt>mine",
                "x  y\nz\nend\n> quoted\n> two\nmine"
            ),
            ("5 < 6 and a <3 b <BOLD>x</Bold> <x-foo>y</x-foo>", "5 < 6 and a <3 b x y"),
            ("<html><p>a</p></html>", "a"),
        ])
    func enriched(body: String, expected: String) {
        #expect(text(of: Array(body.utf8), contentType: "text/enriched") == expected)
    }

    @Test("Neither reads HTML's character references, and plain text neither's commands")
    func others() {
        #expect(text(of: Array("a &lt; b".utf8), contentType: "text/enriched") == "a &lt; b")
        #expect(text(of: Array("<bold>a".utf8), contentType: "text/plain") == "<bold>a")
    }

    @Test("Commands without an end lose no text, and many take linear time")
    func hostile() {
        #expect(text(of: Array("<bold>a <fixed b".utf8), contentType: "text/enriched") == "a <fixed b")
        let many = String(repeating: "<excerpt>", count: 100_000) + "a"
        #expect(text(of: Array(many.utf8), contentType: "text/enriched").utf8.count < 100)
    }
}

@Suite("blockquote is quoted text")
struct BlockquoteTests {
    @Test(
        "Each line is marked, levels add up, an indentation is none",
        arguments: [
            (
                "<p>Yes</p><blockquote>Shall we?<br>Now?</blockquote><p>Or not</p>",
                "Yes\n\n> Shall we?\n> Now?\n\nOr not"
            ),
            ("<blockquote>a<blockquote>b</blockquote>c</blockquote>d", "> a\n>> b\n> c\nd"),
            ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
            ("a<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">b</blockquote>c", "a\nb\nc"),
            ("<blockquote type=\"cite\"><ul><li>x<li>y</ul></blockquote>", "> - x\n> - y"),
            ("<div>a<div class=\"moz-signature\">-- <br>Jo</div></div>", "a\n--\nJo"),
        ])
    func blockquotes(html: String, expected: String) {
        #expect(plainText(fromHTML: html) == expected)
    }

    @Test(
        "Control characters of the mail are no marks",
        arguments: [
            ("text/plain", "a\u{1} b\n\u{2}c\u{1}", "a b\nc"), ("text/html", "a\u{1}b &#1;c", "ab c"),
        ])
    func controlCharacters(type: String, body: String, expected: String) {
        let mail = Message(
            parsing: Array("Content-Type: \(type)\n\n\(body)".utf8), options: TextOptions(quotes: .remove))
        #expect(mail.body.text == expected)
    }
}
