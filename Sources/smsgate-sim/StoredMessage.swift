import Foundation

/// A message that was accepted: what a real device would send.
struct StoredMessage: Codable, Sendable {
    let user: String
    let body: MessageBody

    private enum CodingKeys: CodingKey { case user }

    init(user: String, body: MessageBody) {
        self.user = user
        self.body = body
    }

    init(from decoder: any Decoder) throws {
        body = try MessageBody(from: decoder)
        user = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .user)
    }

    /// The request's own keys, and the user beside them.
    func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(user, forKey: .user)
    }
}

/// A message's state as the API tells it.
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

    init(of message: StoredMessage) {
        id = message.body.id
        deviceId = message.body.deviceId
        isEncrypted = message.body.isEncrypted ?? false
        recipients = message.body.phoneNumbers.map { Recipient(phoneNumber: $0, state: "Pending") }
    }

    /// Of a message that nobody has sent.
    static var ofAnother: MessageState {
        MessageState(id: UUID().uuidString.lowercased())
    }

    private init(id: String) {
        self.id = id
        deviceId = nil
        isEncrypted = false
        recipients = []
    }
}
