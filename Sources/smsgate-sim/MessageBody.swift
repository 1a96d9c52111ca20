import Foundation

/// The body of `POST /messages`.
struct MessageBody: Codable, Sendable {
    struct TextMessage: Codable, Sendable {
        let text: String
    }

    var id: String?
    var deviceId: String?
    let textMessage: TextMessage?
    /// The deprecated form of `textMessage`.
    let message: String?
    let phoneNumbers: [String]
    let simNumber: Int?
    let withDeliveryReport: Bool?
    let priority: Int?
    let ttl: Int?
    let validUntil: Date?
    let scheduleAt: Date?
    let isEncrypted: Bool?

    /// The server's error for it, except for the numbers; nil if it is valid.
    var problem: String? {
        if let id, id.count > 36 { return "id must be a maximum of 36 characters in length" }
        if let deviceId, deviceId.count > 21 {
            return "deviceId must be a maximum of 21 characters in length"
        }
        guard let text = textMessage?.text ?? message, !text.isEmpty else {
            return "text is a required field"
        }
        if text.count > 65_535 { return "text must be a maximum of 65,535 characters in length" }
        if !(1...100).contains(phoneNumbers.count) { return "phoneNumbers must contain 1 to 100 items" }
        if Set(phoneNumbers).count < phoneNumbers.count { return "phoneNumbers must contain unique values" }
        if let simNumber, !(1...3).contains(simNumber) { return "simNumber must be 1 to 3" }
        if let priority, !(-128...127).contains(priority) { return "priority must be -128 to 127" }
        if let ttl, ttl < 5 { return "ttl must be 5 or greater" }
        if ttl != nil, validUntil != nil { return "ttl and validUntil exclude each other" }
        if let scheduleAt, scheduleAt <= Date() { return "scheduleAt must be in the future" }
        if !phoneNumbers.allSatisfy({ (1...128).contains($0.count) }) {
            return "phone number must be 1 to 128 characters in length"
        }
        return nil
    }

    /// The server's error for the numbers, nil if they are valid.
    var numberProblem: String? {
        phoneNumbers.lazy.compactMap { PhoneNumberRule.problem(with: $0) }.first
    }
}
