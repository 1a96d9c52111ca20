import Foundation
import Testing

/// The metrics file has the right counts and never affects a delivery.
@Suite struct MetricsTests {
    private static let mail = "Subject: Test\n\nHello\n"

    /// The samples in a metrics file by name.
    private func samples(_ path: String) throws -> [String: Double] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try checkFormat(text)
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let halves = line.split(separator: " ")
            samples[String(halves[0])] = Double(halves[1])
        }
        return samples
    }

    /// The rules of Prometheus's text format: each family has its HELP and TYPE before its samples, every
    /// value is a number, buckets grow, and the last line ends.
    private func checkFormat(_ text: String) throws {
        var type: [Substring: Substring] = [:]
        var bucket = 0.0
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let match = line.wholeMatch(of: /# TYPE ([a-z0-9_]+) (counter|histogram)/) {
                #expect(type.updateValue(match.2, forKey: match.1) == nil, "a second \(line)")
            } else if line.wholeMatch(of: /# HELP [a-z0-9_]+ [^\\]+/) == nil {
                let sample = try #require(
                    line.wholeMatch(
                        of: /([a-z0-9_]+?)(_bucket|_sum|_count)?(\{le="[0-9.+Inf]+"\})? ([0-9.]+)/),
                    "\(line)")
                #expect(type[sample.1] == (sample.2 == nil ? "counter" : "histogram"), "\(line)")
                let value = try #require(Double(sample.4))
                if sample.2 == "_bucket" {
                    #expect(value >= bucket)
                    bucket = value
                }
                if sample.2 == "_count" { #expect(value == bucket) }
            }
        }
    }

    private func counts(_ path: String) throws -> [Double?] {
        let samples = try samples(path)
        return [
            "email2sms_bridge_emails_received_total", "email2sms_bridge_sms_sent_total",
            "email2sms_bridge_sms_failed_total", "email2sms_smsgate_sms_sent_total",
            "email2sms_smsgate_sms_failed_total", "email2sms_smsgate_auth_failures_total",
        ].map { samples[$0] }
    }

    @Test func whatBecomesOfMessagesIsCounted() async throws {
        try await withGateway { gateway in
            let path = try await gateway.makeMetricsFolder()
            func send(_ login: String, _ mail: String = Self.mail, deliveries: Int) async throws {
                #expect(try await gateway.curl(mail, login: login).status == 0)
                _ = try await gateway.status(after: deliveries)
            }
            try await send("alice:correct horse", deliveries: 1)
            try await send("alice:correct horse", deliveries: 2)
            try await send("carol:no device", deliveries: 3)
            try await send("mallory:old password", deliveries: 4)
            try await send("alice:correct horse", "Subject: empty\n\n\n", deliveries: 5)
            try await gateway.gate.answer("status=503")
            try await send("alice:correct horse", deliveries: 6)
            // Received, sent, failed; sent and failed requests for an SMS; refused by SMSGate. The empty one
            // needed no request.
            let counted = try await eventually("all is counted") {
                try? counts(path)[0] == 6 ? counts(path) : nil
            }
            // carol has no device; mallory, who is refused twice, gets no list of devices; a 503 is retried
            // once.
            #expect(counted == [6, 2, 4, 2, 2, 2])
            #expect(try samples(path)["email2sms_smsgate_request_duration_seconds_count"] ?? 0 >= 5)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o644)
        }
    }

    @Test func deliveriesAtTheSameTimeAllCount() async throws {
        try await withGate { gate in
            let credentials = try gate.writeCredentials()
            let path = gate.folder + "/postsms.prom"
            try await withThrowingTaskGroup(of: CommandResult.self) { group in
                for number in 1...20 {
                    group.addTask {
                        try await pipe(
                            gate, credentials, ["-o", "metrics_file=\(path)", "--queue-id=\(number)"])
                    }
                }
                for try await result in group { #expect(result.status == 0, "\(result.output)") }
            }
            #expect(try counts(path) == [20, 20, 0, 20, 0, 0])
        }
    }

    /// A reader sees a complete file at any time.
    @Test func aReaderNeverMeetsHalfAFile() async throws {
        try await withGate { gate in
            let credentials = try gate.writeCredentials()
            let path = gate.folder + "/postsms.prom"
            func deliver(_ number: Int) async throws {
                _ = try await pipe(gate, credentials, ["-o", "metrics_file=\(path)", "--queue-id=\(number)"])
            }
            try await deliver(0)
            async let deliveries: Void = {
                for number in 1...20 { try await deliver(number) }
            }()
            var reads = 0
            while try counts(path)[0] ?? 0 < 21, reads < 1_000_000 { reads += 1 }
            try await deliveries
            #expect(try counts(path)[0] == 21)
        }
    }

    /// Whatever is wrong with the file: the same SMS, the same text, the same exit status, and hardly more
    /// time.
    @Test(arguments: [
        "metrics=/nonexistent/postsms.prom",
        "metrics=$D",
        "mkdir $D/postsms.prom",
        "mkfifo $D/postsms.prom",
        "ln -s /etc/hostname $D/postsms.prom",
        "echo x > $D/postsms.prom",
        "head -c 100000 /dev/zero > $D/postsms.prom",
        // ThreadSanitizer writes a file before any program runs.
        Project.sanitizer == "thread" ? "true" : "ulimit -f 0",
        "mount -t tmpfs -o ro none $D",
        "mount -t tmpfs -o size=4k none $D && ! head -c 8192 /dev/zero > $D/x 2> /dev/null",
        "mount -t tmpfs -o nr_inodes=1 none $D",
        "umask 077; exec 9> $D/postsms.prom.lock; flock -x 9",
        "ln -s /etc/hostname $D/postsms.prom.lock",
        "umask 777",
        // A hanging disk, and a bug of ours.
        "echo '#include <unistd.h>\nint rename(const char *a, const char *b) { return sleep(60); }' | gcc -shared -fPIC -x c - -o $D/x.so && export LD_PRELOAD=$D/x.so",
        "echo 'int rename(const char *a, const char *b) { __builtin_trap(); }' | gcc -shared -fPIC -x c - -o $D/x.so && export LD_PRELOAD=$D/x.so",
    ])
    func aFailureOfTheMetricsTouchesNoDelivery(fault: String) async throws {
        try await withGate { gate in
            let credentials = try gate.writeCredentials()
            let script = """
                D=\(gate.folder)/metrics
                mkdir $D
                set -e
                metrics=$D/postsms.prom
                \(fault)
                set +e
                TIMEFORMAT='real %R'
                time "$@" -o metrics_file=$metrics \(Gateway.recipient)
                """
            let result = try await command(
                "unshare",
                [
                    "-m", "bash", "-c", script, "bash", Project.postsms, "pipe", "-o",
                    "smsgate_url=\(gate.url)",
                    "-o",
                    "credentials_file=\(credentials)", "--user=bob", "--queue-id=4F1",
                ], input: Self.mail)
            // At most half a second, except on a busy machine; without a limit it is a minute, or endless.
            let seconds = try #require(
                result.errors.firstMatch(of: /real ([0-9.]+)\n/).flatMap { Double($0.1) })
            #expect(seconds < 10)
            #expect(result.status == 0, "\(result.errors)")
            let id = try #require(try gate.messages().first?.id)
            #expect(result.output == "2.0.0 250 Message accepted id=\(id)\nsegments=1 encoding=GSM-7")
            #expect(try gate.messages().count == 1)
        }
    }

    /// The user that Postfix runs postsms as owns nothing unless somebody gives it a folder.
    @Test func aFolderThatIsNotOurOwnIsToldOfInTheLogOnly() async throws {
        try await withGateway { gateway in
            try gateway.setConfiguration(
                gateway.configuration + "\nmetrics_file = \(gateway.folder)/etc/postsms.prom\n")
            #expect(try await gateway.curl(Self.mail).status == 0)
            let line = try await gateway.status(after: 1)[0]
            let detail = "segments=1 encoding=GSM-7"
            #expect(
                line.contains("status=sent (delivered via postsms service (2.0.0 250 Message accepted id="))
            #expect(line.hasSuffix(" \(detail)))"), "\(line)")
            #expect(!FileManager.default.fileExists(atPath: gateway.folder + "/etc/postsms.prom"))
        }
    }

    @Test func aDryRunAndAMessageByHandAreNotCounted() async throws {
        try await withGate { gate in
            let credentials = try gate.writeCredentials()
            let path = gate.folder + "/postsms.prom"
            for arguments in [["--dry-run", "--queue-id=1"], []] {
                let result = try await pipe(gate, credentials, ["-o", "metrics_file=\(path)"] + arguments)
                #expect(result.status == 0)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    private func pipe(_ gate: Gate, _ credentials: String, _ arguments: [String]) async throws
        -> CommandResult
    {
        try await command(
            Project.postsms,
            [
                "pipe", "-o", "smsgate_url=\(gate.url)", "-o", "credentials_file=\(credentials)",
                "--user=bob",
            ] + arguments + [Gateway.recipient], input: Self.mail)
    }
}

extension Gateway {
    /// A folder as in postsms.cf(5), and metrics_file in it.
    func makeMetricsFolder() async throws -> String {
        let folder = folder + "/metrics"
        try await command("install", ["-d", "-o", "postsms", "-m", "755", folder])
        let path = folder + "/postsms.prom"
        try setConfiguration(configuration + "\nmetrics_file = \(path)\n")
        return path
    }
}
