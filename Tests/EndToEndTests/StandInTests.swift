import Foundation
import Testing

/// smsgate-sim behaves like the real server where our promises depend on it.
struct StandInTests {
    /// The answer to a request.
    private struct Answer {
        let status: Int
        let body: String

        /// The values of a member in the JSON object, or in the objects of the array.
        func values(_ name: String) throws -> [String] {
            let json = try JSONSerialization.jsonObject(with: Data(body.utf8))
            let objects = (json as? [[String: Any]]) ?? [json as? [String: Any] ?? [:]]
            return objects.compactMap { $0[name] as? String }
        }
    }

    private func request(
        _ url: String, _ path: String, posting body: String? = nil, login: String = "alice:correct horse"
    ) async throws -> Answer {
        var arguments = ["--silent", "--user", login, "--write-out", "\n%{http_code}", url + path]
        if let body { arguments += ["--json", body] }
        let lines = try await command("curl", arguments).output.split(
            separator: "\n", omittingEmptySubsequences: false)
        return Answer(
            status: try #require(lines.last.flatMap { Int($0) }),
            body: lines.dropLast().joined(separator: "\n"))
    }

    private func send(
        _ url: String, id: String, device: String? = nil, number: String = "+12025550123", query: String = "",
        login: String = "alice:correct horse"
    ) async throws -> Answer {
        let device = device.map { #""deviceId":"\#($0)","# } ?? ""
        return try await request(
            url, "/messages" + query,
            posting:
                #"{"id":"\#(id)",\#(device)"textMessage":{"text":"Hello"},"phoneNumbers":["\#(number)"]}"#,
            login: login)
    }

    /// A mistake on the command line is told in one line, with the file.
    @Test(
        arguments: [
            (["--accounts", "/nonexistent/accounts"], "/nonexistent/accounts: No such file or directory"),
            (["--accounts", "/"], "/: Is a directory"),
            (
                ["--accounts", "/dev/null", "--store", "/nonexistent/store"],
                "/nonexistent/store: No such file or directory"
            ),
            (
                ["--accounts", "/dev/null", "--store", Project.root + "Package.swift"],
                Project.root + "Package.swift: holds something else than messages of smsgate-sim"
            ),
            (
                ["--accounts", Project.root + "Package.swift"],
                Project.root + "Package.swift: expected lines user:password:device[@seen][,device[@seen]]..."
            ),
        ] as [([String], String)])
    func aMistakeIsOneLine(arguments: [String], what: String) async throws {
        let result = try await command(Project.smsgateSim, ["--port", "0"] + arguments)
        #expect(result.status == 1)
        #expect(result.errors == "Error: \(what)\n")
    }

    @Test func anIDIsUniqueOnADeviceWithoutRegardToCase() async throws {
        try await withGate { gate in
            #expect(try await send(gate.url, id: "Ab1", device: "phone-1").status == 202)
            let again = try await send(gate.url, id: "aB1", device: "phone-1", number: "+12025550199")
            #expect(again.status == 409)
            #expect(again.body == #"{"message":"message with the same ID already exists"}"#)
            #expect(try await request(gate.url, "/messages/AB1").status == 200)

            #expect(try await send(gate.url, id: "ab1", device: "phone-2").status == 202)
            // In the same spelling, the answer would come from the cache.
            #expect(try await request(gate.url, "/messages/aB1").status == 500)
            #expect(try gate.messages().count == 2)
        }
    }

    @Test func aDeviceThatIsNotTheAccountsIsRefused() async throws {
        try await withGate { gate in
            for device in ["phone-3", "phone-9"] {
                let answer = try await send(gate.url, id: "a", device: device)
                #expect(answer.status == 400)
                #expect(answer.body == #"{"message":"failed to select device: record not found"}"#)
            }
        }
    }

    /// Such a server can store the same message twice, and then answers 500 for it.
    @Test func withoutADeviceTheServerDrawsOne() async throws {
        try await withGate(["--ignore-device-id"]) { gate in
            for _ in 1...40 { _ = try await send(gate.url, id: "a", device: "phone-1") }
            #expect(Set(try gate.messages().map(\.deviceId)) == ["phone-1", "phone-2"])
            #expect(try gate.messages().count == 2)
        }
    }

    @Test func aServerThatForgetsIDsTakesAMessageAgain() async throws {
        try await withGate(["--ignore-id"]) { gate in
            for _ in 1...2 {
                let answer = try await send(gate.url, id: "a", device: "phone-1")
                #expect(answer.status == 202)
            }
            #expect(try gate.messages().map(\.id) == ["a", "a"])
        }
    }

    @Test func devicesComeGoAndFallSilent() async throws {
        let accounts = "alice:correct horse:phone-1,phone-2@36h,phone-3@2026-01-31T12:00:00Z"
        try await withGate(accounts: accounts) { gate in
            let list = try await request(gate.url, "/devices")
            #expect(try list.values("id") == ["phone-1", "phone-2", "phone-3"])
            #expect(try list.values("lastSeen")[2] == "2026-01-31T12:00:00Z")
            for name in ["name", "createdAt", "updatedAt"] { #expect(try list.values(name).count == 3) }

            let active = "?deviceActiveWithin=12"
            #expect(try await send(gate.url, id: "a", device: "phone-1", query: active).status == 202)
            #expect(try await send(gate.url, id: "a", device: "phone-2", query: active).status == 400)
            #expect(
                try await send(gate.url, id: "a", device: "phone-2", query: "?deviceActiveWithin=48").status
                    == 202)

            try await gate.setAccounts("alice:correct horse:phone-2,phone-4")
            #expect(try await request(gate.url, "/devices").values("id") == ["phone-2", "phone-4"])
            #expect(try await send(gate.url, id: "b", device: "phone-1").status == 400)
            #expect(try await send(gate.url, id: "b", device: "phone-4", query: active).status == 202)
        }
    }

    /// The message exists, but a replica that once did not find it keeps saying so; asking more often
    /// prolongs that.
    @Test func eachReplicaKeepsWhatItDidNotFind() async throws {
        try await withGate(["--cache-ttl", "1"], replicas: 2) { gate in
            #expect(try await request(gate.urls[0], "/messages/a").status == 404)
            #expect(try await send(gate.urls[1], id: "a", device: "phone-1").status == 202)
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .seconds(2) {
                let asked = ContinuousClock.now
                let status = try await request(gate.urls[0], "/messages/a").status
                // If the machine was suspended in between, the answer has expired.
                guard ContinuousClock.now - asked < .milliseconds(500) else { break }
                #expect(status == 404)
            }
            #expect(try await request(gate.urls[1], "/messages/a").status == 200)
            #expect(try await send(gate.urls[0], id: "a", device: "phone-1").status == 409)
            // After a second without requests it looks again.
            try await Task.sleep(for: .milliseconds(1500))
            #expect(try await request(gate.urls[0], "/messages/a").status == 200)
        }
    }

    @Test func anAcceptedMessageReplacesWhatItsReplicaDidNotFind() async throws {
        try await withGate { gate in
            let before = try await request(gate.url, "/messages/a").status
            let sent = try await send(gate.url, id: "a").status
            let after = try await request(gate.url, "/messages/a").status
            #expect(before == 404)
            #expect(sent == 202)
            #expect(after == 200)
        }
    }

    @Test func theQueueLimitComesBeforeNumberAndID() async throws {
        try await withGate(["--queue-limit", "1"]) { gate in
            #expect(try await send(gate.url, id: "a", device: "phone-1").status == 202)
            for (id, number) in [("a", "+12025550123"), ("b", "no number")] {
                let answer = try await send(gate.url, id: id, device: "phone-1", number: number)
                #expect(answer.status == 503)
                #expect(
                    try answer.values("message") == [
                        "failed to enqueue message: queue limits exceeded: too many pending messages: 1 / 1"
                    ])
            }
            #expect(try await request(gate.url, "/messages/a").status == 200)
        }
    }

