import Glibc
package import Metrics
import SMSGate

/// The metrics of one delivery.
package final class DeliveryMetrics {
    package private(set) var metrics = Metrics()

    package init() {}

    /// Counts the outcome of the delivery.
    package func count(_ outcome: Outcome) {
        metrics.count(.emailsReceived)
        metrics.count(outcome.verdict == .accepted ? .deliveriesSent : .deliveriesFailed)
    }

    /// `smsgate`, counting each request.
    package func counting(_ smsgate: SMSGateAPI) -> SMSGateAPI {
        SMSGateAPI(
            send: { request, credentials throws(TransportError) in
                let result = self.timed { () throws(TransportError) in
                    try smsgate.send(request, credentials)
                }
                let isTaken = (try? result.get())?.proof(ofPosting: request.id) == .taken
                self.metrics.count(isTaken ? .requestsAccepted : .requestsFailed)
                return try self.watched(result, \.status)
            },
            state: { id, credentials throws(TransportError) in
                try self.watched(
                    self.timed { () throws(TransportError) in try smsgate.state(id, credentials) }, \.status)
            },
            devices: { credentials throws(TransportError) in
                let result = self.timed { () throws(TransportError) in try smsgate.devices(credentials) }
                return try self.watched(result) { answer in
                    if case .unknown(let response) = answer { response.status } else { 200 }
                }
            },
            health: { () throws(TransportError) in try self.timed(smsgate.health).get() },
            hasTimeLeft: smsgate.hasTimeLeft)
    }

    /// Measures a request, unless it could not be made.
    private func timed<Value>(_ request: () throws(TransportError) -> Value) -> Result<Value, TransportError>
    {
        let start = microsecondsNow()
        let result = Result { () throws(TransportError) in try request() }
        if case .failure(.setup) = result { return result }
        metrics.observe(microsecondsNow() &- start)
        return result
    }

    private func watched<Value>(
        _ result: Result<Value, TransportError>, _ status: (Value) -> Int
    ) throws(TransportError) -> Value {
        let value = try result.get()
        if [401, 403].contains(status(value)) { metrics.count(.authenticationFailures) }
        return value
    }
}

/// The time of the monotonic clock.
private func microsecondsNow() -> UInt64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(truncatingIfNeeded: now.tv_sec) &* 1_000_000
        &+ UInt64(truncatingIfNeeded: now.tv_nsec / 1000)
}
