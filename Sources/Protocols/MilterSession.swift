/// A milter's side of the milter protocol, version 6, as smtpd(8) and cleanup(8) speak it: bytes in, events
/// out, verdicts in, bytes out, no I/O.
///
/// A session lasts as long as an SMTP connection and holds any number of messages. It stores no message
/// content; that is up to the caller. Give it the input, then take all events:
///
///     while session.state == .open {
///         session.receive(try read())
///         while let event = session.nextEvent() { ... }
///     }
package struct MilterSession {
    package enum Event: Equatable, Sendable {
        /// The options are agreed once `answer` is sent.
        case negotiated(answer: [UInt8])
        /// A message begins.
        ///
        /// - Parameters:
        ///   - sender: without angle brackets; empty for a bounce
        ///   - user: the SASL user name; nil without a login
        case mail(sender: [UInt8], user: [UInt8]?)
        case recipient(MilterRecipient)
        /// - Parameters:
        ///   - name: without the colon
        ///   - value: everything after the colon, with leading white space; LF before each continuation line
        case header(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)
        /// The next piece of the body, with CRLF line ends, cut anywhere.
        case body(ArraySlice<UInt8>)
        /// The MTA waits for `reply`. No further event comes before it.
        case endOfMessage(queueID: [UInt8])
        /// The message was aborted and must be forgotten.
        case abort
    }

    package enum State: Equatable, Sendable {
        case open
        /// The MTA has quit. Close the connection.
        case ended
        /// Close the connection.
        case failed(MilterViolation)
    }

    /// Determines which commands are valid next.
    private enum Phase {
        case negotiation, betweenMessages, envelopeWithoutRecipient, envelope, header, body, reply
    }

    /// Bytes of a packet with a header field or a piece of the body. Postfix sends at most 65,535 bytes of a
    /// body. A header field may be a little longer than `header_size_limit`, which is 102,400 and may be
    /// raised.
    package static let contentLimit = 262_144
    /// Bytes of any other packet. smtpd(8) reads command lines of up to `line_length_limit`, 2,048; quoting
    /// may double that.
    package static let commandLimit = 16_384

    package private(set) var state = State.open
    private var phase = Phase.negotiation
    /// Received bytes. Those before `position` are processed, and stay until the next call of `receive`
    /// because events refer to them.
    private var input: [UInt8] = []
    private var position = 0
    /// The macro that we need for the next command; its value is nil if the MTA did not send it.
    private var announced: (command: MilterCommand, value: [UInt8]?)?

    package init() {}

    /// Processes input in pieces of any size. At most one unfinished packet is kept if the caller takes all
    /// events and gives a due reply before it reads more.
    ///
    /// Release the slices of earlier events first, or the whole input is copied.
    package mutating func receive(_ bytes: ArraySlice<UInt8>) {
        guard state == .open else { return }
        input.removeFirst(position)
        position = 0
        input += bytes
    }

    /// The next event. nil if more input or a verdict is needed, or the connection must be closed: see
    /// `state`.
    package mutating func nextEvent() -> Event? {
        do throws(MilterViolation) {
            while state == .open, phase != .reply, let (command, data) = try nextPacket() {
                if let event = try handle(command, data) { return event }
            }
        } catch {
            close(.failed(error))
        }
        return nil
    }

    /// The reply to `endOfMessage`, to be sent; nil if no reply is due.
    package mutating func reply(_ verdict: MilterVerdict) -> [UInt8]? {
        guard state == .open, phase == .reply else { return nil }
        phase = .betweenMessages
        return verdict.packets
    }

    private mutating func close(_ end: State) {
        state = end
        input = []
        position = 0
        announced = nil
    }

    /// nil if the packet is incomplete.
    private mutating func nextPacket() throws(MilterViolation) -> (MilterCommand, ArraySlice<UInt8>)? {
        var rest = input[position...]
        guard let length = rest.takeNumber() else { return nil }
        guard length > 0 else { throw .emptyPacket }
        guard length <= Self.contentLimit else { throw .packetTooLong(length: length) }
        guard let byte = rest.first else { return nil }
        guard let command = MilterCommand(rawValue: byte) else { throw .unknownCommand(byte) }
        guard length <= Self.commandLimit || command == .header || command == .body else {
            throw .packetTooLong(length: length)
        }
        let packet = rest.prefix(Int(length))
        guard packet.count == length else { return nil }
        position = packet.endIndex
        return (command, packet.dropFirst())
    }

    /// - Returns: nil if the packet is not an event by itself
    private mutating func handle(
        _ command: MilterCommand, _ data: ArraySlice<UInt8>
    ) throws(MilterViolation) -> Event? {
        // Macros are for the next command only, so that those of one message are not used for another.
        let macro = announced?.command == command ? announced?.value : nil
        announced = nil
        if phase == .negotiation, command != .negotiation { throw .commandBeforeNegotiation(command) }
        switch command {
        case .negotiation:
            guard phase == .negotiation else { throw .secondNegotiation }
            let answer = try MilterNegotiation.answer(to: data)
            phase = .betweenMessages
            return .negotiated(answer: answer)
        case .macros:
            announced = try Self.macro(in: data)
            return nil
        case .mail:
            try advance(to: .envelopeWithoutRecipient, from: [.betweenMessages], by: command)
            return .mail(sender: try Self.address(in: data, of: command), user: macro)
        case .recipient:
            try advance(to: .envelope, from: [.envelopeWithoutRecipient, .envelope], by: command)
            let address = try Self.address(in: data, of: command)
            return .recipient(MilterRecipient(address: address, resolved: macro ?? address))
        case .header:
            try advance(to: .header, from: [.envelope, .header], by: command)
            return try Self.header(in: data)
        case .body:
            try advance(to: .body, from: [.envelope, .header, .body], by: command)
            return .body(data)
        case .endOfMessage:
            try advance(to: .reply, from: [.envelope, .header, .body], by: command)
            guard data.isEmpty else { throw .unexpectedData(command) }
            guard let macro else { throw .missingQueueID }
            return .endOfMessage(queueID: macro)
        case .abort, .quitAndReconnect:
            guard data.isEmpty else { throw .unexpectedData(command) }
            defer { phase = .betweenMessages }
            // smtpd(8) sends an abort after each message, even after a completed one.
            return phase == .betweenMessages ? nil : .abort
        case .quit:
            guard data.isEmpty else { throw .unexpectedData(command) }
            close(.ended)
            return nil
        case .connect, .helo, .data, .endOfHeader, .unknown:
            throw .excludedCommand(command)
        }
    }

    private mutating func advance(
        to next: Phase, from phases: [Phase], by command: MilterCommand
    ) throws(MilterViolation) {
        guard phases.contains(phase) else { throw .commandOutOfOrder(command) }
        phase = next
    }
}

