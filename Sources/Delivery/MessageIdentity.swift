import Accounts
package import Mail
package import SMSGate

/// How a host accepted a mail; this distinguishes two mails with the same content.
package struct Acceptance: Equatable, Sendable {
    /// Empty when the mail is not in a queue.
    package var queueID: String
    /// In seconds since 1970-01-01 00:00 UTC; nil if unknown.
    package var arrival: Int?
    /// The date that cleanup(8) adds if the client gave no date, as written in the mail; nil: it added no
    /// date.
    package var addedDate: String?

    package init(queueID: String, arrival: Int? = nil, addedDate: String? = nil) {
        self.queueID = queueID
        self.arrival = arrival
        self.addedDate = addedDate
    }

    /// Read from the newest `Received:`, because the queue file's name, and so pipe(8)'s `${queue_id}`,
    /// changes when a queue is moved to another disk.
    ///
    /// - Parameter queueID: used if `Received:` has no id
    package init(of mail: RawMessage, queueID: String) {
        let received = mail.received
        let own = received.first
        self.init(queueID: own?.id ?? queueID, arrival: own?.date)
        // The date that cleanup(8) adds is the time that smtpd(8) writes into `Received:`. A relay before us may
        // have done the same.
        if let own, own.date != nil, !received.dropFirst().contains(where: { $0.dateText == own.dateText }) {
            addedDate = own.dateText
        }
    }
}

extension MessageID {
    /// The id of the SMS for a mail: the same for each try, role and host.
    ///
    /// - Parameters:
    ///   - user: the user whose account sends it, in any spelling
    ///   - phoneNumber: as sent to SMSGate
    package init(user: String, phoneNumber: String, mail: RawMessage, acceptance: Acceptance) {
        let isCleanups = { (field: RawMessage.Field) in field.isMessageID(ofQueueID: acceptance.queueID) }
        let identifying = mail.fields.filter { $0.identifiesMessage && !isCleanups($0) }
        let queued = mail.tellsItselfApart(acceptance) ? "" : acceptance.uniqueQueueID
        self.init(
            hashing: [UserName.canonical(user), Array(phoneNumber.utf8), Array(queued.utf8)]
                + identifying.flatMap { [Array($0.name.utf8), $0.value] } + [mail.body])
    }
}

extension RawMessage {
    /// Whether the client itself gave the mail a `Message-ID` and a recent `Date`, so that the same mail sent
    /// again is the same message. In a resent mail, the fields of the resending are used.
    fileprivate func tellsItselfApart(_ acceptance: Acceptance) -> Bool {
        let prefix = fields.contains { $0.name.hasPrefix("resent-") } ? "resent-" : ""
        guard let arrival = acceptance.arrival,
            let id = fields.first(where: { $0.name == prefix + "message-id" }), !id.value.isEmpty,
            !id.isMessageID(ofQueueID: acceptance.queueID),
            let date = fields.firstIndex(where: { $0.name == prefix + "date" }),
            !isCleanups(fields[date], before: fields[(date + 1)...], acceptance),
            let seconds = Received.seconds(ofDate: fields[date].value)
        else { return false }
        return (arrival - Self.oldestDate...arrival + Self.clockError).contains(seconds)
    }

    /// Whether cleanup(8) added the date. It adds it after all fields of the client. The form of the date
    /// alone proves nothing: Jakarta Mail writes the same form, and often sends the mail within that second.
    private func isCleanups(
        _ date: Field, before others: ArraySlice<Field>, _ acceptance: Acceptance
    ) -> Bool {
        String(decoding: date.value, as: UTF8.self) == acceptance.addedDate
            && !others.contains(where: \.identifiesMessage)
    }

    /// A day: a client that lost a reply has retried by then.
    private static let oldestDate = 86_400
    /// Ten minutes, by which a client's clock may be fast.
    private static let clockError = 600
}

extension RawMessage.Field {
    /// Whether the sender wrote the field. Relays and milters add or change the others.
    fileprivate var identifiesMessage: Bool {
        name.hasPrefix("resent-") ? ["resent-message-id", "resent-date"].contains(name) : name != "received"
    }

    /// Whether cleanup(8) added the field to a mail without it: `<QUEUEID@host>`, or with short queue ids
    /// `<20260101120000.QUEUEID@host>`.
    fileprivate func isMessageID(ofQueueID queueID: String) -> Bool {
        guard name.hasSuffix("message-id"), !queueID.isEmpty, value.first == UInt8(ascii: "<") else {
            return false
        }
        let time = value.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let end = Array((queueID + "@").utf8)
        let behind = value.dropFirst(1 + time.count)
        return value.dropFirst().starts(with: end)
            || (time.count == 14 && behind.first == UInt8(ascii: ".") && behind.dropFirst().starts(with: end))
    }
}

extension Acceptance {
    /// The queue id, with the time of arrival if Postfix may use the id again. A long id contains a `z` and
    /// is never reused (`enable_long_queue_ids` in postconf(5)).
    fileprivate var uniqueQueueID: String {
        queueID.contains("z") || queueID.isEmpty ? queueID : "\(queueID) \(arrival.map(String.init) ?? "")"
    }
}
