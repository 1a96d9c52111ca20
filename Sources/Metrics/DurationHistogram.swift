/// How long requests to SMSGate took.
package struct DurationHistogram: Equatable, Sendable {
    static let name = "email2sms_smsgate_request_duration_seconds"
    static let help = "Time of each request to SMSGate, until its answer or its end without one."

    /// Upper bounds, in microseconds and as written, in seconds.
    private static let bounds: [(microseconds: UInt64, label: String)] = [
        (50_000, "0.05"), (100_000, "0.1"), (250_000, "0.25"), (500_000, "0.5"), (1_000_000, "1"),
        (2_500_000, "2.5"), (5_000_000, "5"), (10_000_000, "10"), (30_000_000, "30"), (60_000_000, "60"),
        (.max, "+Inf"),
    ]
    private static let microsecondsPerSecond: UInt64 = 1_000_000

    /// For each bound, the number of requests that took at most so long.
    private var buckets = bounds.map { _ in UInt64(0) }
    /// In microseconds.
    private var sum: UInt64 = 0

    init() {}

    /// The number of requests.
    package var count: UInt64 { buckets.last ?? 0 }

    mutating func observe(_ duration: UInt64) {
        buckets = zip(buckets, Self.bounds).map { $1.microseconds < duration ? $0 : $0 &+ 1 }
        sum &+= duration
    }

    mutating func add(_ other: DurationHistogram) {
        buckets = zip(buckets, other.buckets).map { $0 &+ $1 }
        sum &+= other.sum
    }

    var text: String {
        var text = ""
        for (count, bound) in zip(buckets, Self.bounds) {
            text += "\(Self.bucketName(bound.label)) \(count)\n"
        }
        let fraction = String(Self.microsecondsPerSecond + sum % Self.microsecondsPerSecond).dropFirst()
        text += "\(Self.name)_sum \(sum / Self.microsecondsPerSecond).\(fraction)\n"
        return text + "\(Self.name)_count \(count)\n"
    }

    private static func bucketName(_ label: String) -> String {
        "\(name)_bucket{le=\"\(label)\"}"
    }

    /// - Parameter values: the samples of a file by name, labels included; nil if a sample is missing or not
    ///   a number
    init?(_ values: [String: String]) {
        buckets = []
        for bound in Self.bounds {
            guard let count = values[Self.bucketName(bound.label)].flatMap({ UInt64($0) }) else { return nil }
            buckets.append(count)
        }
        let halves = values["\(Self.name)_sum"]?.split(separator: ".") ?? []
        guard halves.count == 2, let seconds = UInt64(halves[0]), halves[1].utf8.count == 6,
            let fraction = UInt64(halves[1])
        else { return nil }
        guard values["\(Self.name)_count"] == buckets.last.map(String.init) else { return nil }
        sum = seconds &* Self.microsecondsPerSecond &+ fraction
    }
}
