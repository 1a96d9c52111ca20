import Foundation
import Testing

/// What servers, environments and inputs may do to `postsms pipe` without a second SMS, a secret or a forged line.
@Suite struct HostileSurroundingsTests {
    private static let mail = "Subject: Test\n\nHello\n"

    private func pipe(
        _ gate: Gate, user: String = "alice", environment: [String] = [], shell: String = "exec \"$@\""
    ) async throws -> CommandResult {
        let credentials = try gate.writeCredentials()
        return try await command(
            "env",
            environment + [
                "sh", "-c", shell, "sh", Project.postsms, "pipe", "-o", "smsgate_url=\(gate.url)", "-o",
                "credentials_file=\(credentials)", "-o", "smsgate_timeout=2s", "--user=\(user)",
                "--queue-id=4F1",
                Gateway.recipient,
            ], input: Self.mail)
    }

    /// The status of the answer is there; what follows it is not worth waiting for, nor any memory.
    @Test(arguments: ["endless,accept", "trickle,accept"])
    func anAnswerWithoutEndIsAnAnswer(answer: String) async throws {
        try await withGate { gate in
            try await gate.answer(answer)
            let result = try await pipe(gate, shell: "ulimit -v 1000000; exec \"$@\"")
            #expect(result.status == 0, "\(result.output)")
            #expect(try gate.messages().count == 1)
        }
    }

    @Test func aRedirectIsNotFollowed() async throws {
        try await withGate { other in
            try await withGate { gate in
                try await gate.answer("redirect=\(other.url)/messages,everywhere")
                let result = try await pipe(gate)
                #expect(result.status == 75)
                #expect(
                    result.firstLine == "4.3.5 451 Local configuration error: smsgate_url: unexpected answer")
                #expect(try other.messages().isEmpty)
            }
        }
    }

    /// Question and message take 1.5 seconds each: either would be in time if each had the 2 seconds for itself.
    @Test func allRequestsTogetherHaveOneDeadline() async throws {
        try await withGate { gate in
            try await gate.answer("delay=1.5,everywhere")
            let result = try await pipe(gate)
            #expect(result.status == 75)
            #expect(result.firstLine == "4.4.2 451 Timeout")
        }
    }

    @Test func aServerThatNeverAnswersIsATimeout() async throws {
        try await withGate { gate in
            try await gate.answer("hang,everywhere")
            #expect(try await pipe(gate).firstLine == "4.4.2 451 Timeout")
        }
    }

    @Test(arguments: [
        "http_proxy=http://127.0.0.1:1", "all_proxy=socks5://127.0.0.1:1", "CURL_HOME=/nonexistent",
        "OPENSSL_CONF=/nonexistent", "GCONV_PATH=/nonexistent", "LC_ALL=tr_TR.UTF-8", "TZ=Nowhere/Never",
        "MALLOC_PERTURB_=1",
    ])
    func theEnvironmentChangesNothing(variable: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, environment: [variable])
            #expect(result.status == 0, "\(result.output)")
            #expect(try gate.texts() == ["Hello"])
        }
    }

    /// Nothing after the SMS is sent turns its success into another try.
    @Test(arguments: ["\"$@\" >&-", "\"$@\" > /dev/full", "\"$@\" 2>&- >&-"])
    func anOutputThatCannotBeWrittenIsNoFailure(shell: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, shell: shell)
            #expect(result.status == 0)
            #expect(try gate.messages().count == 1)
        }
    }

    /// A reader that goes away early.
    @Test func aClosedPipeIsNoFailure() async throws {
        try await withGate { gate in
            let result = try await pipe(
                gate, shell: "{ \"$@\"; echo $? > \"\(gate.folder)/status\"; } | true")
            #expect(result.status == 0)
            let status = try String(contentsOfFile: gate.folder + "/status", encoding: .utf8)
            #expect(status == "0\n")
            #expect(try gate.messages().count == 1)
        }
    }

    @Test(arguments: ["alice\r\nX-Injected: yes", "alice\n", "al\0ice"])
    func aUserNameForgesNothing(user: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, user: user.replacing("\0", with: ""))
            #expect(result.output.split(separator: "\n").count == 1)
            #expect(result.status == (user.contains("\0") ? 0 : 77))
        }
    }
}
