/// The commands that an MTA sends to a milter, SMFIC_* in Sendmail's `mfdef.h`.
///
/// A packet is a length in 4 bytes, big endian, a command, and its data. The length counts command and data.
package enum MilterCommand: UInt8, CaseIterable, Sendable {
    case abort = 0x41
    case body
    case connect
    case macros
    case endOfMessage
    case helo = 0x48
    case quitAndReconnect = 0x4B
    case header
    case mail
    case endOfHeader
    case negotiation
    case quit = 0x51
    case recipient
    case data = 0x54
    case unknown

    /// The macro that we need with this command.
    ///
    /// - `stage`: the number of the command's macro list, SMFIM_*
    /// - `name`: as requested from Postfix and as Postfix sends it
    var macro: (stage: UInt32, name: String)? {
        switch self {
        case .mail: (2, "{auth_authen}")
        case .recipient: (3, "{rcpt_addr}")
        case .endOfMessage: (5, "i")
        default: nil
        }
    }
}

extension MilterCommand: CustomStringConvertible {
    package var description: String {
        switch self {
        case .abort: "SMFIC_ABORT"
        case .body: "SMFIC_BODY"
        case .connect: "SMFIC_CONNECT"
        case .macros: "SMFIC_MACRO"
        case .endOfMessage: "SMFIC_BODYEOB"
        case .helo: "SMFIC_HELO"
        case .quitAndReconnect: "SMFIC_QUIT_NC"
        case .header: "SMFIC_HEADER"
        case .mail: "SMFIC_MAIL"
        case .endOfHeader: "SMFIC_EOH"
        case .negotiation: "SMFIC_OPTNEG"
        case .quit: "SMFIC_QUIT"
        case .recipient: "SMFIC_RCPT"
        case .data: "SMFIC_DATA"
        case .unknown: "SMFIC_UNKNOWN"
        }
    }
}

/// A packet for the MTA.
func milterPacket(_ command: Unicode.Scalar, _ data: [UInt8] = []) -> [UInt8] {
    bigEndian(UInt32(clamping: data.count + 1)) + [UInt8(ascii: command)] + data
}

func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}

extension ArraySlice<UInt8> {
    /// Removes a 4-byte big-endian number from the front. nil if there are fewer bytes; then nothing is
    /// removed.
    mutating func takeNumber() -> UInt32? {
        guard count >= 4 else { return nil }
        defer { removeFirst(4) }
        return prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Removes a NUL-terminated string from the front. nil if there is no NUL; then nothing is removed.
    mutating func takeString() -> ArraySlice<UInt8>? {
        guard let end = firstIndex(of: 0) else { return nil }
        defer { removeFirst(end - startIndex + 1) }
        return self[..<end]
    }
}