    @Test func aDatabaseThatIsDownRefusesLoginsThatItWouldHaveToLookUp() async throws {
        try await withGate { gate in
            #expect(try await send(gate.url, id: "a", device: "phone-1").status == 202)
            try await gate.answer("database-down")
            let health = try await request(gate.url, "/health")
            #expect(health.status == 503)
            #expect(try health.values("status") == ["fail"])
            #expect(try await request(gate.url, "/devices", login: "username:password").status == 401)
            #expect(try await request(gate.url, "/devices").status == 500)
            #expect(try await send(gate.url, id: "b", device: "phone-1").status == 500)
            #expect(try await request(gate.url, "/messages/a").status == 200)
            #expect(try await request(gate.url, "/messages/b").status == 500)
            try await gate.answer("ok")
            #expect(try await request(gate.url, "/devices", login: "username:password").status == 200)
            #expect(try await request(gate.url, "/health").values("status") == ["pass"])
        }
    }

    @Test func theServerInTheAppHasOneDeviceAndNoList() async throws {
        try await withGate(["--app"]) { gate in
            #expect(try await request(gate.url, "/devices").status == 404)
            let device = try await request(gate.url, "/device")
            #expect(device.status == 200)
            #expect(try device.values("id") == ["phone-1"])
            #expect(try await send(gate.url, id: "a").status == 202)
            #expect(try await send(gate.url, id: "a").status == 409)
            let unknown = try await request(gate.url, "/messages/b")
            #expect(unknown.status == 404)
            #expect(unknown.body.isEmpty)
        }
    }

    /// The first fault is for POST and accepts the message, the second hides that.
    @Test(arguments: [
        ("status=502,accept; page=403,on=state", 502, 403, true),
        ("empty=204; json={},on=state", 204, 200, false),
        (#"json={"ok":false}; empty=302,on=state"#, 200, 302, false),
        ("other-id; other-id,on=state", 202, 200, false),
        ("page=409; page,on=devices", 409, 404, false),
        ("queue-full", 503, 404, false),
    ])
    func eachKindOfRequestHasItsOwnFault(answers: String, send: Int, state: Int, accepted: Bool) async throws
    {
        try await withGate { gate in
            try await gate.answer(answers)
            #expect(try await self.send(gate.url, id: "a").status == send)
            let found = try await request(gate.url, "/messages/a")
            #expect(found.status == state)
            #expect(!found.body.contains(#""id":"a""#))
            #expect(try gate.messages().count == (accepted ? 1 : 0))
        }
    }

    @Test(arguments: [
        "", "status", "status=99", "cut,times=x", "cut,on=nowhere", "page,accept,on=state",
        "database-down,accept",
        "ok; ", "accept,cut",
    ])
    func whatIsNoAnswerIsRefused(answer: String) async throws {
        try await withGate { gate in
            let result = try await command(
                "curl",
                [
                    "--silent", "-X", "PUT", "-d", answer, "--write-out", "%{http_code}", "--output",
                    "/dev/null",
                    gate.url.replacing("/3rdparty/v1", with: "/sim/answer"),
                ])
            #expect(result.output == "400")
        }
    }
}
