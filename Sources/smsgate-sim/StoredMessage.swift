import Foundation

/// An accepted message, which a real device would send.
struct StoredMessage: Codable, Sendable {
    let user: String
    let acceptedAt: Date
    /// Whether the stand-in was told to keep from its client that the message was taken.
    let answerIsLost: Bool
    let body: MessageBody

    private enum CodingKeys: CodingKey { case user, acceptedAt, answerIsLost }

    init(user: String, acceptedAt: Date, answerIsLost: Bool, body: MessageBody) {
        self.user = user
        self.acceptedAt = acceptedAt
        self.answerIsLost = answerIsLost
        self.body = body
    }

    init(from decoder: any Decoder) throws {
        body = try MessageBody(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        user = try container.decode(String.self, forKey: .user)
        acceptedAt = try container.decode(Date.self, forKey: .acceptedAt)
        answerIsLost = try container.decodeIfPresent(Bool.self, forKey: .answerIsLost) ?? false
    }

    /// The request's own keys, with user, time, and whether the answer is lost.
    func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(user, forKey: .user)
        try container.encode(acceptedAt, forKey: .acceptedAt)
        if answerIsLost { try container.encode(true, forKey: .answerIsLost) }
    }
}

/// A message's state as the API reports it.
struct MessageState: Encodable, Sendable {
    struct Recipient: Encodable {
        let phoneNumber: String
        let state: String
    }

    let id: String?
    let deviceId: String?
    let state = "Pending"
    let isHashed = false
    let isEncrypted: Bool
    let recipients: [Recipient]
    /// The time of each state.
    let states: [String: Date]

    init(of message: StoredMessage) {
        id = message.body.id
        deviceId = message.body.deviceId
        isEncrypted = message.body.isEncrypted ?? false
        recipients = message.body.phoneNumbers.map { Recipient(phoneNumber: $0, state: "Pending") }
        states = ["Pending": message.acceptedAt]
    }

    /// The state of a message that nobody has sent.
    static var ofAnother: MessageState {
        MessageState(id: UUID().uuidString.lowercased())
    }

    private init(id: String) {
        self.id = id
        deviceId = nil
        isEncrypted = false
        recipients = []
        states = ["Pending": Date()]
    }
}
