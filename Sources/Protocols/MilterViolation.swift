/// Why a milter session failed. The connection is then closed, and Postfix applies its `default_action`.
package enum MilterViolation: Error, Equatable, Sendable {
    /// A packet without a command.
    case emptyPacket
    /// - Parameter length: in bytes, command included
    case packetTooLong(length: UInt32)
    case unknownCommand(UInt8)

    case commandBeforeNegotiation(MilterCommand)
    case secondNegotiation
    case truncatedNegotiation
    case versionTooOld(UInt32)
    /// Options that we need and the MTA does not offer.
    ///
    /// - Parameter names: as in Sendmail's `mfdef.h`, e.g. `SMFIP_HDR_LEADSPC`
    case missingOptions(_ names: [String])

    /// The negotiation excluded this command.
    case excludedCommand(MilterCommand)
    case commandOutOfOrder(MilterCommand)

    /// A string does not end with NUL.
    case unterminatedString(MilterCommand)
    case missingString(MilterCommand)
    /// Data where it is not allowed, or more of it than the command has.
    case unexpectedData(MilterCommand)

    /// A macro packet does not name the command of its macros.
    case macrosWithoutCommand
    /// The last macro of a packet has no value.
    case macroWithoutValue
    /// The message id depends on the macro `i`.
    case missingQueueID
}

extension MilterViolation: CustomStringConvertible {
    /// For the log.
    package var description: String {
        switch self {
        case .emptyPacket: "empty packet"
        case .packetTooLong(let length): "packet of \(length) bytes is too long"
        case .unknownCommand(let byte): "unknown command 0x\(String(byte, radix: 16))"
        case .commandBeforeNegotiation(let command): "\(command) before the option negotiation"
        case .secondNegotiation: "second option negotiation"
        case .truncatedNegotiation: "option negotiation is too short"
        case .versionTooOld(let version):
            "milter protocol version \(version) is too old: set milter_protocol to \(MilterNegotiation.version)"
        case .missingOptions(let names): "MTA does not offer \(names.joined(separator: ", "))"
        case .excludedCommand(let command): "\(command), which the option negotiation excluded"
        case .commandOutOfOrder(let command): "\(command) out of order"
        case .unterminatedString(let command): "\(command) with a string that does not end with NUL"
        case .missingString(let command): "\(command) with too few strings"
        case .unexpectedData(let command): "\(command) with unexpected data"
        case .macrosWithoutCommand: "macros without a command"
        case .macroWithoutValue: "macro without a value"
        case .missingQueueID: "end of message without the macro i (queue id)"
        }
    }
}
