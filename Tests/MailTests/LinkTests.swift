import Mail
import Testing

@Suite("Links and pictures")
struct LinkTests {
    @Test(
        "A picture is its alternative text, a link with nothing but a picture is its address",
        arguments: [
            (
                "<p>Your ticket is ready:</p><p><a href=\"https://t.example/4711\"><img src=\"button.png\"></a></p>",
                "Your ticket is ready:\n\nhttps://t.example/4711"
            ),
            (
                "<a href=\"https://t.example/1\"><img src=\"b.png\" alt=\"Open ticket\"></a>",
                "Open ticket (https://t.example/1)"
            ),
            (
                "<a href=\"https://t.example/1\"><img src=\"b.png\" alt=\"button.png\"></a>",
                "https://t.example/1"
            ),
            ("<a href=\"https://t.example/1\"><img src=\"b.png\" alt=\"\"></a> x", "https://t.example/1 x"),
            ("<a href=\"https://t.example/1\"><img width=1 height=1></a>x", "x"),
            ("<a href=\"#top\"><img src=a.png></a>x", "x"),
            (
                "<img alt=\"logo.png\">x<img alt=\"image001.jpg\">y<img alt=IMG_1234>z<img alt=\"image001.png@01DA1234.ABCD\">",
                "xyz"
            ),
            ("Pump 7: <img src=\"red.png\" title=\"DOWN\">", "Pump 7: DOWN"),
            ("Pump 7: <img alt=\"\" title=\"DOWN\">x", "Pump 7: x"),
            ("Pump 7: <img title=\"red.png\">x", "Pump 7: x"),
            (
                "Status <img alt=\"OK\"> and <img alt=\"Image 3 of 5\"> v<img alt=\"2\">",
                "Status OK and Image 3 of 5 v2"
            ),
            (
                "<a href=https://x.example/a><img src=i.png></a><a href=https://x.example/a>Title</a>",
                "https://x.example/a Title"
            ),
        ])
    func pictures(html: String, expected: String) {
        #expect(plainText(fromHTML: html) == expected)
    }

    @Test(
        "An address shows once, and not the counter of clicks behind it",
        arguments: [
            ("<a href=\"https://t.example/1\"></a>x", "x"),
            (
                "<a href=\"https://t.example/ls/click?u=abc\">https://shop.example/order/1</a>",
                "https://shop.example/order/1"
            ),
            ("<a href=\"https://t.example/ls/click?u=abc\">shop.example/order/1</a>", "shop.example/order/1"),
            ("<a href=\"https://t.example/ls/click?u=abc\">www.shop.example</a>", "www.shop.example"),
            ("<a href=\"https://t.example/ls/click?u=abc\">bob@shop.example</a>", "bob@shop.example"),
            ("<a href=\"https://t.example/ls/click?u=abc\">Bob@Shop.Example</a>", "Bob@Shop.Example"),
            ("<a href=\"https://t.example/ls/click?u=abc\">+49 30 1234567</a>", "+49 30 1234567"),
            (
                "<a href=\"https://t.example/ls/click?u=abc\">Open order 1</a>",
                "Open order 1 (https://t.example/ls/click?u=abc)"
            ),
            ("<a href=\"https://t.example/x\">report.pdf</a>", "report.pdf (https://t.example/x)"),
            ("<a href=\"https://t.example/x\">ASP.NET</a>", "ASP.NET (https://t.example/x)"),
            ("<a href=\"https://t.example/x\">12345678</a>", "12345678 (https://t.example/x)"),
            (
                "<a href=\"https://shop.example/order/17\">https://shop.example/ord...</a>",
                "https://shop.example/ord... (https://shop.example/order/17)"
            ),
            ("<a href=\"https://www.shop.example/\">shop.example</a>", "shop.example"),
            (
                "<a href=\"http://shop.example/a\">https://www.shop.example/a/</a>",
                "https://www.shop.example/a/"
            ),
            ("<a href=\"mailto:ops@x.example?subject=a\">ops@x.example</a>", "ops@x.example"),
            ("<a href=\"mailto:ops@x.example?subject=a\">Write us</a>", "Write us (ops@x.example)"),
            (
                "<a href=\"tel:+49301234\">Call</a> <a href=\"tel:+49301234\">030 1234</a> <a href=\"sms:+49301234?body=x\">Text us</a>",
                "Call (+49301234) 030 1234 Text us (+49301234)"
            ),
            ("<a href=\"javascript:x()\">a</a> <a href=\"/rel\">b</a> <a href=\"#x\">c</a>", "a b c"),
            (
                "<a href=\"https://x.example/1\">a</a> <a href=\"https://x.example/1\">b</a>",
                "a (https://x.example/1) b (https://x.example/1)"
            ),
            (
                "Reset: <a href='https://accounts.example/reset?token=abc'>accounts.example</a>",
                "Reset: accounts.example (https://accounts.example/reset?token=abc)"
            ),
            (
                "Open <a href='https://example.com:8443/a'>example.com</a>",
                "Open example.com (https://example.com:8443/a)"
            ),
            (
                "Open <a href='https://example.com/#/reset/abc'>example.com</a>",
                "Open example.com (https://example.com/#/reset/abc)"
            ),
            ("Visit <a href='https://www.shop.example/?utm=1'>shop.example</a>", "Visit shop.example"),
            ("Visit <a href='https://t.example/shop.example/1'>shop.example</a>", "Visit shop.example"),
        ])
    func addresses(html: String, expected: String) {
        #expect(plainText(fromHTML: html) == expected)
    }

