import Foundation

/// A message that was accepted: what a real device would send.
struct StoredMessage: Codable, Sendable {
    let user: String
    let body: MessageBody

    /// Prints it as one line of JSON.
    func printLine() {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let line = try? encoder.encode(self) else { return }
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }

    /// The request's own keys, and the user beside them.
    func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(user, forKey: .user)
    }
}

/// A message's state as the API tells it.
struct MessageState: Encodable {
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
}
