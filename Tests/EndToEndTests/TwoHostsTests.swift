import Foundation
import Testing

/// Two hosts that share nothing but their SMSGate.
@Suite(.serialized) struct TwoHostsTests {
    private static let login = "username:password"

    /// Runs `body` with two gateways that have empty maps and send to the first one's SMSGate.
    private func withTwoHosts(milter: Bool, _ body: ([Gateway]) async throws -> Void) async throws {
        let configuration = "smsgate_login = yes\n"
        try await withGateway(configuration: configuration, milter: milter) { first in
            try first.setCredentials("")
            try await withGateway(configuration: configuration, milter: milter) { second in
                try second.setCredentials("")
                try second.setConfiguration(
                    try second.configuration.replacing(second.gate.url, with: first.gate.url))
                try await body([first, second])
                #expect(try second.gate.messages() == [])
            }
        }
    }

    private func kept(_ host: Gateway) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: host.folder + "/accounts")
    }

    /// A mail that the client itself has given an id and a date makes one SMS, whichever hosts it reaches.
    @Test(arguments: [false, true])
    func aNewUserLogsInOnBothAndTheSameMailIsOneSMS(milter: Bool) async throws {
        let date = Date().formatted(
            .verbatim(
                "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) +0000",
                locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
                calendar: .init(identifier: .gregorian)))
        let same = "Message-ID: <1@client.example>\nDate: \(date)\nSubject: x\n\nOnce\n"
        try await withTwoHosts(milter: milter) { hosts in
            for host in hosts {
                for mail in [same, "Subject: x\n\nOn \(host.submissionPort)\n"] {
                    let result = try await host.curl(mail, login: Self.login)
                    #expect(result.status == 0, "\(result.errors)")
                }
                try await host.waitUntilEmpty()
                #expect(try kept(host).count == 1)
            }
            let texts = try hosts[0].gate.texts()
            #expect(
                texts.sorted()
                    == ["On \(hosts[0].submissionPort)", "On \(hosts[1].submissionPort)", "Once"].sorted())
            #expect(try Set(hosts.map(kept)).count == 1)
        }
    }
}
