/// One SMS for `POST /messages`: one text for one phone number.
///
/// Keys and ranges are those of the SMSGate API. A nil property is left out, so that SMSGate's default
/// applies.
package struct MessageRequest: Sendable {
    package var id: MessageID
    package var text: String
    package var phoneNumber: String
    /// How to send the message, from the sender's account and the configuration.
    package var options: MessageOptions

    package init(id: MessageID, text: String, phoneNumber: String, options: MessageOptions) {
        self.id = id
        self.text = text
        self.phoneNumber = phoneNumber
        self.options = options
    }

    /// The request's body: one JSON object on one line, keys sorted so that equal messages give equal bytes.
    package func json() throws(TransportError) -> [UInt8] {
        var members = [
            JSON.Member("id", .string(id.description)),
            JSON.Member("textMessage", .object([JSON.Member("text", .string(text))])),
            JSON.Member("phoneNumbers", .array([.string(phoneNumber)])),
        ]
        func add(_ key: String, _ value: JSON?) {
            if let value { members.append(JSON.Member(key, value)) }
        }
        add("deviceId", options.deviceID.map(JSON.string))
        add("simNumber", options.simNumber.map(JSON.integer))
        add("withDeliveryReport", options.withDeliveryReport.map(JSON.boolean))
        add("priority", options.priority.map(JSON.integer))
        add("ttl", options.timeToLive.map(JSON.integer))
        add("validUntil", options.validUntil.map { .string(timestamp($0)) })
        add("scheduleAt", options.scheduleAt.map { .string(timestamp($0)) })
        guard let body = JSON.object(members).serialized() else {
            throw .setup("the request cannot be encoded")
        }
        return body
    }
}

/// How SMSGate sends a message. nil: SMSGate's default.
package struct MessageOptions: Equatable, Sendable {
    /// Device that sends, up to 21 characters; nil: SMSGate chooses one at random for each request.
    package var deviceID: String?
    /// SIM slot, 1 to 3.
    package var simNumber: Int?
    /// -128 to 127; 100 and above skip limits and delays.
    package var priority: Int?
    /// Seconds after which an unsent message is dropped, 5 or more.
    package var timeToLive: Int?
    /// Time after which an unsent message is dropped, in seconds since 1970-01-01 00:00 UTC, up to the year
    /// 9999; excludes `timeToLive`.
    package var validUntil: Int?
    /// Time before which it is not sent, in the same unit, in the future and not after `validUntil`.
    package var scheduleAt: Int?
    package var withDeliveryReport: Bool?
    /// Only devices that SMSGate heard from in this many hours before the mail arrived may send. We choose
    /// the device, so this is not part of the request.
    package var deviceActiveWithin: Int?
    /// Whether SMSGate accepts the number unchecked. Goes into the query, not into the body.
    package var skipPhoneValidation = false

    package init() {}

    /// The query part of the URL, empty or beginning with `?`.
    var query: String {
        skipPhoneValidation ? "?skipPhoneValidation=true" : ""
    }
}
