/// Counts of message and request results. See metrics_file in postsms.cf(5).
package struct Metrics: Equatable, Sendable {
    /// The names are those of the existing bridge, so that its dashboards and alerts still work.
    package enum Counter: String, CaseIterable, Sendable {
        case emailsReceived = "email2sms_bridge_emails_received_total"
        case deliveriesSent = "email2sms_bridge_sms_sent_total"
        case deliveriesFailed = "email2sms_bridge_sms_failed_total"
        case requestsAccepted = "email2sms_smsgate_sms_sent_total"
        case requestsFailed = "email2sms_smsgate_sms_failed_total"
        case authenticationFailures = "email2sms_smsgate_auth_failures_total"

        var help: String {
            switch self {
            case .emailsReceived:
                "Deliveries that Postfix asked for: each recipient of each mail, at each try."
            case .deliveriesSent: "Deliveries that ended with 250."
            case .deliveriesFailed: "Deliveries that ended otherwise, to be tried again or not."
            case .requestsAccepted: "Requests for an SMS that SMSGate accepted, or had accepted before."
            case .requestsFailed: "Requests for an SMS that SMSGate refused or did not answer."
            case .authenticationFailures: "Requests of any kind that SMSGate answered with 401 or 403."
            }
        }
    }

    private var counters = Dictionary(uniqueKeysWithValues: Counter.allCases.map { ($0, UInt64(0)) })
    package private(set) var durations = DurationHistogram()

    package init() {}

    package subscript(_ counter: Counter) -> UInt64 { counters[counter] ?? 0 }

    package mutating func count(_ counter: Counter, times: UInt64 = 1) {
        // Wraps after half a million years; a trap here could cost an SMS.
        counters[counter, default: 0] &+= times
    }

    /// - Parameter duration: of one request, in microseconds
    package mutating func observe(_ duration: UInt64) {
        durations.observe(duration)
    }

    package mutating func add(_ other: Metrics) {
        for (counter, times) in other.counters { count(counter, times: times) }
        durations.add(other.durations)
    }
}

// The text-based exposition format of Prometheus, version 0.0.4.
extension Metrics {
    /// A file that begins differently is not ours.
    package static let firstLine = header(
        Counter.emailsReceived.rawValue, Counter.emailsReceived.help, type: "counter"
    ).prefix { $0 != "\n" }

    package var text: String {
        var text = ""
        for counter in Counter.allCases {
            text += Self.header(counter.rawValue, counter.help, type: "counter")
            text += "\(counter.rawValue) \(self[counter])\n"
        }
        return text + Self.header(DurationHistogram.name, DurationHistogram.help, type: "histogram")
            + durations.text
    }

    private static func header(_ name: String, _ help: String, type: String) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// nil: `text` is not complete output of `Metrics.text`.
    package init?(text: String) {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let halves = line.split(separator: " ")
            guard halves.count == 2, let name = halves.first, let value = halves.last else { return nil }
            values[String(name)] = String(value)
        }
        for counter in Counter.allCases {
            guard let value = values[counter.rawValue].flatMap({ UInt64($0) }) else { return nil }
            counters[counter] = value
        }
        guard let durations = DurationHistogram(values) else { return nil }
        self.durations = durations
    }
}
