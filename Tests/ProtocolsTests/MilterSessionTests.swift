import Protocols
import Testing

@Suite("The milter protocol")
struct MilterSessionTests {
    @Test func theDialoguesAreFound() {
        #expect(MilterDialogue.names.count >= 39)
    }

    /// The end of a read must not matter.
    @Test(arguments: MilterDialogue.names, [1, 2, 3, 5, 16, 61, 1000, 65_536, .max / 2])
    func aDialogueGoesAsWritten(name: String, size: Int) throws {
        let dialogue = try MilterDialogue(named: name)
        // In a debug build these take minutes in very small pieces.
        if dialogue.input.count > 100_000, size < 16 { return }
        #expect(dialogue.transcript(piecesOf: size) == dialogue.expected)
    }

    /// A packet takes effect only with its last byte.
    @Test(arguments: MilterDialogue.names)
    func anUnfinishedPacketIsNoCommand(name: String) throws {
        let dialogue = try MilterDialogue(named: name)
        var session = MilterSession()
        var start = 0
        for end in dialogue.packetEnds where session.state == .open {
            session.receive(dialogue.input[start..<end - 1])
            #expect(session.nextEvent() == nil)
            #expect(session.state == .open)
            session.receive(dialogue.input[end - 1..<end])
            while let event = session.nextEvent() {
                if case .endOfMessage = event { _ = session.reply(.discard) }
            }
            start = end
        }
    }

    // MARK: Replies

    /// The MTA would take a reply that it does not wait for as the reply to a later message.
    @Test(arguments: MilterDialogue.names)
    func thereIsNoReplyButAtTheEndOfAMessage(name: String) throws {
        let dialogue = try MilterDialogue(named: name)
        var session = MilterSession()
        for byte in dialogue.input {
            session.receive([byte])
            while let event = session.nextEvent() {
                guard case .endOfMessage = event else { continue }
                #expect(session.reply(.discard) == MilterDialogue.packet(Array("d".utf8)))
            }
            try #require(session.reply(.accept()) == nil)
        }
    }

    @Test func nothingHappensUntilTheReply() {
        var session = MilterSession()
        session.receive((Self.negotiated + Self.message + Self.packets(["A", "Q"]))[...])
        var last: MilterSession.Event?
        while let event = session.nextEvent() { last = event }
        #expect(last == .endOfMessage(queueID: Array("4ABC".utf8)))
        #expect(session.nextEvent() == nil)
        #expect(session.state == .open)
        #expect(session.reply(.discard) != nil)
        #expect(session.nextEvent() == nil)
        #expect(session.state == .ended)
    }

    @Test(
        arguments: [
            ("Message body is empty", "550 5.6.0 Message body is empty"),
            ("", "550 5.6.0 "),
            ("a\r\n250 b", "550 5.6.0 a??250 b"),
            ("a\nb\rc\0d\te\u{7F}", "550 5.6.0 a?b?c?d?e?"),
            ("zoë \u{1F4F1} \u{2028}", "550 5.6.0 zo? ? ?"),
            ("100%", "550 5.6.0 100%"),
            (String(repeating: "x", count: 500), "550 5.6.0 " + String(repeating: "x", count: 500)),
            (String(repeating: "x", count: 501), "550 5.6.0 " + String(repeating: "x", count: 500)),
        ])
    func aReplyIsALineOfASCII(text: String, line: String) {
        #expect(MilterRefusal(code: 550, enhancedStatusCode: "5.6.0", text: text)?.line == line)
    }

    @Test(
        arguments: [
            (400, "4.0.0", true), (599, "5.999.999", true), (451, "4.3.5", true), (535, "5.7.8", true),
            (399, "3.0.0", false), (600, "6.0.0", false), (250, "2.0.0", false), (-550, "5.0.0", false),
            (.min, "5.0.0", false), (.max, "5.0.0", false), (550, "4.6.0", false), (450, "5.6.0", false),
            (550, "", false), (550, "5.6", false), (550, "5.6.0.0", false), (550, "5..0", false),
            (550, "5.6.x", false), (550, "5.6.0000", false), (550, "5.6.0 ", false), (550, "5.٦.0", false),
            (550, "55.6.0", false),
        ] as [(Int, String, Bool)])
    func aRefusalHasTheCodesOfOne(code: Int, enhancedStatusCode: String, isRefusal: Bool) {
        let refusal = MilterRefusal(code: code, enhancedStatusCode: enhancedStatusCode, text: "x")
        #expect((refusal != nil) == isRefusal)
    }

