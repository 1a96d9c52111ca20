import Foundation
import Mail
import Testing

/// Each mail is made to cost more than its size. A quadratic reading of one takes minutes.
@Suite("Hostile mails", .timeLimit(.minutes(10)))
struct HostileMailTests {
    private static func repeated(_ piece: String, _ count: Int) -> [UInt8] {
        let piece = Array(piece.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(piece.count * count)
        for _ in 0..<count { bytes += piece }
        return bytes
    }

    @Test("A million header fields")
    func fields() {
        let message = Message(
            parsing: Array("Subject: x\n".utf8) + Self.repeated("a:b\n", 1_000_000) + Array("\ntext".utf8))
        #expect(message.subject == "x")
        #expect(message.body.text == "text")
        #expect(message.header.count <= 10_000)
    }

    @Test("A line of many megabytes")
    func line() {
        #expect(!text("Subject: x\n\n" + String(repeating: "-", count: 8_000_000)).isEmpty)
        let mail = "Content-Type: multipart/mixed; boundary=-\n\n" + String(repeating: "-", count: 8_000_000)
        #expect(text(mail).isEmpty)
    }

    @Test("Multiparts within multiparts")
    func nesting() {
        var mail: [UInt8] = []
        for level in 0..<20_000 {
            mail += Array("Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n".utf8)
        }
        mail += Array("\ntoo deep".utf8)
        #expect(Message(parsing: mail).body.text.isEmpty)
        #expect(Message(parsing: Self.repeated("Content-Type: message/rfc822\n\n", 20_000)).body.text.isEmpty)
    }

    @Test("Many parts")
    func parts() {
        let mail =
            Array("Content-Type: multipart/mixed; boundary=b\n\n".utf8) + Self.repeated("--b\n\n", 100_000)
        #expect(Message(parsing: mail).body.text.isEmpty)
    }

    @Test("RFC 2231 pieces without end")
    func pieces() {
        var mail = Array("Content-Type: text/plain".utf8)
        for number in 0..<100_000 { mail += Array(";\n charset*\(number)=x".utf8) }
        #expect(Message(parsing: mail + Array("\n\ntext".utf8)).body.text == "text")
    }

    @Test("Encoded words without end")
    func words() {
        let words = Self.repeated("=?utf-8?Q?x?= ", 200_000)
        #expect(Message(parsing: Array("Subject: ".utf8) + words).subject?.hasPrefix("xxx") == true)
        let starts = Self.repeated("=?a?Q?", 100_000)
        #expect(Message(parsing: Array("Subject: ".utf8) + starts).subject?.isEmpty == false)
    }

    @Test(
        "Comments without end",
        arguments: ["(", ")", "\\", "(\\", "\"", ";", "=", "a=", "*=", "a*9999999999999999999="])
    func comments(piece: String) {
        let mail = Array("Content-Type: text/plain; ".utf8) + Self.repeated(piece, 100_000)
        #expect(Message(parsing: mail + Array("\n\ntext".utf8)).body.text == "text")
    }

    @Test(
        "Markup without end in plain text",
        arguments: [
            "{", "a{b:c", "{}", "a{color:red}", "<b>", "</b>", "<br>", "<a ", "&", "&amp;", "=3D", "=\n",
            "QUJD", "QUJD\n\n",
            "-----BEGIN PGP SIGNED MESSAGE-----\n", "-----BEGIN PGP MESSAGE-----\n\n", "- ", "@media x {",
            "/*", "*/",
        ],
        [
            "", "a{color:red;margin:0;padding:0}\n",
            "p{color:red}" + String(repeating: "door word ", count: 20_000),
        ])
    func markup(piece: String, start: String) {
        let body = Message(parsing: Array("Subject: x\n\n\(start)".utf8) + Self.repeated(piece, 200_000)).body
        #expect(body.text.utf8.count <= start.utf8.count + 200_000 * piece.utf8.count)
    }

    @Test(
        "Wrapped texts within themselves", arguments: ["cms", "tnef", "rtf", "calendar", "calendar-folded"])
    func wrapped(kind: String) {
        let header: String
        let content: [UInt8]
        switch kind {
        case "cms":
            header = "application/pkcs7-mime"
            content = Self.repeated("\u{30}\u{7F}\u{24}\u{7F}", 100_000)
        case "tnef":
            header = "application/ms-tnef"
            content = [0x78, 0x9F, 0x3E, 0x22, 0, 0] + [UInt8](repeating: 1, count: 1_000_000)
        case "rtf":
            header = "text/rtf"
            content = Array("{\\rtf1".utf8) + Self.repeated("{\\u10 ", 200_000)
        case "calendar-folded":
            header = "text/calendar"
            let line = String(repeating: "x", count: 500) + "=\n"
            content =
                Array("BEGIN:VEVENT\nSUMMARY;ENCODING=QUOTED-PRINTABLE:=\n".utf8)
                + Self.repeated(line, 10_000)
        default:
            header = "text/calendar"
            content = Self.repeated("BEGIN:VEVENT\n x\n", 200_000)
        }
        let mail = Array("Content-Type: \(header)\n\n".utf8) + content
        #expect(Message(parsing: mail).body.text.utf8.count <= mail.count)
    }

    @Test("Pieces of a signed text that claim to hold all that follows")
    func claims() {
        // signed-data (RFC 5652) with its text in a constructed octet string, all of indefinite length.
        let start: [UInt8] = [
            0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02, 0xA0, 0x80,
            0x30, 0x80, 0x02, 0x01, 0x01, 0x31, 0x00, 0x30, 0x80, 0x06, 0x01, 0x2A, 0xA0, 0x80, 0x24, 0x80,
        ]
        // An octet string of 6 bytes that contains the head of one of 8 MiB.
        let claim: [UInt8] = [0x24, 0x06, 0x04, 0x84, 0x00, 0x7F, 0xFF, 0xFF]
        var mail = Array("Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: binary\n\n".utf8)
        mail += start + [0x04, 0x06]
        mail += "\nhello".utf8
        for _ in 0..<5_000 { mail += claim }
        mail += " world".utf8
        #expect(Message(parsing: mail).body.text == "hello")
    }

    @Test(
        "Lines and pieces that are compared with all before or after them",
        arguments: [
            ("text/html", "", "\u{8}<"), ("text/html", "", "\u{8}<\r"),
            (
                "text/plain", String(repeating: "\n", count: 2_000_000) + "x\n",
                "-----BEGIN PGP MESSAGE-----\n-----END PGP \n"
            ),
            ("message/delivery-status", "Final-Recipient: x\n", " x\n"),
            ("text/rtf", "{\\rtf1\\ansicpg1251", "{\\'e9}"),
        ])
    func comparedWithAll(type: String, start: String, piece: String) {
        // In base64, which keeps carriage returns and needs no line feed at the end.
        let body = Data(Array(start.utf8) + Self.repeated(piece, 4_000_000 / piece.utf8.count))
        let header = "Content-Type: \(type); charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        let mail = Array(header.utf8) + Array(body.base64EncodedData())
        #expect(Message(parsing: mail).body.text.utf8.count <= 2 * mail.count)
    }

    @Test("Delimiters that nobody named")
    func delimiters() {
        for type in [
            "multipart/mixed", "multipart/mixed; boundary=none", "text/plain; boundary=none", "text/plain",
        ] {
            let mail =
                Array("Content-Type: \(type)\n\n".utf8)
                + Self.repeated("--x\nContent-Type: multipart/mixed; boundary=y\n\n--z\n", 50_000)
            #expect(Message(parsing: mail).body.text.utf8.count <= mail.count)
        }
    }

    @Test("Every truncation of a mail is read without a trap")
    func truncations() {
        let mail = Array(
            """
            From x
            Subject: =?utf-8?B?Z3LDvG4=?= =?utf-8?Q?=C3=BC?=
            Content-Type: multipart/mixed; boundary*0*=utf-8''b%20; boundary*1="c" (x (y))

            --b c
            Content-Type: text/plain; charset="utf-8"; format=flowed; delsp=yes
            Content-Transfer-Encoding: quoted-printable

            gr=C3=BCn =
            > x=20
            --b c
            Content-Type: message/rfc822

            Content-Type: text/plain; charset=utf-16
            Content-Transfer-Encoding: base64

            AGgAaQ==
            --b c--
            """.utf8)
        for length in 0...mail.count {
            let message = Message(parsing: Array(mail[..<length]))
            #expect((message.subject ?? "").count < 200 && message.body.text.count < 1_000)
        }
    }

    @Test("Bytes at random are read without a trap")
    func random() {
        var state: UInt64 = 42
        let pieces =
            [
                "\n", "\r\n", "--b", "--", "Content-Type: ", "multipart/mixed; boundary=b\n", "=",
                "=?utf-8?B?",
                "?=", " ", "text/plain; charset=", "utf-16", "hz", "\"", "(",
                "Content-Transfer-Encoding: base64\n", "\0",
                "begin 644 x\n", "~{", "iso-2022-jp", "\u{1B}$B",
            ].map { Array($0.utf8) } + [[0xFF], [0xFE, 0xFF], [0xD8], [0xC3]]
        for _ in 0..<2_000 {
            var mail: [UInt8] = []
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                mail += pieces[Int(state >> 33) % pieces.count]
            }
            let message = Message(parsing: mail)
            #expect((message.subject ?? "").utf8.count + message.body.text.utf8.count <= 10 * mail.count)
        }
    }
}
