import Delivery
import SMSGate
import Testing

/// SMSGate keeps ids apart by device, so each try must name the same device.
@Suite struct DeviceChoiceTests {
    /// Last seen half an hour, a day and ten days before the mail arrived at 2026-01-01 00:00 UTC, and at an
    /// unknown time.
    private static let phones = [
        Device(id: "near", lastSeen: 1_767_223_800), Device(id: "day", lastSeen: 1_767_139_200),
        Device(id: "far", lastSeen: 1_766_361_600), Device(id: "unknown"),
    ]
    private static let received =
        "Received: by mx.example (Postfix) id 4bXyZ1z234; Thu, 1 Jan 2026 00:00:00 +0000\n"

    private func delivery(_ devices: [Device], _ parameters: [String] = [], text: String = "Hello")
        -> Delivery
    {
        Delivery(
            message: Self.received + "\n\(text)\n", parameters: parameters,
            devices: .success(.devices(devices)))
    }

    @Test func isTheSameWhateverTheOrderOfTheList() throws {
        for number in 0..<20 {
            let one = try delivery(Self.phones, text: "\(number)").run().request?.options.deviceID
            let other = try delivery(Self.phones.reversed(), text: "\(number)").run().request?.options
                .deviceID
            #expect(one != nil && one == other)
        }
    }

    @Test func isSpreadOverAllDevices() throws {
        let chosen = try (0..<200).map { number in
            try delivery(Self.phones, text: "\(number)").run().request?.options.deviceID
        }
        for phone in Self.phones {
            let share = chosen.count { $0 == phone.id }
            #expect((20...90).contains(share), "\(phone.id): \(share)")
        }
    }

    @Test func aDeviceThatGoesMovesItsOwnMessagesOnly() throws {
        for number in 0..<50 {
            let before = try delivery(Self.phones, text: "\(number)").run().request?.options.deviceID
            let after = try delivery(Self.phones.filter { $0.id != "far" }, text: "\(number)").run().request?
                .options
                .deviceID
            if before != "far" { #expect(before == after) }
        }
    }

    @Test func aNamedDeviceNeedsNoQuestion() throws {
        let trace = try delivery(Self.phones, ["device_id=office"]).run()
        #expect(trace.request?.options.deviceID == "office")
        #expect(trace.deviceQuestions == 0)
    }

    /// Counted back from the arrival: the mail has waited for a week.
    @Test(arguments: [("1h", ["near", "unknown"]), ("24h", ["day", "near", "unknown"])])
    func onlyActiveDevicesAreChosen(time: String, candidates: [String]) throws {
        var chosen: Set<String> = []
        for number in 0..<60 {
            var delivery = delivery(Self.phones, ["device_active_within=\(time)"], text: "\(number)")
            delivery.now += 604_800
            if let device = try delivery.run().request?.options.deviceID { chosen.insert(device) }
        }
        #expect(chosen.sorted() == candidates)
    }

    @Test(arguments: [("near", 1), ("far", 0), ("gone", 0)])
    func aNamedDeviceMustBeActiveIfThatIsAskedFor(device: String, requests: Int) throws {
        let trace = try delivery(Self.phones, ["device_id=\(device)", "device_active_within=1h"]).run()
        #expect(trace.requests.count == requests)
        if requests == 0 {
            #expect(trace.line == "4.3.0 450 Temporary failure, try again later")
            #expect(trace.outcome.detail == "none of the devices of the account may send")
        }
    }

    @Test func anAccountWithoutDevicesWaits() throws {
        let trace = try delivery([]).run()
        #expect(trace.line == "4.3.0 450 Temporary failure, try again later")
        #expect(trace.outcome.detail == "the account has not registered a device")
        #expect(trace.requests.isEmpty)
    }

    @Test func theAppsOwnServerGetsNoName() throws {
        let trace = try Delivery(devices: .success(.app)).run()
        #expect(trace.request?.options == MessageOptions())
    }

    @Test(
        arguments: [
            (.success(.unknown(Response(status: 200))), "4.3.0 451 Temporary failure, try again later"),
            (.success(.unknown(Response(status: 302))), "4.3.0 451 Temporary failure, try again later"),
            (.success(.unknown(Response(status: 403))), "4.3.0 450 Temporary failure, try again later"),
            (.success(.unknown(Response(status: 404))), "4.3.0 450 Temporary failure, try again later"),
            (.success(.unknown(Response(status: 429))), "4.3.0 450 Temporary failure, try again later"),
            (.success(.unknown(Response(status: 500))), "4.3.0 451 Temporary failure, try again later"),
            (.success(.unknown(Response(status: 503))), "4.3.0 451 Temporary failure, try again later"),
            (.failure(.timeout), "4.4.2 451 Timeout"),
            (.failure(.unreachable("down")), "4.4.1 451 Cannot reach SMSGate: down"),
            (.failure(.lost("cut")), "4.4.1 451 Cannot reach SMSGate: cut"),
            (.failure(.setup("no CA")), "4.3.5 451 Local configuration error: no CA"),
        ] as [(Result<DevicesAnswer, TransportError>, String)])
    func withoutAListNothingIsSentAndNothingIsFinal(
        devices: Result<DevicesAnswer, TransportError>, line: String
    ) throws {
        for policy in ["bridge", "precise"] {
            let trace = try Delivery(parameters: ["status_policy=\(policy)"], devices: devices).run()
            #expect(trace.line == line)
            #expect(trace.requests.isEmpty)
        }
    }
}
