import Delivery
import SMSGate
import Testing

@Suite("What of a mail is sent")
struct MessageContentTests {
    private static let mail = "From: Jo Doe <jo@example.com>\nSubject: Alarm\n\nDisk full.\n$$\nJo\n"
    private static let reply = "Subject: Re: x\n\nYes.\n\nOps wrote:\n> Shall we?\n"
    private static let page =
        "Subject: x\nContent-Type: text/html\n\nUp <a href=\"https://x.example/1\">Silence</a> now"

    /// The sent text, or the status line.
    private func sent(_ message: String, _ parameters: [String], fields: String = "") throws -> String {
        let trace = try Delivery(
            message: message, parameters: parameters, credentials: "alice:secret::::::\(fields)\n"
        ).run()
        return trace.request?.text ?? trace.line
    }

    @Test(
        "A template is filled in",
        arguments: [
            ("%s: %b", "Alarm: Disk full."), ("%f: %b", "Jo Doe: Disk full."), ("[%f] %s", "[Jo Doe] Alarm"),
            ("100%% %b", "100% Disk full."), ("%s%_|%_%b", "Alarm | Disk full."),
            ("%b%b", "Disk full.Disk full."),
            ("New mail", "New mail"), ("", "Disk full."),
        ])
    func template(template: String, expected: String) throws {
        #expect(try sent(Self.mail, ["text_end=$$", "text_format=\(template)"]) == expected)
        // The same for one user; in the map a space is written %_.
        let field = "sms_text_format=" + template.replacing(" ", with: "%_")
        #expect(try sent(Self.mail, ["text_end=$$", "text_format=x"], fields: field) == expected)
    }

    @Test(
        "A template beats subject = prefix, and fallback gives it the text that it lacks",
        arguments: [
            ("prefix", "Subject: Alarm\n\nDisk full.", "<Disk full.>"),
            ("fallback", "Subject: Alarm\n\n", "<Alarm>"),
            ("fallback", "Subject: Alarm\n\nDisk full.", "<Disk full.>"),
            ("ignore", "Subject: Alarm\n\n", "5.6.0 550 Message body is empty"),
        ])
    func templateAndSubject(use: String, message: String, expected: String) throws {
        #expect(try sent(message, ["subject=\(use)", "text_format=<%b>"]) == expected)
    }

    @Test("A template without anything to fill in is no message")
    func emptyTemplate() throws {
        #expect(
            try sent("From: jo@example.com\n\n", ["text_format=%f: %s %b"])
                == "5.6.0 550 Message body is empty")
        #expect(
            try sent("From: jo@example.com\n\n", ["text_format=Mail from %f"]) == "Mail from jo@example.com")
        #expect(try sent("Subject: Alarm\n\n", ["text_format=%s: %b"]) == "Alarm:")
    }

    @Test(
        "What follows the marker is not sent",
        arguments: [
            ("$$", "Disk full.$$ Jo", "Disk full."), ("$$", "Costs 5$ or $6", "Costs 5$ or $6"),
            ("$$", "a$$$b$$c", "a"),
            ("--END--", "a\n--END\n--END--\nb", "a\n--END"), ("Grüße", "Ok. Grüße, Jo", "Ok."),
            ("", "a$$b", "a$$b"),
            ("$$", "$$ all of it", "5.6.0 550 Message body is empty"),
        ])
    func marker(marker: String, body: String, expected: String) throws {
        let message = "Subject: x\nContent-Type: text/plain; charset=utf-8\n\n\(body)\n"
        #expect(try sent(message, ["text_end=\(marker)"]) == expected)
        #expect(try sent(message, ["text_end=other"], fields: "sms_text_end=\(marker)") == expected)
    }

    @Test("Links and quotes are a matter of the user")
    func perUser() throws {
        #expect(try sent(Self.page, []) == "Up Silence (https://x.example/1) now")
        #expect(try sent(Self.page, ["links=text"]) == "Up Silence now")
        #expect(try sent(Self.page, ["links=text"], fields: "sms_links=none") == "Up now")
        #expect(try sent(Self.reply, []) == "Yes.\n\nOps wrote:\n> Shall we?")
        #expect(try sent(Self.reply, [], fields: "sms_quotes=remove") == "Yes.")
        #expect(try sent(Self.reply, ["quotes=remove"], fields: "sms_quotes=keep").hasPrefix("Yes.\n\nOps"))
    }

    @Test(
        "A bad value for one user is an error that names it",
        arguments: [
            (
                "sms_text_format=%x",
                "sms_text_format: bad value: expected a text in which % is followed by s, f, b, _ or %"
            ),
            ("sms_links=all", "sms_links: bad value: expected address or text or none"),
            ("sms_quotes=yes", "sms_quotes: bad value: expected keep or remove"),
        ])
    func badField(field: String, expected: String) throws {
        let line = try sent(Self.mail, [], fields: field)
        #expect(line.hasPrefix("4.3.5 451 Local configuration error: "))
        #expect(line.hasSuffix(": line 1: " + expected))
    }
}
