import Foundation
import Testing

/// The recipient map answers while the client waits exactly as the program would later.
@Suite struct RecipientAgreementTests {
    /// The answer for a recipient: `OK`, or as in a map, `550 5.1.3 Invalid recipient format`.
    typealias Verdict = String

    private static let recipients = RecipientGenerator.recipients(3_000)

    /// smtpd(8) rewrites the client's recipient before it asks the map, and pipe(8) gets the rewritten form.
    /// Recipients with wrong syntax reach neither.
    @Test(arguments: [false, true])
    func mapProgramAndServerAgree(skipsPhoneValidation: Bool) async throws {
        try await withGateway(
            settings: [
                "smtpd_hard_error_limit=1000000", "smtpd_soft_error_limit=1000000",
                "smtpd_error_sleep_time=0",
                "smtpd_recipient_limit=1000000", "smtpd_recipient_overshoot_limit=1000000",
                "smtpd_junk_command_limit=1000000",
            ], configuration: "skip_phone_validation = \(skipsPhoneValidation ? "yes" : "no")"
        ) { gateway in
            if skipsPhoneValidation { try await skipPhoneValidation(gateway) }
            let answers = try await server(gateway, Self.recipients)
            let asked = Set(answers.compactMap(\.asked))
            let all = Self.recipients + asked.subtracting(Self.recipients).sorted()
            let program = try await program(gateway, all)
            let map = try await map(gateway, all)

            var differences: [String] = []
            for recipient in all where program[recipient] != map[recipient] {
                differences.append(
                    "\(recipient): program \(program[recipient] ?? ""), map \(map[recipient] ?? "")")
            }
            for (recipient, answer) in zip(Self.recipients, answers) {
                guard let asked = answer.asked else {
                    let isSyntaxError =
                        answer.reply.hasPrefix("501 5.1.3 ") || answer.reply.hasPrefix("555 5.5.4 ")
                    if !isSyntaxError { differences.append("\(recipient): \(answer.reply)") }
                    continue
                }
                if program[asked] != answer.verdict {
                    differences.append(
                        "\(recipient), as \(asked): program \(program[asked] ?? ""), smtpd \(answer.reply)")
                }
            }
            #expect(differences == [])

            // Each end occurs often enough.
            let ends = Dictionary(grouping: answers.compactMap(\.asked)) { program[$0] ?? "" }.mapValues(
                \.count)
            #expect(
                ends.keys.sorted() == [
                    "550 5.1.2 Invalid recipient domain", "550 5.1.3 Invalid phone number format",
                    "550 5.1.3 Invalid recipient format", "OK",
                ])
            #expect(ends.values.allSatisfy { $0 > 10 }, "\(ends)")
        }
    }

    /// The change described in the map's comment.
    private func skipPhoneValidation(_ gateway: Gateway) async throws {
        let result = try await command(
            "sed", ["-i", #"s/^#\(\/.*  OK\)$/\1/;t;/  OK$/d"#, gateway.folder + "/etc/postsms_recipients"])
        try #require(result.status == 0, "\(result.errors)")
    }

    private struct Answer {
        let reply: String
        /// The recipient in the form that smtpd(8) looks up; nil if it does not.
        let asked: String?

        var verdict: Verdict {
            guard let match = reply.firstMatch(of: /^(550 \S+) .*: Recipient address rejected: (.*)$/) else {
                return reply.hasPrefix("250 ") ? "OK" : reply
            }
            return "\(match.1) \(match.2)"
        }
    }

    /// On port 587 unchanged, and on a second service with a table before its map that records the look-ups.
    private func server(_ gateway: Gateway, _ recipients: [String]) async throws -> [Answer] {
        let table = gateway.folder + "/table"
        let service = "127.0.0.1:\(gateway.submissionPort + 5)"
        let script = """
            set -e
            postconf -c "$0" -M "$2/inet=$(postconf -c "$0" -M "127.0.0.1:$1/inet" | sed "s/^[^ ]*/$2/")"
            postconf -c "$0" -P "$2/inet/smtpd_recipient_restrictions=check_recipient_access,socketmap:unix:$3:x,reject"
            postfix -c "$0" reload 2> "$0/../reload.log"
            """
        let made = try await command(
            "bash",
            ["-c", script, gateway.folder + "/etc", "\(gateway.submissionPort)", service, table])
        try #require(made.status == 0, "\(made.errors)")
        _ = try await eventually("the second service listens") {
            try await command("bash", ["-c", "exec 3<> /dev/tcp/127.0.0.1/\(gateway.submissionPort + 5)"])
                .status == 0
                ? true : nil
        }
        let lines =
            [
                "\(gateway.submissionPort)", "\(gateway.submissionPort + 5)", table, "alice", "correct horse",
            ]
            + recipients
        let result = try await command(
            "python3", [Project.root + "Tests/EndToEndTests/Clients/recipients.py"],
            input: lines.joined(separator: "\n") + "\n")
        try #require(result.status == 0, "\(result.errors)")
        let values = try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(String?.self, from: Data($0.utf8))
        }
        try #require(values.count == 2 * recipients.count)
        return stride(from: 0, to: values.count, by: 2).map {
            Answer(reply: values[$0] ?? "", asked: values[$0 + 1])
        }
    }

    /// - Returns: verdicts by recipient
    private func map(_ gateway: Gateway, _ recipients: [String]) async throws -> [String: Verdict] {
        let result = try await command(
            "postmap",
            ["-c", gateway.folder + "/etc", "-q", "-", "regexp:\(gateway.folder)/etc/postsms_recipients"],
            input: recipients.joined(separator: "\n") + "\n")
        var verdicts: [String: Verdict] = [:]
        for line in result.output.split(separator: "\n") {
            let tab = try #require(line.lastIndex(of: "\t"))
            verdicts[String(line[..<tab])] = String(line[tab...].dropFirst())
        }
        return verdicts
    }

    /// One dry run for each recipient, on all cores.
    private func program(_ gateway: Gateway, _ recipients: [String]) async throws -> [String: Verdict] {
        let script = """
            printf 'Subject: Test\n\nHello\n' > "$1.mail"
            while IFS= read -r recipient; do
                output=$("$0" pipe --dry-run --config "$2" --user=alice -- "$recipient" < "$1.mail")
                echo "${output%%$'\n'*}"
            done
            """
        let pieces = stride(from: 0, to: recipients.count, by: 500).map {
            Array(recipients[$0...].prefix(500))
        }
        return try await withThrowingTaskGroup(of: [(String, Verdict)].self) { group in
            for piece in pieces {
                group.addTask {
                    let result = try await command(
                        "bash",
                        [
                            "-c", script, Project.postsms, "\(gateway.gate.folder)/\(UUID().uuidString)",
                            gateway.folder + "/etc/postsms.cf",
                        ], input: piece.joined(separator: "\n") + "\n")
                    let lines = result.output.split(separator: "\n")
                    try #require(lines.count == piece.count, "\(result.errors)")
                    return zip(piece, lines.map(Self.verdict)).map { ($0, $1) }
                }
            }
            var verdicts: [String: Verdict] = [:]
            for try await piece in group {
                for (recipient, verdict) in piece { verdicts[recipient] = verdict }
            }
            return verdicts
        }
    }

    /// - Parameter line: the first line of output: a request as JSON, or `5.1.3 550 Invalid recipient format`
    private static func verdict(_ line: Substring) -> Verdict {
        if line.hasPrefix("{") { return "OK" }
        let words = line.split(separator: " ", maxSplits: 2)
        return words.count == 3 ? "\(words[1]) \(words[0]) \(words[2])" : String(line)
    }
}
