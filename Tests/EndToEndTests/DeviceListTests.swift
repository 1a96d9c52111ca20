import Testing

/// SMSGate's answers about the devices of an account, and the outcome of the message.
@Suite struct DeviceListTests {
    private func send(_ gate: Gate, user: String = "alice") async throws -> CommandResult {
        try await command(
            Project.postsms,
            [
                "pipe", "-o", "smsgate_url=\(gate.url)",
                "-o", "credentials_file=\(try gate.writeCredentials())", "--user=\(user)", "--",
                Gateway.recipient,
            ], input: "Subject: Test\n\nHello\n")
    }

    @Test func aLongListIsReadToItsEnd() async throws {
        let devices = (1...2000).map { "an-office-phone-\($0)" }.joined(separator: ",")
        try await withGate(accounts: "alice:correct horse:\(devices)") { gate in
            for _ in 1...2 {
                let result = try await send(gate)
                #expect(result.status == 0)
            }
            #expect(try gate.messages().count == 1)
        }
    }

    /// For an empty name SMSGate would choose a device at random, and another one at the next try.
    @Test(arguments: [#"[{"id":""}]"#, #"[{"name":"a phone"}]"#, #"[{"id":7}]"#, "null", "{}"])
    func aListWithoutNamesIsNone(list: String) async throws {
        try await withGate { gate in
            try await gate.answer("json=\(list),on=devices")
            let result = try await send(gate)
            #expect(result.firstLine == "4.3.0 451 Temporary failure, try again later")
            #expect(result.output.contains("SMSGate answered 200, without a list of devices"))
            #expect(try gate.messages().isEmpty)
        }
    }

    @Test func aPageInPlaceOfADeviceIsNotTheApp() async throws {
        try await withGate { gate in
            try await gate.answer("page=404,on=devices,times=1; page,on=devices")
            let result = try await send(gate)
            #expect(result.firstLine == "4.3.0 450 Temporary failure, try again later")
            #expect(try gate.messages().isEmpty)
        }
    }

    /// The app answers 404 to `/devices` for everyone, and checks the login only for `/device`.
    @Test func theAppsOwnServerRefusesAWrongPassword() async throws {
        try await withGate(["--app"]) { gate in
            let sent = try await send(gate)
            #expect(sent.status == 0)
            let refused = try await send(gate, user: "mallory")
            #expect(refused.firstLine == "5.7.8 535 Authentication failed")
            #expect(refused.output.contains("SMSGate answered 401"))
        }
    }
}
