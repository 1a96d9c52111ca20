// Properties for every input of the milter session, besides the absence of traps.

/// The output of a session, and the verdicts given to it.
private struct MilterRun {
    private(set) var session = MilterSession()
    private(set) var events: [MilterSession.Event] = []
    private(set) var replies: [UInt8] = []
    private var isInMessage = false
    private var recipients: [MilterRecipient] = []

    mutating func receive(_ bytes: ArraySlice<UInt8>) {
        session.receive(bytes)
        while let event = session.nextEvent() { take(event) }
        checkSilent()
    }

    private mutating func take(_ event: MilterSession.Event) {
        events.append(event)
        switch event {
        case .negotiated(let answer):
            check(events.count == 1, "a late negotiation")
            check(answer.count < 100, "a long answer")
        case .mail:
            check(!isInMessage, "a message in a message")
            isInMessage = true
            recipients = []
        case .recipient(let recipient):
            check(
                recipient.address.count + recipient.resolved.count <= 2 * MilterSession.commandLimit,
                "too long")
            check(!recipient.address.contains(0) && !recipient.resolved.contains(0), "a NUL in an address")
            recipients.append(recipient)
        case .header, .body: check(!recipients.isEmpty, "content for nobody")
        case .endOfMessage(let queueID):
            check(isInMessage && !recipients.isEmpty && !queueID.isEmpty, "an end out of order")
            isInMessage = false
            reply()
            return
        case .abort:
            check(isInMessage, "an abort of nothing")
            isInMessage = false
        }
        checkSilent()
    }

    /// The verdicts in turn.
    private mutating func reply() {
        check(session.nextEvent() == nil, "an event before the reply")
        let verdict: MilterVerdict =
            switch events.count % 3 {
            case 0: .accept(deleting: recipients)
            case 1: .discard
            default:
                MilterRefusal(
                    code: 451, enhancedStatusCode: "4.3.0",
                    text: String(decoding: recipients.flatMap(\.address), as: UTF8.self)
                ).map { .refuse($0) } ?? .discard
            }
        let packets = session.reply(verdict)
        check(packets != nil, "no reply")
        checkPackets(packets ?? [])
        replies += packets ?? []
        recipients = []
    }

    /// Packets that Postfix can separate, the last of which is a verdict.
    private func checkPackets(_ packets: [UInt8]) {
        var rest = packets[...]
        var last: UInt8?
        while let length = rest.takeNumber() {
            check(length > 0 && length <= rest.count, "a packet of another length")
            check(last == nil || last == UInt8(ascii: "-"), "a packet after the verdict")
            last = rest.first
            rest = rest.dropFirst(Int(length))
        }
        check(rest.isEmpty && last.map("ady".utf8.contains) == true, "no verdict")
    }

    /// Between the ends of messages nothing may be sent.
    private mutating func checkSilent() {
        check(session.reply(.discard) == nil, "a reply that nobody waits for")
    }
}

/// The first byte is the size of the pieces. A `!` after it stands for Postfix's offer, so that most inputs
/// get past it.
func checkMilter(_ input: ArraySlice<UInt8>) {
    guard let size = input.first.map({ Int($0) + 1 }) else { return }
    var bytes = Array(input.dropFirst())
    if bytes.first == UInt8(ascii: "!") {
        bytes.replaceSubrange(
            0..<1, with: [0, 0, 0, 13, 0x4F, 0, 0, 0, 6, 0, 0, 1, 0xFF, 0, 0x1F, 0xFF, 0xFF])
    }
    var whole = MilterRun()
    whole.receive(bytes[...])
    for size in [1, size] {
        var pieces = MilterRun()
        for start in stride(from: 0, to: bytes.count, by: size) {
            pieces.receive(bytes[start..<min(start + size, bytes.count)])
        }
        check(pieces.events == whole.events, "events that depend on the pieces")
        check(pieces.replies == whole.replies, "replies that depend on the pieces")
        check(pieces.session.state == whole.session.state, "an end that depends on the pieces")
    }
    let kept = whole.events.reduce(0) { $0 + $1.size }
    check(kept <= bytes.count * 2, "events that outgrow their input")
}

extension MilterSession.Event {
    fileprivate var size: Int {
        switch self {
        case .negotiated, .abort: 0
        case .mail(let sender, let user): sender.count + (user?.count ?? 0)
        case .recipient(let recipient): recipient.address.count + recipient.resolved.count
        case .header(let name, let value): name.count + value.count
        case .body(let bytes): bytes.count
        case .endOfMessage(let queueID): queueID.count
        }
    }
}