    // MARK: Violations

    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let input: [UInt8]
        let violation: MilterViolation

        /// - Parameter packets: with latin-1 characters as bytes, after the negotiation
        init(_ name: String, _ packets: [String], _ violation: MilterViolation) {
            self.init(name, raw: negotiated + MilterSessionTests.packets(packets), violation)
        }

        init(_ name: String, raw: [UInt8], _ violation: MilterViolation) {
            testDescription = name
            input = raw
            self.violation = violation
        }
    }

    static func packets(_ packets: [String]) -> [UInt8] {
        packets.flatMap {
            MilterDialogue.packet($0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        }
    }

    static func offer(_ version: UInt8, _ actions: [UInt8], _ options: [UInt8]) -> [UInt8] {
        MilterDialogue.packet([0x4F, 0, 0, 0, version] + actions + options)
    }

    static let negotiated = offer(6, [0, 0, 1, 0xFF], [0, 0x1F, 0xFF, 0xFF])
    private static let envelope = ["DM{auth_authen}\0alice\0", "M<a@example.com>\0", "R<b@example.com>\0"]
    private static let content = envelope + ["LSubject\0 Test\0", "BHello\r\n", "DEi\u{0}4ABC\0"]
    static let message = packets(content + ["E"])

    static let violations = [
        Row("zero-length packet", raw: [0, 0, 0, 0], .emptyPacket),
        Row("zero-length packet later", ["M<a>\0", ""], .emptyPacket),
        Row("longest length", raw: [0xFF, 0xFF, 0xFF, 0xFF], .packetTooLong(length: .max)),
        Row("negative length", raw: [0x80, 0, 0, 0], .packetTooLong(length: 1 << 31)),
        Row("content a byte too long", raw: negotiated + [0, 4, 0, 1], .packetTooLong(length: 262_145)),
        Row(
            "command a byte too long", raw: negotiated + [0, 0, 0x40, 1, 0x4D], .packetTooLong(length: 16_385)
        ),
        Row("macros too long", raw: negotiated + [0, 0, 0x40, 1, 0x44], .packetTooLong(length: 16_385)),
        Row("HTTP", raw: Array("GET / HTTP/1.1\r\n".utf8), .packetTooLong(length: 0x4745_5420)),
        Row("unknown command", ["Z"], .unknownCommand(0x5A)),
        Row("command in lower case", ["m<a>\0"], .unknownCommand(0x6D)),
        Row("command 0", ["\0"], .unknownCommand(0)),
        Row("command 255", ["\u{FF}"], .unknownCommand(0xFF)),
        Row("a reply of ours", ["c"], .unknownCommand(0x63)),

        Row("MAIL before negotiation", raw: packets(["M<a>\0"]), .commandBeforeNegotiation(.mail)),
        Row("macros before negotiation", raw: packets(["DM"]), .commandBeforeNegotiation(.macros)),
        Row("abort before negotiation", raw: packets(["A"]), .commandBeforeNegotiation(.abort)),
        Row("quit before negotiation", raw: packets(["Q"]), .commandBeforeNegotiation(.quit)),
        Row("second negotiation", raw: negotiated + negotiated, .secondNegotiation),
        Row(
            "second negotiation in a message", raw: negotiated + packets(envelope) + negotiated,
            .secondNegotiation),
        Row("empty negotiation", raw: packets(["O"]), .truncatedNegotiation),
        Row(
            "negotiation of 11 bytes", raw: packets(["O\0\0\0\u{6}\0\0\u{1}\u{FF}\0\u{1F}\u{FF}"]),
            .truncatedNegotiation),
        Row("version 2", raw: offer(2, [0, 0, 0, 0x3F], [0, 0, 0, 0x7F]), .versionTooOld(2)),
        Row("version 4", raw: offer(4, [0, 0, 1, 0xFF], [0, 0, 3, 0x7F]), .versionTooOld(4)),
        Row("version 0", raw: offer(0, [0, 0, 1, 0xFF], [0, 0x1F, 0xFF, 0xFF]), .versionTooOld(0)),
        Row(
            "no deletion of recipients", raw: offer(6, [0, 0, 1, 0xF7], [0, 0x1F, 0xFF, 0xFF]),
            .missingOptions(["SMFIF_DELRCPT"])),
        Row(
            "no macro lists", raw: offer(6, [0, 0, 0, 0xFF], [0, 0x1F, 0xFF, 0xFF]),
            .missingOptions(["SMFIF_SETSYMLIST"])),
        Row(
            "no leading white space", raw: offer(6, [0, 0, 1, 0xFF], [0, 0x0F, 0xFF, 0xFF]),
            .missingOptions(["SMFIP_HDR_LEADSPC"])),
        Row(
            "replies to each recipient", raw: offer(6, [0, 0, 1, 0xFF], [0, 0x1F, 0x7F, 0xFF]),
            .missingOptions(["SMFIP_NR_RCPT"])),
        Row(
            "replies to all", raw: offer(6, [0, 0, 1, 0xFF], [0, 0x10, 0x00, 0x7F]),
            .missingOptions([
                "SMFIP_NR_HDR", "SMFIP_NOUNKNOWN", "SMFIP_NODATA", "SMFIP_NR_MAIL", "SMFIP_NR_RCPT",
                "SMFIP_NR_BODY",
            ])),

        Row("CONNECT", ["Cx\04\0\u{19}192.0.2.1\0"], .excludedCommand(.connect)),
        Row("HELO", ["Hx\0"], .excludedCommand(.helo)),
        Row("DATA", envelope + ["T"], .excludedCommand(.data)),
        Row("end of header", envelope + ["N"], .excludedCommand(.endOfHeader)),
        Row("unknown SMTP command", ["UXYZ\0"], .excludedCommand(.unknown)),

        Row("RCPT before MAIL", ["R<b>\0"], .commandOutOfOrder(.recipient)),
        Row("header before MAIL", ["La\0b\0"], .commandOutOfOrder(.header)),
        Row("body before MAIL", ["Bx"], .commandOutOfOrder(.body)),
        Row("end before MAIL", ["DEi\u{0}4ABC\0", "E"], .commandOutOfOrder(.endOfMessage)),
        Row("header before RCPT", ["M<a>\0", "La\0b\0"], .commandOutOfOrder(.header)),
        Row("body before RCPT", ["M<a>\0", "Bx"], .commandOutOfOrder(.body)),
        Row("end before RCPT", ["M<a>\0", "DEi\u{0}4ABC\0", "E"], .commandOutOfOrder(.endOfMessage)),
        Row("second MAIL", ["M<a>\0", "M<a>\0"], .commandOutOfOrder(.mail)),
        Row("MAIL after RCPT", envelope + ["M<a>\0"], .commandOutOfOrder(.mail)),
        Row("MAIL in the header", envelope + ["La\0b\0", "M<a>\0"], .commandOutOfOrder(.mail)),
        Row("MAIL in the body", content + ["M<a>\0"], .commandOutOfOrder(.mail)),
        Row("RCPT in the header", envelope + ["La\0b\0", "R<c>\0"], .commandOutOfOrder(.recipient)),
        Row("RCPT in the body", content + ["R<c>\0"], .commandOutOfOrder(.recipient)),
        Row("header in the body", content + ["La\0b\0"], .commandOutOfOrder(.header)),
        Row("end after abort", content + ["A", "DEi\u{0}4ABC\0", "E"], .commandOutOfOrder(.endOfMessage)),
        Row("RCPT after abort", envelope + ["A", "R<c>\0"], .commandOutOfOrder(.recipient)),
        Row("RCPT after a new connection", envelope + ["K", "R<c>\0"], .commandOutOfOrder(.recipient)),
        Row("RCPT after the end", content + ["E", "R<c>\0"], .commandOutOfOrder(.recipient)),
        Row("second end", content + ["E", "DEi\u{0}4ABC\0", "E"], .commandOutOfOrder(.endOfMessage)),

        Row("MAIL without NUL", ["M<a>"], .unterminatedString(.mail)),
        Row("MAIL parameter without NUL", ["M<a>\0SIZE=1"], .unterminatedString(.mail)),
        Row("RCPT without NUL", ["M<a>\0", "R<b>"], .unterminatedString(.recipient)),
        Row("header without NUL", envelope + ["La\0b"], .unterminatedString(.header)),
        Row("header name without NUL", envelope + ["La"], .unterminatedString(.header)),
        Row("macros without NUL", ["DM{auth_authen}\0alice"], .unterminatedString(.macros)),
        Row("MAIL without address", ["M"], .missingString(.mail)),
        Row("RCPT without address", ["M<a>\0", "R"], .missingString(.recipient)),
        Row("header without name", envelope + ["L"], .missingString(.header)),
        Row("header without value", envelope + ["La\0"], .missingString(.header)),
        Row("header with two values", envelope + ["La\0b\0c\0"], .unexpectedData(.header)),
        Row("abort with data", ["A\0"], .unexpectedData(.abort)),
        Row("quit with data", ["Qx"], .unexpectedData(.quit)),
        Row("new connection with data", ["Kx"], .unexpectedData(.quitAndReconnect)),
        Row("end with data", content + ["Elast line\r\n"], .unexpectedData(.endOfMessage)),

        Row("macros for no command", ["D"], .macrosWithoutCommand),
        Row("macros for an unknown command", ["D\0a\0b\0"], .unknownCommand(0)),
        Row("macro without value", ["DM{auth_authen}\0"], .macroWithoutValue),
        Row("odd macros", ["DM{auth_authen}\0alice\0i\0"], .macroWithoutValue),
        Row("odd macros of another command", ["DCj\0"], .macroWithoutValue),
        Row("no queue id", envelope + ["E"], .missingQueueID),
        Row("empty queue id", envelope + ["DEi\0\0", "E"], .missingQueueID),
        Row("queue id of an earlier message", content + ["E"] + envelope + ["E"], .missingQueueID),
        Row("queue id for the body", envelope + ["DBi\u{0}4ABC\0", "Bx", "E"], .missingQueueID),
        Row("queue id, then an abort", content + ["A"] + envelope + ["E"], .missingQueueID),
    ]

    /// In one piece and byte by byte; nothing is sent afterwards.
    @Test(arguments: violations, [1, 7, .max / 2])
    func aViolationEndsTheSession(row: Row, size: Int) {
        var session = MilterSession()
        for start in stride(from: 0, to: row.input.count, by: size) {
            session.receive(row.input[start..<min(start + size, row.input.count)])
            while let event = session.nextEvent() {
                if case .endOfMessage = event { #expect(session.reply(.discard) != nil) }
            }
        }
        #expect(session.state == .failed(row.violation))
        session.receive(Self.message[...])
        #expect(session.nextEvent() == nil)
        #expect(session.reply(.discard) == nil)
        #expect(session.state == .failed(row.violation))
    }

    /// Each violation has a log text of its own.
    @Test func aViolationIsTold() {
        let texts = Set(Self.violations.map(\.violation.description))
        #expect(texts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 0x20...0x7E ~= $0 } })
        #expect(
            texts.isSuperset(of: [
                "packet of 4294967295 bytes is too long", "unknown command 0xff",
                "SMFIC_RCPT out of order", "MTA does not offer SMFIP_HDR_LEADSPC",
                "milter protocol version 4 is too old: set milter_protocol to 6",
            ]))
    }

    @Test func everyCommandIsKnown() {
        let letters = MilterCommand.allCases.map { Character(UnicodeScalar($0.rawValue)) }
        #expect(String(letters) == "ABCDEHKLMNOQRTU")
        #expect(Set(MilterCommand.allCases.map(\.description)).count == letters.count)
    }
}
