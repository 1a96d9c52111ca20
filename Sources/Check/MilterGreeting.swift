/// The result of contacting a milter.
package enum MilterAnswer: Equatable, Sendable {
    /// It speaks the protocol as Postfix needs it.
    case answers
    /// The connection failed; the reason.
    case refused(String)
    /// It accepted the connection, but sent no complete answer in time.
    case silent
    /// It answered something else or closed the connection.
    case wrong
}

/// The start of the milter protocol, version 6, on Postfix's side: option negotiation (SMFIC_OPTNEG). A
/// packet is a length in 4 bytes in network byte order, a letter, and data. The length counts letter and
/// data.
package enum MilterGreeting {
    private static let version: UInt32 = 6
    /// Everything that Postfix offers (SMFIF_*, SMFIP_*); a milter accepts a subset.
    private static let actions: UInt32 = 0x1FF
    private static let protocolSteps: UInt32 = 0x1F_FFFF
    private static let negotiation = UInt8(ascii: "O")
    /// Version, actions and steps; in version 6 lists of macros follow. Every answer is at most a few lists
    /// long.
    private static let fixedLength = 1 + 3 * 4
    private static let longestAnswer = 65_536

    /// Postfix's first packet.
    package static let request = packet(
        [negotiation] + bytes(version) + bytes(actions) + bytes(protocolSteps))
    /// SMFIC_QUIT
    package static let farewell = packet([UInt8(ascii: "Q")])

    /// The meaning of the bytes received so far, nil if the answer is incomplete.
    package static func answer(_ received: [UInt8]) -> MilterAnswer? {
        guard let length = number(received[...]) else { return nil }
        guard length >= fixedLength, length <= longestAnswer else { return .wrong }
        let body = received.dropFirst(4).prefix(Int(length))
        if let letter = body.first, letter != negotiation { return .wrong }
        guard body.count == length else { return nil }
        let values = body.dropFirst()
        guard number(values) == version,
            let wantedActions = number(values.dropFirst(4)), wantedActions & ~actions == 0,
            let wantedSteps = number(values.dropFirst(8)), wantedSteps & ~protocolSteps == 0
        else { return .wrong }
        return .answers
    }

    private static func packet(_ body: [UInt8]) -> [UInt8] { bytes(UInt32(body.count)) + body }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        bytes.count < 4 ? nil : bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