extension MilterSession {
    /// The argument of MAIL or RCPT, in angle brackets if the client sent them. ESMTP parameters follow as
    /// further strings and are ignored.
    private static func address(
        in data: ArraySlice<UInt8>, of command: MilterCommand
    ) throws(MilterViolation) -> [UInt8] {
        guard let last = data.last else { throw .missingString(command) }
        var rest = data
        guard last == 0, let path = rest.takeString() else { throw .unterminatedString(command) }
        let isBracketed = path.count >= 2 && path.first == UInt8(ascii: "<") && path.last == UInt8(ascii: ">")
        return Array(isBracketed ? path.dropFirst().dropLast() : path)
    }

    private static func header(in data: ArraySlice<UInt8>) throws(MilterViolation) -> Event {
        guard let last = data.last else { throw .missingString(.header) }
        guard last == 0 else { throw .unterminatedString(.header) }
        var rest = data
        guard let name = rest.takeString(), let value = rest.takeString() else {
            throw .missingString(.header)
        }
        guard rest.isEmpty else { throw .unexpectedData(.header) }
        return .header(name: name, value: value)
    }

    /// A command, then names and values of macros. The MTA also sends macros for commands that it leaves out.
    private static func macro(
        in data: ArraySlice<UInt8>
    ) throws(MilterViolation) -> (command: MilterCommand, value: [UInt8]?) {
        var rest = data
        guard let byte = rest.popFirst() else { throw .macrosWithoutCommand }
        guard let command = MilterCommand(rawValue: byte) else { throw .unknownCommand(byte) }
        guard rest.last ?? 0 == 0 else { throw .unterminatedString(.macros) }
        var macro: [UInt8]?
        while let name = rest.takeString() {
            guard let value = rest.takeString() else { throw .macroWithoutValue }
            // An empty macro means the same as a missing one.
            let isWanted = command.macro.map { name.elementsEqual($0.name.utf8) } ?? false
            if isWanted, !value.isEmpty { macro = Array(value) }
        }
        return (command, macro)
    }
}
