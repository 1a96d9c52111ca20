import Files
import Foundation
import Metrics
import TemporaryFile
import Testing

@Suite("Metrics")
struct MetricsTests {
    private static func example() -> Metrics {
        var metrics = Metrics()
        metrics.count(.emailsReceived, times: 3)
        metrics.count(.deliveriesSent, times: 2)
        metrics.count(.deliveriesFailed)
        metrics.count(.requestsAccepted, times: 2)
        metrics.count(.requestsFailed)
        metrics.count(.authenticationFailures)
        for duration: UInt64 in [50_000, 50_001, 2_000_000, 61_000_000] { metrics.observe(duration) }
        return metrics
    }

    static let text = """
        # HELP email2sms_bridge_emails_received_total Deliveries that Postfix asked for: each recipient of each mail, at each try.
        # TYPE email2sms_bridge_emails_received_total counter
        email2sms_bridge_emails_received_total 3
        # HELP email2sms_bridge_sms_sent_total Deliveries that ended with 250.
        # TYPE email2sms_bridge_sms_sent_total counter
        email2sms_bridge_sms_sent_total 2
        # HELP email2sms_bridge_sms_failed_total Deliveries that ended otherwise, to be tried again or not.
        # TYPE email2sms_bridge_sms_failed_total counter
        email2sms_bridge_sms_failed_total 1
        # HELP email2sms_smsgate_sms_sent_total Requests for an SMS that SMSGate accepted, or had accepted before.
        # TYPE email2sms_smsgate_sms_sent_total counter
        email2sms_smsgate_sms_sent_total 2
        # HELP email2sms_smsgate_sms_failed_total Requests for an SMS that SMSGate refused or did not answer.
        # TYPE email2sms_smsgate_sms_failed_total counter
        email2sms_smsgate_sms_failed_total 1
        # HELP email2sms_smsgate_auth_failures_total Requests of any kind that SMSGate answered with 401 or 403.
        # TYPE email2sms_smsgate_auth_failures_total counter
        email2sms_smsgate_auth_failures_total 1
        # HELP email2sms_smsgate_request_duration_seconds Time of each request to SMSGate, until its answer or its end without one.
        # TYPE email2sms_smsgate_request_duration_seconds histogram
        email2sms_smsgate_request_duration_seconds_bucket{le="0.05"} 1
        email2sms_smsgate_request_duration_seconds_bucket{le="0.1"} 2
        email2sms_smsgate_request_duration_seconds_bucket{le="0.25"} 2
        email2sms_smsgate_request_duration_seconds_bucket{le="0.5"} 2
        email2sms_smsgate_request_duration_seconds_bucket{le="1"} 2
        email2sms_smsgate_request_duration_seconds_bucket{le="2.5"} 3
        email2sms_smsgate_request_duration_seconds_bucket{le="5"} 3
        email2sms_smsgate_request_duration_seconds_bucket{le="10"} 3
        email2sms_smsgate_request_duration_seconds_bucket{le="30"} 3
        email2sms_smsgate_request_duration_seconds_bucket{le="60"} 3
        email2sms_smsgate_request_duration_seconds_bucket{le="+Inf"} 4
        email2sms_smsgate_request_duration_seconds_sum 63.100001
        email2sms_smsgate_request_duration_seconds_count 4

        """

    @Test func areWrittenAsPrometheusReadsThem() {
        #expect(Self.example().text == Self.text)
    }

    @Test func areReadAsTheyAreWritten() {
        #expect(Metrics(text: Self.text) == Self.example())
        #expect(Metrics(text: Metrics().text) == Metrics())
    }

    @Test func addUp() {
        var sum = Self.example()
        sum.add(Self.example())
        #expect(sum[.emailsReceived] == 6)
        #expect(sum.durations.count == 8)
        #expect(sum.text.contains("_sum 126.200002\n"))
    }

