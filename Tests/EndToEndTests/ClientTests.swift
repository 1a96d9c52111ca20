import Testing

/// Popular clients, from the documented examples to the SMS, and their messages when a mail fails.
@Suite(.serialized, .clientSite) struct ClientTests {
    private let site: ClientSite

    init() throws {
        site = try #require(ClientSite.current)
    }

    @Test(arguments: Client.all)
    func itsMailIsOneSMS(client: Client) async throws {
        try await expectOneSMS(of: client) {
            let result = try await site.run(client)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    /// With an empty map and smsgate_login.
    @Test(arguments: Client.all)
    func itsUserMayBeKnownToSMSGateAlone(client: Client) async throws {
        let gateway = site.gateway
        let good = try gateway.configuration
        defer {
            try? gateway.setConfiguration(good)
            try? gateway.setCredentials(Gateway.credentials)
        }
        try gateway.setConfiguration(good + "smsgate_login = yes\n")
        try gateway.setCredentials("")
        try await expectOneSMS(of: client) {
            let result = try await site.run(client)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    @Test(arguments: Client.all)
    func itsUserReadsThatTheNumberIsBad(client: Client) async throws {
        let before = try site.gateway.gate.messages()
        let complaint = try await site.complaint(of: client, to: "bob")
        #expect(complaint.contains(client.complaints.badNumber), "\(complaint)")
        #expect(try site.gateway.gate.messages() == before)
    }

    @Test(arguments: Client.all)
    func itsUserReadsThatThePasswordIsWrong(client: Client) async throws {
        let before = try site.gateway.gate.messages()
        do {
            defer { try? site.gateway.setCredentials(Gateway.credentials) }
            try site.gateway.setCredentials("username:another password")
            let complaint = try await site.complaint(of: client)
            #expect(complaint.contains(client.complaints.wrongPassword), "\(complaint)")
            #expect(try site.gateway.gate.messages() == before)
        }
        // A Postfix in between keeps the mail until the password is right.
        if let relay = try site.relay(of: client) {
            try await expectOneSMS(of: client) { try await relay.flush() }
        }
    }

    @Test(arguments: Client.all)
    func itsMailWaitsForAnSMSGateThatCannotBeReached(client: Client) async throws {
        let gateway = site.gateway
        let good = try gateway.configuration
        let before = try gateway.gate.messages()
        do {
            defer { try? gateway.setConfiguration(good) }
            try gateway.setConfiguration(
                good.replacing(gateway.gate.url, with: "http://127.0.0.1:1/3rdparty/v1"))
            let tries = gateway.statusLines.count
            let result = try await site.run(client)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            let line = try #require(try await gateway.status(after: tries + 1).last)
            #expect(line.contains("dsn=4.4.1, status=deferred (451 Cannot reach SMSGate: "), "\(line)")
            #expect(try gateway.gate.messages() == before)
        }
        try await expectOneSMS(of: client) { try await gateway.flush() }
    }

    /// - Parameter action: makes the gateway try to send it
    private func expectOneSMS(of client: Client, after action: () async throws -> Void) async throws {
        let gateway = site.gateway
        let before = try gateway.gate.messages().count
        let tries = gateway.statusLines.count
        try await action()
        let lines = try await gateway.status(after: tries + 1).dropFirst(tries)
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { $0.contains("dsn=2.0.0, status=sent") }, "\(lines)")
        let messages = try gateway.gate.messages().dropFirst(before)
        #expect(messages.map(\.textMessage.text) == [client.text])
        #expect(messages.map(\.phoneNumbers) == [[client.phone]])
        #expect(messages.map(\.user) == ["username"])
        try await gateway.waitUntilEmpty()
    }
}
