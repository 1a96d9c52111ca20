import Foundation
import Testing

/// `postsms pipe --dry-run` and `--explain`: what would be sent, and why.
@Suite struct DryRunTests {
    private static let mail = "Subject: Test\n\nHello\n"
    private static let recipient = Gateway.recipient

    @Test func aDryRunPrintsTheRequestAndSendsNothing() async throws {
        let result = try await command(
            Project.postsms,
            [
                "pipe", "--dry-run", "--user=alice", "-o", "credentials_file=/nonexistent", "-o",
                "device_id=office",
                "-o", "sim_number=2", "-o", "priority=100", "-o", "message_ttl=1h", "-o",
                "delivery_report=no",
                Self.recipient,
            ], input: Self.mail)
        #expect(result.status == 0)
        let id = try #require(result.output.firstMatch(of: /"id":"([0-9a-f]{32})"/)?.1)
        let line =
            #"{"deviceId":"office","id":"\#(id)","phoneNumbers":["+12025550123"],"priority":100,"simNumber":2,"#
            + #""textMessage":{"text":"Hello"},"ttl":3600,"withDeliveryReport":false}"# + "\n"
        #expect(result.output == line)
    }

    @Test func anExplanationIsForPeople() async throws {
        let mail = """
            Subject: Alarm
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            \u{20}
            --b
            Content-Type: text/html; charset=utf-8

            <p>\u{201C}Disk\u{201D} is \u{1F4A5}<p>\(String(repeating: "full ", count: 40))
            --b--
            """
        let result = try await command(
            Project.postsms,
            [
                "pipe", "--dry-run", "--explain", "--user=alice", "-o", "credentials_file=/nonexistent",
                "-o", "max_segments=1", Self.recipient,
            ], input: mail)
        #expect(result.status == 0)
        for line in [
            #/to: +\+12025550123\n/#, #/part: +2, text/html, transfer encoding identity\n/#,
            #/chosen: +\S.*\n/#,
            #/charset: +utf-8, labelled utf-8\n/#, #/encoding: +UCS-2, 66 code units\n/#, #/segments: +1\n/#,
            #/cut off: +\d+ characters at the end.*\n/#,
            #/\n\n\u{201C}Disk\u{201D} is \u{1F4A5}\n\nfull full .*\.\.\.\n$/#,
        ] as [Regex<Substring>] {
            #expect(result.output.contains(line), "\(result.output)")
        }
    }

    @Test func anExplanationTellsWhatWasDoneToTheText() async throws {
        let mail = """
            From: Jo Doe <jo@example.com>
            Subject: backup

            \u{1B}[31mERROR\u{1B}[0m on srv1, see log (https://srv1.example/log)$$ ignored
            On Mon, 5 Jan 2026 at 10:00, Ops <ops@example.com> wrote:
            > Is it done?
            """
        let result = try await command(
            Project.postsms,
            [
                "pipe", "--dry-run", "--explain", "--user=alice", "-o", "credentials_file=/nonexistent",
                "-o", "links=text", "-o", "quotes=remove", "-o", "text_end=$$", "-o",
                "text_format=%f, %s: %b",
                Self.recipient,
            ], input: mail)
        #expect(result.status == 0)
        for line in [
            #/text: +control sequences for a terminal were removed\n/#, #/text: +links = text: 1 link .*\n/#,
            #/text: +quotes = remove: 2 quoted lines .*\n/#, #/text: +text_end: "\$\$" .*\n/#,
            #/text: +text_format: .*\n/#, #/\n\nJo Doe, backup: ERROR on srv1, see log\n$/#,
        ] as [Regex<Substring>] {
            #expect(result.output.contains(line), "\(result.output)")
        }
    }

    @Test func anExplanationIsOfADryRun() async throws {
        let result = try await command(
            Project.postsms, ["pipe", "--explain", "--user=alice", Self.recipient], input: Self.mail)
        #expect(result.status == 75)
        #expect(result.firstLine == "4.3.5 451 Local configuration error: --explain goes with --dry-run")
    }

    @Test(arguments: [
        (["--user="], recipient, mail, 77, "5.7.0 530 Authentication required"),
        (["--user=alice"], "x@y", mail, 68, "5.1.2 550 Invalid recipient domain"),
        (["--user=alice"], recipient, "", 65, "5.6.0 550 Message body is empty"),
    ])
    func aDryRunFailsAsARealOne(
        arguments: [String], recipient: String, mail: String, status: Int32, line: String
    ) async throws {
        let result = try await command(
            Project.postsms,
            ["pipe", "--dry-run", "-o", "credentials_file=/nonexistent"] + arguments + [recipient],
            input: mail)
        #expect(result.status == status)
        #expect(result.firstLine == line)
    }

    @Test(arguments: [
        ("Subject: Test\nYour verification code is 1234\n", "Your verification code is 1234"),
        (
            "Subject: Test\nYour appointment is confirmed for tomorrow at 10:00 AM.\n",
            "Your appointment is confirmed for tomorrow at 10:00 AM."
        ),
        ("Subject: Notification\nYour package has been shipped!", "Your package has been shipped!"),
    ])
    func aHeaderThatRunsIntoTheTextIsToldFromIt(mail: String, text: String) async throws {
        let result = try await command(
            Project.postsms,
            ["pipe", "--dry-run", "--user=a", "-o", "credentials_file=/nonexistent", Self.recipient],
            input: mail)
        #expect(result.output.contains(#""textMessage":{"text":"\#(text)"}"#))
    }
}
