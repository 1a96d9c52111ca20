/// The option negotiation, SMFIC_OPTNEG: the MTA offers its abilities, and we answer with those that we use.
enum MilterNegotiation {
    /// Sendmail 8.14 and Postfix 2.6. With older versions nearly every command waits for a reply, and header
    /// values lose their leading space.
    static let version: UInt32 = 6

    /// The actions that we use, SMFIF_*: delete recipients that have their SMS, and request macros.
    private static let actions: [(name: String, bit: UInt32)] = [
        ("SMFIF_DELRCPT", 1 << 3),
        ("SMFIF_SETSYMLIST", 1 << 8),
    ]

    /// Commands that the MTA leaves out or sends without waiting for a reply, SMFIP_*. Only the end of a
    /// message needs a reply.
    private static let protocolOptions: [(name: String, bit: UInt32)] = [
        ("SMFIP_NOCONNECT", 1 << 0),
        ("SMFIP_NOHELO", 1 << 1),
        ("SMFIP_NOEOH", 1 << 6),
        ("SMFIP_NR_HDR", 1 << 7),
        ("SMFIP_NOUNKNOWN", 1 << 8),
        ("SMFIP_NODATA", 1 << 9),
        ("SMFIP_NR_MAIL", 1 << 14),
        ("SMFIP_NR_RCPT", 1 << 15),
        ("SMFIP_NR_BODY", 1 << 19),
        ("SMFIP_HDR_LEADSPC", 1 << 20),
    ]

    /// - Parameter offer: the data of the MTA's packet: version, actions and protocol options, 4 bytes each.
    ///   Further data is for later versions and ignored.
    /// - Returns: the packet to send
    static func answer(to offer: ArraySlice<UInt8>) throws(MilterViolation) -> [UInt8] {
        var offer = offer
        guard let offeredVersion = offer.takeNumber(), let offeredActions = offer.takeNumber(),
            let offeredOptions = offer.takeNumber()
        else { throw .truncatedNegotiation }
        guard offeredVersion >= version else { throw .versionTooOld(offeredVersion) }
        let missing =
            actions.filter { $0.bit & offeredActions == 0 }
            + protocolOptions.filter { $0.bit & offeredOptions == 0 }
        guard missing.isEmpty else { throw .missingOptions(missing.map(\.name)) }
        var answer = bigEndian(version) + bigEndian(mask(actions)) + bigEndian(mask(protocolOptions))
        for case let macro? in MilterCommand.allCases.map(\.macro) {
            answer += bigEndian(macro.stage) + Array(macro.name.utf8) + [0]
        }
        return milterPacket("O", answer)
    }

    private static func mask(_ bits: [(name: String, bit: UInt32)]) -> UInt32 {
        bits.reduce(0) { $0 | $1.bit }
    }
}
