import Mail
import Testing

@Suite("Header")
struct HeaderTests {
    @Test(
        "The header ends where no line of it can stand",
        arguments: [
            ("Subject: Test\n\nBody", "Body"),
            ("Subject: Test\nYour verification code is 1234\n", "Your verification code is 1234\n"),
            (
                "Subject: Test\nYour appointment is confirmed for tomorrow at 10:00 AM.\n",
                "Your appointment is confirmed for tomorrow at 10:00 AM.\n"
            ),
            ("Subject: Notification\nYour package has been shipped!", "Your package has been shipped!"),
            ("No header at all", "No header at all"),
            ("No header\n\nat all: here\n", "No header\n\nat all: here\n"),
            (" indented\nSubject: x\n", " indented\nSubject: x\n"),
            ("\nSubject: x\n", "Subject: x\n"),
            ("Subject: x\n\n\nBody", "\nBody"),
            ("Subject: x\n folded\nText follows", "Text follows"),
            ("Subject: x\n \nTo: y\n\nBody", "Body"),
            ("Subject : x\nTo\t: y\n\nBody", "Body"),
            (": no name\n\nx", ": no name\n\nx"),
            ("From alice Mon Aug 22 09:45:15 2011\nSubject: x\n\nBody", "Body"),
            (">From alice Mon Aug 22 09:45:15 2011\nSubject: x\n\nBody", "Body"),
            ("From now on we meet at ten.\nBring tea.", "From now on we meet at ten.\nBring tea."),
            ("Subject: x\n", ""),
            ("", ""),
        ] as [(String, String)])
    func bodyStart(mail: String, body: String) {
        #expect(text(mail) == body)
        #expect(Message(parsing: withCRLF(Array(mail.utf8))).body.text == body)
    }

    @Test("Lone CR line ends are read as line ends")
    func carriageReturns() {
        #expect(text("Subject: x\r\rone\rtwo") == "one\ntwo")
    }

    @Test("Mixed line ends come out as LF")
    func mixedLineEnds() {
        #expect(text("Subject: x\r\nTo: y\n\r\none\r\ntwo\nthree\r\r\n") == "one\ntwo\nthree\n")
    }

    @Test("A field is found whatever its case; the first of several counts")
    func fields() throws {
        let header = Message(parsing: Array("To: a\nSUBJECT : one\n  two\nsubject: three\n\n".utf8)).header
        #expect(header.count == 3)
        #expect(try Array(#require(header["Subject"])) == Array("one\n  two".utf8))
        #expect(header["Cc"] == nil)
    }

    @Test(
        "The subject is unfolded and decoded",
        arguments: [
            ("Hello", "Hello"),
            ("one\n two", "one two"),
            ("=?utf-8?Q?gr=C3=BCn?=", "grün"),
            ("=?UTF-8?B?Z3LDvG4=?=", "grün"),
            ("=?utf-8?q?gr=c3=bcn_und_rot?= blau", "grün und rot blau"),
            ("=?utf-8?b?Z3I=?= =?utf-8?b?w7xu?=", "grün"),
            ("=?utf-8?B?Z3LD?=\n =?utf-8?B?vG4=?=", "grün"),
            ("=?utf-8?Q?gr=C3?= \t =?UTF-8?Q?=BCn?=", "grün"),
            ("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
            ("=?iso-8859-1?Q?=FC?= =?utf-8?Q?=C3=BC?=", "üü"),
            ("=?utf-8*de?Q?=C3=BC?=", "ü"),
            ("a =?utf-8?Q?b?= c", "a b c"),
            ("=?utf-8?Q?with space?=", "with space"),
            ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
            ("=?windows-1251?Q?=CF=F0?=", "Пр"),
            ("=?no-such-charset?Q?=C3=BC?=", "ü"),
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
            ("=?utf-8?B?never ends", "=?utf-8?B?never ends"),
            ("a =? b ?= c", "a =? b ?= c"),
            ("=?utf-8?Q??= x", " x"),
            ("=?utf-8?B?Z3LDvG4?=", "grün"),
            ("", ""),
        ] as [(String, String)])
    func subject(field: String, subject: String) {
        #expect(Message(parsing: Array("Subject: \(field)\n\n".utf8)).subject == subject)
        #expect(Message(parsing: withCRLF(Array("Subject: \(field)\n\n".utf8))).subject == subject)
    }

    @Test("Raw 8-bit subjects are UTF-8 or windows-1252")
    func rawSubject() {
        #expect(Message(parsing: Array("Subject: grün\n\n".utf8)).subject == "grün")
        #expect(Message(parsing: latin1("Subject: gr\u{FC}n\n\n")).subject == "grün")
    }

    @Test("A mail without a subject has none")
    func noSubject() {
        #expect(Message(parsing: Array("To: a\n\nSubject: x".utf8)).subject == nil)
    }
}