    @Test(
        "The user chooses what shows of a link",
        arguments: [
            (
                "Humidity <a href=\"https://g.example/1\">Silence</a> | <a href=\"https://g.example/2\">View</a>",
                "Humidity Silence | View", .text
            ),
            ("Humidity <a href=\"https://g.example/1\">Silence</a> end", "Humidity end", .none),
            (
                "Mail <a href=\"mailto:a@b.example\">a@b.example</a> or <a href=\"tel:+4930123\">+4930123</a> <a href=\"#x\">top</a>",
                "Mail a@b.example or +4930123 top", .none
            ),
            ("x <a href=\"https://t.example/1\"><img src=\"button.png\"></a>", "x", .text),
            ("x <a href=\"https://t.example/1\"><img alt=\"Open\"></a>", "x Open", .text),
            ("<a href=\"https://t.example/1\">https://a.example/2</a>", "https://a.example/2", .text),
        ] as [(String, String, LinkUse)])
    func use(html: String, expected: String, links: LinkUse) {
        #expect(plainText(fromHTML: html, links: links) == expected)
    }

    @Test(
        "In a plain text too",
        arguments: [
            (
                "Silence <https://g.example/1> | View (https://g.example/2?x=(1))\nSee https://g.example/3.",
                "Silence | View\nSee https://g.example/3.", .text
            ),
            (
                "Silence <https://g.example/1> | View (https://g.example/2)\nSee https://g.example/3.",
                "Silence | View\nSee.", .none
            ),
            ("<https://g.example/1>", "<https://g.example/1>", .text),
            ("https://g.example/1\nok", "\nok", .none), ("https://g.example/1", "https://g.example/1", .none),
            ("<p><a href='https://g.example/1'>Server 5 down</a></p>", "Server 5 down", .none),
            ("Silence (www.g.example/5) or www.g.example/r?a=1.", "Silence or.", .none),
            ("See [Board [2]](https://g.example/5), [6] too", "See [Board [2]], [6] too", .text),
            ("See [x] the [Board](https://g.example/5), [6]", "See [x] the Board, [6]", .text),
            ("Silence (www.g.example/5), see www.g.example", "Silence, see www.g.example", .text),
            ("mail.www.x www. awww.nice a@www.x.example", "mail.www.x www. awww.nice a@www.x.example", .none),
            ("Ratio 3:4 at 10:00 http: //x", "Ratio 3:4 at 10:00 http: //x", .none),
        ] as [(String, String, LinkUse)])
    func plain(body: String, expected: String, links: LinkUse) {
        let mail = Array("Content-Type: text/plain\n\n\(body)".utf8)
        #expect(Message(parsing: mail, options: TextOptions(links: links)).body.text == expected)
    }

    @Test("What was left out is told")
    func told() {
        let mail = Array(
            "Content-Type: text/html\n\n<a href='https://x.example/1'>a</a> <a href='https://x.example/2'>b</a>"
                .utf8)
        let body = Message(parsing: mail, options: TextOptions(links: .text)).body
        #expect(body.text == "a b")
        #expect(body.treatments == [.linksLeftOut(2, .text)])
        let card = Array(
            "Content-Type: text/html\n\n<a href='https://x.example/1'><h2>Server 5 down</h2><p>since 02:00</p></a>"
                .utf8
        )
        let whole = Message(parsing: card, options: TextOptions(links: .none)).body
        #expect(whole.text == "Server 5 down\n\nsince 02:00")
        #expect(whole.treatments == [.linksLeftOut(1, .text), .onlyLinks])
        // A part of links alone, beside another text, is left out.
        let parts = Array(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nDisk full\n--b\n\nhttps://x.example/u\n--b--\n"
                .utf8)
        #expect(Message(parsing: parts, options: TextOptions(links: .none)).body.text == "Disk full")
        #expect(Message(parsing: mail).body.treatments == [])
    }

    @Test(
        "A mail that says nothing but a link has it also with links = none",
        arguments: [
            ("https://x.example/1.", "https://x.example/1."),
            ("- https://x.example/1\n- https://x.example/2", "- https://x.example/1\n- https://x.example/2"),
            ("\u{1F449} https://x.example/1", "\u{1F449} https://x.example/1"),
            (
                "https://x.example/1\n\nOn Mon, 5 Jan 2026 at 9:12, Jo <jo@example.com> wrote:\n> Where is it?",
                "https://x.example/1\n"
            ),
            ("https://x.example/1\n-- \nJane Doe", "https://x.example/1"),
            ("https://x.example/1\nSent from my iPhone", "https://x.example/1"),
            ("Done: https://x.example/1\n\nSent from my iPhone", "Done:\n"),
            ("> Where is it?\n> https://x.example/1", "> Where is it?\n>"),
        ])
    func onlyLinks(body: String, expected: String) {
        let mail = Array("Content-Type: text/plain; charset=utf-8\n\n\(body)".utf8)
        let text = Message(parsing: mail, options: TextOptions(links: .none, quotes: .remove)).body.text
        #expect(text == expected)
    }

    @Test("What a phone adds to a link is no text", arguments: ["Sent from my iPhone", "-- \nJane Doe"])
    func onlyLinksAndSignature(signature: String) {
        let body = "https://x.example/1\n\n\(signature)"
        let text = Message(parsing: Array("\n\(body)".utf8), options: TextOptions(links: .none)).body.text
        #expect(text == body)
    }

    @Test("Many links around each other and many pictures take no more than their size")
    func hostile() {
        let many = String(repeating: "<a href='https://x.example/'><img>", count: 5_000)
        #expect(plainText(fromHTML: many).utf8.count < 2 * many.utf8.count)
        #expect(plainText(fromHTML: many, links: .none) == "")
    }
}
