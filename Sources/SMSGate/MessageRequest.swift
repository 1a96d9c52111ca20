package import FoundationEssentials

/// One SMS as `POST /messages` takes it: one text for one phone number.
///
/// Keys and ranges are those of the SMSGate API. A property that is nil is left out, and SMSGate's own default
/// counts.
package struct MessageRequest: Encodable, Sendable {
    package var id: MessageID
    package var text: String
    package var phoneNumber: String
    /// What the sender's account and the configuration say about how it is sent.
    package var options: MessageOptions

    package init(id: MessageID, text: String, phoneNumber: String, options: MessageOptions) {
        self.id = id
        self.text = text
        self.phoneNumber = phoneNumber
        self.options = options
    }

    private enum CodingKeys: String, CodingKey {
        case id, textMessage, phoneNumbers, deviceId, simNumber, withDeliveryReport, priority, ttl,
            validUntil, scheduleAt
    }

    private struct TextMessage: Encodable {
        let text: String
    }

    package func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: CodingKeys.self)
        try body.encode(id.description, forKey: .id)
        try body.encode(TextMessage(text: text), forKey: .textMessage)
        try body.encode([phoneNumber], forKey: .phoneNumbers)
        try body.encodeIfPresent(options.deviceID, forKey: .deviceId)
        try body.encodeIfPresent(options.simNumber, forKey: .simNumber)
        try body.encodeIfPresent(options.withDeliveryReport, forKey: .withDeliveryReport)
        try body.encodeIfPresent(options.priority, forKey: .priority)
        try body.encodeIfPresent(options.timeToLive, forKey: .ttl)
        try body.encodeIfPresent(options.validUntil, forKey: .validUntil)
        try body.encodeIfPresent(options.scheduleAt, forKey: .scheduleAt)
    }

    /// The request's body: one JSON object on one line, keys sorted so that the same message gives the same bytes.
    package func json() throws(TransportError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        do {
            return Array(try encoder.encode(self))
        } catch {
            throw .setup("the request cannot be encoded")
        }
    }
}

/// How SMSGate is to send a message. nil: SMSGate's default.
package struct MessageOptions: Equatable, Sendable {
    /// Device that sends, up to 21 characters; nil: SMSGate picks one at random for each request.
    package var deviceID: String?
    /// SIM slot, 1 to 3.
    package var simNumber: Int?
    /// -128 to 127; 100 and above skip limits and delays.
    package var priority: Int?
    /// Seconds after which an unsent message is dropped, 5 or more.
    package var timeToLive: Int?
    /// Time after which an unsent message is dropped; not together with `timeToLive`.
    package var validUntil: Date?
    /// Time before which it is not sent, in the future and not after `validUntil`.
    package var scheduleAt: Date?
    package var withDeliveryReport: Bool?
    /// Only devices seen in this many hours may send. Goes into the query, not into the body.
    package var deviceActiveWithin: Int?
    /// SMSGate is to take the number as it is. Goes into the query, not into the body.
    package var skipPhoneValidation = false

    package init() {}

    /// The query part of the URL, empty or beginning with `?`.
    var query: String {
        var items: [String] = []
        if skipPhoneValidation { items.append("skipPhoneValidation=true") }
        if let hours = deviceActiveWithin { items.append("deviceActiveWithin=\(hours)") }
        return items.isEmpty ? "" : "?" + items.joined(separator: "&")
    }
}
