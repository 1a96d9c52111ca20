import Foundation

/// A phone of an account.
struct Device: Sendable {
    /// When it last asked the server for messages.
    private enum LastSeen: Sendable {
        case at(Date)
        case ago(TimeInterval)
    }

    let id: String
    private let seen: LastSeen

    /// - Parameter text: `id` for a phone that is online; `id@TIME` with an RFC 3339 time, or `id@AGE`, a
    ///   number and one of the letters s, m, h and d, for one that was last seen then. nil for anything else
    init?(_ text: String) {
        let words = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = words.first, !id.isEmpty else { return nil }
        self.id = String(id)
        guard words.count == 2 else {
            seen = .ago(0)
            return
        }
        if let time = try? Date(String(words[1]), strategy: .iso8601) {
            seen = .at(time)
        } else if let age = Self.seconds(words[1]) {
            seen = .ago(age)
        } else {
            return nil
        }
    }

    func lastSeen(now: Date) -> Date {
        switch seen {
        case .at(let date): date
        case .ago(let age): now - age
        }
    }

    private static func seconds(_ text: Substring) -> TimeInterval? {
        let units: [Character: TimeInterval] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Double(text.dropLast()), count >= 0
        else {
            return nil
        }
        return count * unit
    }
}

/// A device as the API lists it.
struct ListedDevice: Encodable {
    let id: String
    let name: String
    let createdAt: Date
    let updatedAt: Date
    let lastSeen: Date

    init(_ device: Device, now: Date) {
        id = device.id
        name = device.id
        lastSeen = device.lastSeen(now: now)
        updatedAt = lastSeen
        createdAt = min(lastSeen, Self.registration)
    }

    /// The start of the stand-in, because it does not know when a device was registered.
    private static let registration = Date()
}
