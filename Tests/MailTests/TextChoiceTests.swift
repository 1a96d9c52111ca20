import Mail
import Testing

@Suite("Choice of the text")
struct TextChoiceTests {
    @Test("A golden mail gives its text with LF and with CRLF line ends", arguments: goldenMails)
    func golden(_ golden: GoldenMail) {
        golden.expectText()
    }

    /// A multipart of these parts, each a header and a body separated by an empty line.
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
        GoldenMail(
            "mixed, two texts", multipart("mixed", plain, "\nsecond"), text: "plain text\nsecond", path: "1"),
        GoldenMail("mixed, first is blank", multipart("mixed", blank, "\nsecond"), text: "second", path: "2"),
        GoldenMail(
            "mixed, HTML then footer", multipart("mixed", html, "\nlist footer"),
            text: "rich text\nlist footer"),
        GoldenMail(
            "mixed, attachment first", multipart("mixed", notes, plain), text: "plain text", path: "2"),
        GoldenMail("mixed, attachment only", multipart("mixed", notes, image), text: ""),
        GoldenMail("image only", image, text: ""),
        GoldenMail("attachment as the whole mail", notes, text: "notes"),
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
        GoldenMail("message, but no mail", "Content-Type: message/plain\n\nx", text: "x"),
        GoldenMail("unknown type", "Content-Type: x-text/plain\n\nx", text: "x"),
        GoldenMail("picture", "Content-Type: image/plain\n\nx", text: ""),
        GoldenMail(
            "PGP before MIME",
            "Content-Type: application/pgp; x-action=sign\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nx\n"
                + "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n", text: "x\n"),
        GoldenMail(
            "notice above a returned multipart",
            "Subject: failure notice\n\nNo such user: jo\n\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=abc\n\n--abc\nContent-Type: text/plain\n\nHello\n--abc--\n",
            text: "No such user: jo\nHello"),
        GoldenMail(
            "fields above a multipart without an empty line",
            "Content-Type: text/plain\n\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=abc\n"
                + "--abc\nContent-Type: text/plain\n\nHello\n--abc--\n",
            text: "Hello"),
        GoldenMail(
            "fields and their text without an empty line",
            "Subject: x\n\nMIME-Version: 1.0\nContent-Type: text/html\n<p>Pump <b>7</b></p>", text: "Pump 7"),
        GoldenMail(
            "text that begins with one MIME field",
            "Subject: x\n\nContent-Type: text/html\nis the field to set.",
            text: "Content-Type: text/html\nis the field to set."),
        GoldenMail(
            "multipart in a part called text",
            multipart(
                "mixed",
                "Content-Type: text/plain\n\n--i\nContent-Type: text/plain\n\nPump 3\n--i\n"
                    + "Content-Type: text/html\n\n<p>Pump 3</p>\n--i--"), text: "Pump 3"),
        GoldenMail(
            "multipart with another boundary in a part",
            multipart(
                "mixed",
                "Content-Type: multipart/alternative; boundary=other\n\n--i\nContent-Type: text/plain\n\nPump 3\n"
                    + "--i\nContent-Type: text/html\n\n<p>Pump 3</p>\n--i--", image), text: "Pump 3"),
        GoldenMail(
            "part that shows how a part begins",
            multipart("mixed", "Content-Type: text/plain\n\n--i\nContent-Type: text/plain\n\nis wrong"),
            text: "--i\nContent-Type: text/plain\n\nis wrong"),
        GoldenMail(
            "transfer encoding below the empty line of a part",
            multipart(
                "mixed",
                "Content-Type: text/html\n\nContent-Transfer-Encoding: quoted-printable\n\n<p>Stra=C3=9Fe 3</p>"
            ),
            text: "Stra\u{DF}e 3"),
        GoldenMail(
            "each MIME field with an empty line below it",
            "Subject: x\n\nMIME-Version: 1.0\n\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nContent-Type: text/plain\n\n"
                + "Content-Transfer-Encoding: base64\n\nUHVtcCA3IGhhcyBzdG9wcGVk\n\n--b--\n",
            text: "Pump 7 has stopped"),
        GoldenMail(
            "two enclosed mails",
            multipart(
                "mixed", forwarded, "Content-Type: message/rfc822\n\nSubject: y\n\nPump 8"),
            text: "forwarded text\nPump 8"),
        GoldenMail(
            "HTML without a tag",
            "Content-Type: text/html\n\nRequest of Eva <eva@x.example>\nTel. 0171 5550123 &amp; mail\n",
            text: "Request of Eva <eva@x.example>\nTel. 0171 5550123 & mail"),
        GoldenMail(
            "HTML with a mail address that is not escaped",
            "Content-Type: text/html\n\n<p>From: Eva <eva@x.example><br>\nPump 7</p>",
            text: "From: Eva <eva@x.example>\nPump 7"),
        GoldenMail(
            "names of pictures in plain text",
            "Content-Type: text/plain\n\n[cid:image001.png@01DC5F3A.8B2C4D10]\nPump 7 [image: image.png][Image: logo.GIF] has\n"
                + "stopped [image: see page 3] [cid:x",
            text: "\nPump 7  has\nstopped [image: see page 3] [cid:x"),
        GoldenMail(
            "underlined box above an enclosed mail",
            multipart(
                "mixed", "Content-Type: text/plain\n\n__________\nALARM 7\n__________",
                "Content-Type: message/rfc822\n\nSubject: x\n\nPump 7 has stopped"),
            text: "__________\nALARM 7\n__________"),
        GoldenMail(
            "words for readers without MIME",
            "Subject: x\n\nThis is a multi-part message in MIME format.\n--abc\nContent-Type: text/plain\n\nHello\n--abc--\n",
            text: "Hello"
        ),
        GoldenMail(
            "enclosed mail above the footer of a list",
            multipart(
                "mixed", "Content-Type: message/rfc822\n\nSubject: x\n\nPump 7 has stopped",
                "Content-Type: text/plain\n\n______________\nlist@x.example"), text: "Pump 7 has stopped"),
        GoldenMail(
            "signature above an enclosed mail",
            multipart(
                "mixed", "Content-Type: text/plain\n\n-- \nJo",
                "Content-Type: message/rfc822\n\nSubject: x\n\nPump 7 has stopped"),
            text: "Pump 7 has stopped"),
        GoldenMail(
            "box above an enclosed mail",
            multipart(
                "mixed", "Content-Type: text/plain\n\n----------\nALARM 7\n----------",
                "Content-Type: message/rfc822\n\nSubject: x\n\nPump 7 has stopped"),
            text: "----------\nALARM 7\n----------"),
        GoldenMail("encrypted before MIME", "Content-Type: application/pgp\n\n\u{1}\u{2}", text: ""),
        GoldenMail(
            "message type with a name",
            multipart(
                "mixed", "Content-Type: text/plain\n\nSee the file",
                "Content-Type: message/text; name=a.txt\n\nx"), text: "See the file"),
        GoldenMail(
            "text above an enclosed mail",
            multipart(
                "mixed", "Content-Type: text/plain\n\nSee below\n__________",
                "Content-Type: message/rfc822\n\nSubject: x\n\nPump 7 has stopped"),
            text: "See below\n__________"),
        GoldenMail(
            "style sheet in a comment on one line",
            "Content-Type: text/plain\n\n<!-- /* Font Definitions */ @font-face {font-family:Calibri;} -->\nLift is broken",
            text: "\nLift is broken"),
        GoldenMail(
            "style sheet in a comment before the text",
            "Content-Type: text/plain\n\n<!-- p.MsoNormal {margin:0cm;} -->Lift is broken",
            text: "Lift is broken"),
        GoldenMail("octet-stream", "Content-Type: application/octet-stream\n\nx", text: "x"),
        GoldenMail("style sheet", "Content-Type: text/css\n\np { color: red }", text: ""),
        GoldenMail("unknown text subtype", "Content-Type: text/x-log\n\nline", text: "line"),
        GoldenMail("HTML without a header", "Subject: x\n\n<html><b>x</b></html>", text: "x"),
    ]

    @Test(
        "Words before braces are no style sheet, nor are rules that a text is about",
        arguments: [
            "Door sensor {position: open}", "Cluster {color: red}", "Size {width: 20, height: 3}",
            "Door {position: open}\nWindow {position: closed}",
            "The page shows a literal <br>, please fix.", "Use <br> or <br>; both are right.",
            "Hi Tom,\nplease use these:\n.btn { color: red }\n.btn:hover { color: blue }\nThanks",
            "Use this:\np { color: red; margin: 0; padding: 0 }\nBye",
            "Order #12 {width: 40; height: 50; top: 3}", "Object {order: 4711}", "Label {size: 1}",
            "Code {page: 3}",
            "Please put <!-- p { color: red } --> into the page.", "<!-- size 5 -->\nTank {level: 5}",
            "<!-- a -->\nTank {color: red}",
            "Please change p { color: red } to p { color: blue } on the home page.",
        ])
    func rulesThatAreText(body: String) {
        #expect(text("Content-Type: text/plain\n\n\(body)") == body)
    }

    @Test(
        "A line with the name of a field is text where its value is none of a field's",
        arguments: [
            ("Status: ON", "Status: ON"), ("Status: OUT", "Status: OUT"), ("Status: RO", ""),
            ("Mail-Queue: 5000 messages", "Mail-Queue: 5000 messages"), ("Mail-Followup-To: a@b.example", ""),
            ("dlp-product: dlpe-windows", ""), ("Comments: see the list", ""),
            ("Expires: Sat, 28 Nov 2026 10:00:00 +0000", ""),
        ])
    func fieldNames(line: String, shown: String) {
        #expect(text("From: a@b.example\nSubject: Pump\n\(line)\n") == (shown.isEmpty ? "" : shown + "\n"))
    }

    @Test(
        "A plain text that is not what the HTML says yields to it, in any language",
        arguments: [
            "Your email client does not support HTML.",
            "To view the message, please use an HTML compatible email viewer!",
            "Ihr Programm kann diese Nachricht nicht anzeigen.",
            "Ce message ne peut pas être affiché.",
            "\u{8BF7}\u{4F7F}\u{7528}\u{6D4F}\u{89C8}\u{5668}\u{67E5}\u{770B}",
            "https://example.org/view/1", "<https://example.org/view/1>", "null", "undefined",
            "[object Object]", "-", "0", "Please view this message in Outlook 2010 or later.",
            "Call the night shift.", "View this newsletter online: news.example.com/v/8812", "%%text%%",
            "96\nNormal 0 21 false DE\n/* Style Definitions */ table.MsoNormalTable {mso-style-name:\"Table Normal\";}",
            "%%body%% {{text}}", "a { color: red }", "Needs HTML5 (RFC 822), version 2.0",
            "@page W1 {size:612.0pt 792.0pt;}\n@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}",
        ])
    func stubs(stub: String) {
        let html = "Content-Type: text/html\n\n<p>Pump 7 has stopped.</p><p>Call the night shift.</p>"
        let mail = Self.multipart("alternative", "Content-Type: text/plain; charset=utf-8\n\n\(stub)", html)
        #expect(text(mail) == "Pump 7 has stopped.\n\nCall the night shift.")
    }

    @Test(
        "A plain text that says what the HTML says stays, however short, and so does one with numbers of its own",
        arguments: [
            ("Pump 7 has stopped", "<p>Pump 7 has stopped.</p><p>Call the night shift.</p>"),
            (
                "PUMP 7: STOPPED",
                "<table><tr><th>Unit</th><td>Pump 7</td></tr><tr><td>stopped</td></tr></table>"
            ),
            ("The HTML page is gone", "<h1>The HTML page is gone</h1><p>Since 10:00 on web1</p>"),
            ("Build 12 failed: template index.html not found", "<b>rich text</b>"),
            ("Pumpe 7 steht seit 10:05", "<p>Pump 7 has been stopped since 10:05.</p>"),
            ("plain text", "<b>rich text</b>"),
            ("hello", "<p></p>"), ("482913", "<p>Enter the code of the picture on our page</p>"),
            (
                "index.html on srv1 returns 503 since 10:45",
                "<p>Please look at the picture of the state on our page today, thank you</p>"
            ),
            ("Code 4711: HTML has none", "<p>Enter the code of the picture on our page, please</p>"),
            (
                "Disk 95 full: https://x.example/a.html",
                "<p>See the picture of the disk on our page, please</p>"
            ),
            ("Code 48291377: HTML has none", "<p>Enter the code of the picture on our page, please</p>"),
            ("The lift is broken, use the stairs", "<p><a href='https://x.example/1'>Web version</a></p>"),
        ])
    func noStubs(plain: String, html: String) {
        let mail = Self.multipart("alternative", "\n\(plain)", "Content-Type: text/html\n\n\(html)")
        #expect(text(mail) == plain)
    }

    @Test(
        "A plain text that speaks of HTML yields to one that does not, whatever words both use",
        arguments: [
            (
                "This is the body in plain text for non-HTML mail clients",
                "<p>This is the new contact form message: please call Bob</p>"
            ),
            ("Please enable HTML to view this message.", "<p>Please enable the alarm tonight</p>"),
        ])
    func stubsWithCommonWords(plain: String, html: String) {
        let mail = Self.multipart("alternative", "\n\(plain)", "Content-Type: text/html\n\n\(html)")
        #expect(text(mail) == html.dropFirst(3).dropLast(4))
    }

    @Test(
        "A title of the HTML yields to it, unless the rest is only a footer",
        arguments: [
            ("Your verification code", "<p>Your verification code</p><h1>551203</h1>", true),
            ("Dear Eva,", "<p>Dear Eva,</p><p>your login code is 551203.</p>", true),
            ("Use the code below to sign in.", "<p>Use the code below to sign in.</p><h1>551203</h1>", true),
            ("Disk alert on web1", "<h1>Disk alert on web1</h1><p>/var is 97% full.</p>", true),
            ("Alarm!\nPump", "<p>Alarm! Pump 7</p>", true),
            (
                "The lift is broken.", "<p>The lift is broken.</p><p>Example Ltd, 12 Main St, 12345 Town</p>",
                false
            ),
            (
                "Having trouble viewing this email? Click here: https://nl.example.com/w/abc",
                "<p>Having trouble viewing this email? <a href='https://nl.example.com/w/abc'>Click here</a></p><p>The pool is closed until further notice.</p>",
                true
            ),
            (
                "Read it online: nl.example.com/w/abc",
                "<p>Read it <a href='https://nl.example.com/w/abc'>online</a></p><p>The pool is closed until further notice.</p>",
                true
            ),
            (
                "Click here to read the message in your browser.",
                "<p>Click <a href='https://nl.example.com/w/abc'>here</a> to read the message in your browser.</p><p>The pool is closed.</p>",
                true
            ),
            (
                "Trouble reading this? See https://nl.example.com/v?e=jo@example.com",
                "<p>Trouble reading this? <a href='https://nl.example.com/v?e=jo@example.com'>See</a></p><p>The pool is closed.</p>",
                true
            ),
            ("I come soon...", "<p>I come soon\u{2026}</p><p>Sent from my Galaxy phone</p>", false),
            ("I come soon...", "<p>I come soon...</p><p>Sent from my Galaxy phone</p>", false),
            (
                "The lift is broken, please walk. Thanks,",
                "<p>The lift is broken, please walk.</p><p>Thanks,</p><p>Example Ltd</p>", false
            ),
            ("The keys are at the...", "<p>The keys are at the reception desk of the hotel.</p>", true),
            ("The keys are at [\u{2026}]", "<p>The keys are at the reception desk of the hotel.</p>", true),
            (
                "The meeting is on Monday with Dr Sm...",
                "<p>The meeting is on Monday with Dr Smith in room 5 of the town hall.</p>", true
            ),
            (
                "Your order was sent and ...",
                "<p>Your order was sent and will arrive on 12 January.</p><p>More...</p>", true
            ),
            ("I come and ...", "<p>I come and ...</p><p>Sent from my Galaxy phone</p>", false),
            (
                "Sehr geehrte Damen und Herren,",
                "<p>Sehr geehrte Damen und Herren,</p><p>der Unterricht f\u{E4}llt morgen aus.</p>", true
            ),
            ("Room 5 is free,", "<p>Room 5 is free, please come.</p>", true),
            (
                "Motion detected: https://cam.example/e/5",
                "<p>Motion detected <a href='https://cam.example/e/5'>View</a></p><p>You get this mail as a user of Cam.</p>",
                false
            ),
            (
                "Server 5 is down: https://mon.example/5",
                "<p>Server 5 is <a href='https://mon.example/5'>down</a></p><p>You get this mail as a user of Mon.</p>",
                false
            ),
            ("Fire in room 5", "<p>Fire in room 5</p><p>Building 12</p>", false),
            ("Lift broken", "<p>Lift broken</p><p>Use the stairs</p><p>\u{A9} 2026 Example</p>", false),
        ])
    func titles(plain: String, html: String, yields: Bool) throws {
        let mail = Self.multipart("alternative", "\n\(plain)", "Content-Type: text/html\n\n\(html)")
        #expect((text(mail) != plain) == yields)
    }

    @Test("The choice is told")
    func told() throws {
        let part = try #require(
            Message(parsing: Array(Self.multipart("alternative", Self.html).utf8)).body.part)
        #expect(part.mediaType == "text/html")
        #expect(part.transferEncoding == "identity")
        #expect(part.reason.contains("HTML"))
    }

    @Test(
        "What is wrong with labels, and which parts are left out, is told",
        arguments: [
            (
                "Content-Type: text/html\n\n--b\nContent-Type: text/plain\n\nx\n--b--\n",
                ["the body is a multipart, although its Content-Type is text/html"]
            ),
            (
                "Content-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nx\n--b--\n",
                ["the multipart has delimiters with another boundary than its Content-Type"]
            ),
            (
                "Content-Type: text/plain\nContent-Type: text/html\n\n<p>x</p>",
                ["of 2 Content-Type fields the one that fits the body was used"]
            ),
            ("Content-Type: plain\n\nx", ["the Content-Type is not valid: plain"]),
            ("Content-Type: text/x-log\n\nx", []), ("Content-Type: text/plain\n\nx", []),
            (
                "Subject: s\n\nMIME-Version: 1.0\nContent-Type: text/plain\n\nx",
                ["MIME fields below an empty line were read as part of the header"]
            ),
            ("Subject: s\n\n<html><p>x</p></html>", ["the text is HTML, whatever its Content-Type says"]),
            (
                "Content-Transfer-Encoding: base64\n\nUHVtcCA3IHN0b29k\n\n-- \nScanned by a relay, really\n",
                ["plain text around the base64, which a relay added, was removed"]
            ),
            (
                "Content-Type: text/html\n\n<p style='display:none'>y</p><a href='https://t.example/1'>x.example</a>",
                [
                    "text that the HTML hides was left out",
                    "1 link with an address as text: the address behind it was left out",
                ]
            ),
            (
                multipart("alternative", plain, html),
                ["part 2, text/html, was left out: another version of the text"]
            ),
            (
                multipart(
                    "mixed", plain, image, "Content-Disposition: attachment\n\ny",
                    "Content-Type: message/rfc822\n\nSubject: s\n\ny"),
                [
                    "part 2, image/png, was left out: no text",
                    "part 3, text/plain, was left out: an attachment",
                    "part 4.1, text/plain, was left out: in an enclosed mail",
                ]
            ),
            (
                multipart("mixed", plain, "Content-Type: text/plain\nContent-Disposition: attachment"),
                ["part 2, text/plain, was left out: an attachment"]
            ),
        ] as [(String, [String])])
    func toldLabels(mail: String, expected: [String]) {
        let body = Message(parsing: Array(mail.utf8)).body
        #expect(!body.text.isEmpty)
        #expect(body.treatments.map(\.description) == expected)
    }

    @Test("An enclosed text is told as such")
    func toldEnclosed() {
        let inner = "Subject: s\n\nx"
        let mail = Self.multipart("mixed", "\n\n", "Content-Type: message/rfc822\n\n" + inner)
        let body = Message(parsing: Array(mail.utf8)).body
        #expect(body.part?.path == "2.1")
        #expect(body.part?.reason == "no other text, so that of an enclosed mail: plain text")
    }

    @Test("Each of several parts is told, and what was done to it")
    func toldEach() {
        let mail = Self.multipart(
            "mixed", Self.plain, Self.image, "Content-Type: text/html\n\n<p>Call 4711.</p>", "\nA &lt; B")
        let parts = Message(parsing: Array(mail.utf8)).body.parts
        #expect(parts.map(\.path) == ["1", "3", "4"])
        #expect(parts.last?.treatments == [.characterReferences])
    }

    @Test("No markup of MIME reaches the text where a label lies")
    func noMIMEMarkup() {
        let inner = Self.multipart("mixed", Self.plain, Self.image)
        for label in ["text/plain", "text/html; charset=utf-8", "nonsense", "application/octet-stream"] {
            let mail = inner.replacing(/multipart\/mixed; boundary="=_cut"/, with: label)
            #expect(text(mail) == "plain text", "\(label)")
        }
    }
}
