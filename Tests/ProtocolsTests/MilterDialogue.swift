import Foundation
import Protocols
import Testing

/// A milter dialogue as a text file: `C:` lines are packets of Postfix without their lengths, `S:` lines are
/// ours, `E:` lines events, `V:` lines the verdict on the message before, `#` lines comments. The last line,
/// `END open` or `END ended`, is the session's state. `<00>` is a byte, `<x*5>` is `xxxxx`.
struct MilterDialogue {
    /// Postfix's bytes, and the ends of its packets.
    private(set) var input: [UInt8] = []
    private(set) var packetEnds: [Int] = []
    private var verdicts: [String] = []
    /// The `S:` and `E:` lines, and the end.
    private(set) var expected: [String] = []

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Dialogues/milter")

    static let names = dialogueNames(in: folder)

    init(named name: String) throws {
        let file = Self.folder.appendingPathComponent(name + ".txt")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let text = line.drop { $0 != " " }.dropFirst()
            switch line.prefix(while: { $0 != " " }) {
            case "#": break
            case "C:":
                input += Self.packet(Self.bytes(text))
                packetEnds.append(input.count)
            case "V:": verdicts.append(String(decoding: Self.bytes(text), as: UTF8.self))
            case "S:", "E:": expected.append(line.prefix(3) + Self.text(Self.bytes(text)))
            case "END": expected.append(String(line))
            default: Issue.record("\(name): \(line)")
            }
        }
    }

    /// - Parameter size: bytes of each piece that the session gets
    /// - Returns: the session's output in the form of the file
    func transcript(piecesOf size: Int) -> [String] {
        var session = MilterSession()
        var lines: [String] = []
        var recipients: [MilterRecipient] = []
        var verdicts = verdicts[...]
        for start in stride(from: 0, to: input.count, by: size) {
            session.receive(input[start..<min(start + size, input.count)])
            while let event = session.nextEvent() {
                switch event {
                case .negotiated(let answer): lines += Self.packets(answer)
                case .mail: recipients = []
                case .recipient(let recipient): recipients.append(recipient)
                default: break
                }
                if let line = Self.line(event) { lines.append(line) }
                guard case .endOfMessage = event else { continue }
                if let word = verdicts.popFirst() {
                    lines += Self.packets(session.reply(Self.verdict(word, recipients)) ?? [])
                }
            }
        }
        return lines + [Self.end(session.state)]
    }

    static func packet(_ bytes: [UInt8]) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(bytes.count >> $0 & 0xFF) } + bytes
    }

    static func line(_ event: MilterSession.Event) -> String? {
        switch event {
        case .negotiated: nil
        case .mail(let sender, let user):
            "E: mail \(text(sender))" + (user.map { " user \(text($0))" } ?? "")
        case .recipient(let recipient): "E: recipient \(text(recipient.address)) \(text(recipient.resolved))"
        case .header(let name, let value): "E: header \(text(Array(name))):\(text(Array(value)))"
        case .body(let bytes): "E: body \(text(Array(bytes)))"
        case .endOfMessage(let queueID): "E: end \(text(queueID))"
        case .abort: "E: abort"
        }
    }

    private static func end(_ state: MilterSession.State) -> String {
        switch state {
        case .open: "END open"
        case .ended: "END ended"
        case .failed(let violation): "END \(violation)"
        }
    }

    /// `accept`, `accept without 0 2`, `discard` or `refuse 550 5.6.0 text`.
    private static func verdict(_ line: String, _ recipients: [MilterRecipient]) -> MilterVerdict {
        let words = line.split(separator: " ", maxSplits: 3)
        switch words[0] {
        case "discard": return .discard
        case "refuse":
            let refusal = MilterRefusal(
                code: Int(words[1]) ?? 0, enhancedStatusCode: String(words[2]), text: String(words[3]))
            return refusal.map { .refuse($0) } ?? .accept()
        default:
            return .accept(deleting: line.split(separator: " ").compactMap { Int($0) }.map { recipients[$0] })
        }
    }

    /// One line for each packet.
    private static func packets(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let packet = rest.dropFirst(4).prefix(length)
            #expect(packet.count == length && length > 0)
            lines.append("S: \(text(Array(packet)))")
            rest = rest.dropFirst(4 + length)
        }
        return lines
    }

    private static func bytes(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let first = rest.first {
            if first == "<", let match = rest.prefixMatch(of: /<([0-9a-f]{2})>/) {
                bytes.append(UInt8(match.1, radix: 16) ?? 0)
                rest = rest[match.range.upperBound...]
            } else if first == "<", let match = rest.prefixMatch(of: /<(.)\*(\d+)>/) {
                bytes += [UInt8](repeating: match.1.utf8.first ?? 0, count: Int(match.2) ?? 0)
                rest = rest[match.range.upperBound...]
            } else {
                bytes += Array(first.utf8)
                rest.removeFirst()
            }
        }
        return bytes
    }

    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            0x20...0x7E ~= byte
                ? String(UnicodeScalar(byte)) : "<\(byte < 16 ? "0" : "")\(String(byte, radix: 16))>"
        }.joined()
    }
}