    /// A trap would cost an SMS.
    @Test func neverOverflow() {
        var metrics = Metrics()
        metrics.count(.emailsReceived, times: .max)
        metrics.count(.emailsReceived, times: 2)
        metrics.observe(.max)
        metrics.observe(.max)
        #expect(metrics[.emailsReceived] == 1)
        #expect(metrics.durations.count == 2)
    }

    @Test func areNotReadFromAnythingLess() {
        // A prefix that ends inside of the last number is a complete file with another number.
        for length in 0..<(Self.text.utf8.count - 2) {
            #expect(Metrics(text: String(decoding: Self.text.utf8.prefix(length), as: UTF8.self)) == nil)
        }
        for word in ["-1", "1.5", "NaN", "99999999999999999999999", "x", ""] {
            let damaged = Self.text.replacing("_received_total 3", with: "_received_total \(word)")
            #expect(Metrics(text: damaged) == nil)
        }
        for sum in ["63", "63.1", "-63.100001", "63.10000x"] {
            #expect(Metrics(text: Self.text.replacing("63.100001", with: sum)) == nil)
        }
    }
}

@Suite("The metrics file")
struct MetricsFileTests {
    private func withFolder(_ body: (_ path: String) throws -> Void) throws {
        try withTemporaryFolder { try body($0 + "/postsms.prom") }
    }

    private func one() -> Metrics {
        var metrics = Metrics()
        metrics.count(.emailsReceived)
        return metrics
    }

    private func received(_ path: String) throws -> UInt64? {
        Metrics(text: try String(contentsOfFile: path, encoding: .utf8))?[.emailsReceived]
    }

    @Test func growsWithEachDelivery() throws {
        try withFolder { path in
            for _ in 1...3 { try addMetrics(one(), toFileAt: path) }
            #expect(try received(path) == 3)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o644)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder(of: path)) == ["postsms.prom"])
        }
    }

    @Test(arguments: ["", String(Metrics.firstLine), MetricsTests.text.replacing("_total 3", with: "_total")])
    func beginsAnewWhenItIsDamaged(content: String) throws {
        try withFolder { path in
            try content.write(toFile: path, atomically: false, encoding: .utf8)
            try addMetrics(one(), toFileAt: path)
            #expect(try received(path) == 1)
        }
    }

    @Test(arguments: ["root:x:0:0:root:/root:/bin/bash\n", "# HELP node_x y\nnode_x 1\n", "\u{0}", " "])
    func isLeftAloneWhenItIsSomethingElse(content: String) throws {
        try withFolder { path in
            try content.write(toFile: path, atomically: false, encoding: .utf8)
            #expect(throws: ConfigurationError("\(path): is not a metrics file of postsms")) {
                try addMetrics(one(), toFileAt: path)
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
        }
    }

    @Test func isNotHinderedByWhatAKilledDeliveryLeft() throws {
        try withFolder { path in
            try "half".write(toFile: path + ".new", atomically: false, encoding: .utf8)
            try addMetrics(one(), toFileAt: path)
            #expect(try received(path) == 1)
        }
    }

    @Test func waitsOnlyAMomentForALock() throws {
        try withFolder { path in
            try addMetrics(one(), toFileAt: path)
            let lock = unsafe open(path + ".lock", O_RDWR | O_CREAT, 0o600)
            defer { close(lock) }
            #expect(flock(lock, LOCK_EX) == 0)
            let clock = ContinuousClock()
            let start = clock.now
            #expect(throws: ConfigurationError("\(path): another process has \(path).lock locked")) {
                try addMetrics(one(), toFileAt: path)
            }
            // Longer than it should ever take, for a busy machine.
            #expect(clock.now - start < .seconds(2))
            #expect(try received(path) == 1)
        }
    }

    @Test(arguments: ["/nonexistent/x.prom", "/dev/null/x.prom", "/proc/x.prom"])
    func cannotBeWrittenEverywhere(path: String) {
        #expect(throws: ConfigurationError.self) { try addMetrics(one(), toFileAt: path) }
    }

    private func folder(of path: String) -> String { String(path.dropLast("/postsms.prom".count)) }
}
