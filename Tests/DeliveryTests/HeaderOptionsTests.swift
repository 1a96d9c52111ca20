import Delivery
import SMSGate
import Testing

/// The tests' clock shows 2026-01-01 00:00 UTC.
@Suite struct HeaderOptionsTests {
    private static let urgent = "Importance: high\n"
    private static let expires = "Expires: Thu, 01 Jan 2026 12:00:00 +0000\n"
    private static let deferred = "Deferred-Delivery: Thu, 01 Jan 2026 06:00:00 +0000\n"

    private func json(_ fields: String, _ parameters: [String]) throws -> String {
        var delivery = Delivery()
        delivery.message = fields + "Subject: Alarm\n\nThe disk is full.\n"
        delivery.parameters = parameters
        let request = try #require(try delivery.run().request)
        return String(decoding: try request.json(), as: UTF8.self)
    }

    @Test(arguments: [
        (urgent, ["priority_high=100"], #""priority":100"#),
        (urgent, ["priority_high=100", "priority=5"], #""priority":100"#),
        ("", ["priority_high=100", "priority=5"], #""priority":5"#),
        (urgent, ["priority=5"], #""priority":5"#),
        (expires, [], #""validUntil":"2026-01-01T12:00:00Z""#),
        (deferred, [], #""scheduleAt":"2026-01-01T06:00:00Z""#),
        (expires + deferred, [], #""scheduleAt":"2026-01-01T06:00:00Z""#),
    ])
    func aMailMayAsk(fields: String, parameters: [String], part: String) throws {
        let json = try json(fields, ["header_options=yes"] + parameters)
        #expect(json.contains(part), "\(json)")
    }

    @Test func expiryTakesThePlaceOfTheTimeToLive() throws {
        let json = try json(Self.expires, ["header_options=yes", "message_ttl=1h"])
        #expect(json.contains("validUntil") && !json.contains("ttl"))
    }

    @Test(arguments: [
        (urgent + expires + deferred, ["priority_high=100", "message_ttl=1h"]),
        (urgent + expires + deferred, ["header_options=no", "priority_high=100", "message_ttl=1h"]),
        ("Expires: Wed, 31 Dec 2025 23:59:59 +0000\n", ["header_options=yes", "message_ttl=1h"]),
        ("Deferred-Delivery: Wed, 31 Dec 2025 23:59:59 +0000\n", ["header_options=yes", "message_ttl=1h"]),
        ("Expires: soon\nDeferred-Delivery: later\n", ["header_options=yes", "message_ttl=1h"]),
        (urgent, ["header_options=yes", "message_ttl=1h"]),
    ])
    func aWishThatCannotBeMetIsIgnored(fields: String, parameters: [String]) throws {
        let json = try json(fields, parameters)
        #expect(!json.contains("priority") && !json.contains("validUntil") && !json.contains("scheduleAt"))
        #expect(json.contains(#""ttl":3600"#))
    }

    /// SMSGate refuses a message that expires before its time to send.
    @Test func aTimeAfterTheExpiryIsIgnored() throws {
        let fields = Self.expires + "Deferred-Delivery: Fri, 02 Jan 2026 00:00:00 +0000\n"
        let json = try json(fields, ["header_options=yes"])
        #expect(json.contains("validUntil") && !json.contains("scheduleAt"))
    }
}
