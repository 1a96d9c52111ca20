/// The option negotiation, SMFIC_OPTNEG: the MTA offers what it can do, and we answer with what we take of it.
enum MilterNegotiation {
    /// Sendmail 8.14 and Postfix 2.6. Older versions wait for a reply to nearly every command, and drop the space in front of a
    /// header field's value.
    static let version: UInt32 = 6

    /// What we do, SMFIF_*: delete the recipients that have their SMS, and name the macros that we need.
    private static let actions: [(name: String, bit: UInt32)] = [
        ("SMFIF_DELRCPT", 1 << 3),
        ("SMFIF_SETSYMLIST", 1 << 8),
    ]

    /// Which commands the MTA leaves out, and which it sends without waiting for a reply, SMFIP_*. A reply is due at the end of a
    /// message only.
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

    /// - Parameter offer: the data of the MTA's packet: version, actions and protocol options, 4 bytes each. What may follow is
    ///   for later versions.
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
