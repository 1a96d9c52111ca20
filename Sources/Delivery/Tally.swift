import Glibc
package import Metrics
import SMSGate

/// What one delivery adds to the metrics.
package final class Tally {
    package private(set) var metrics = Metrics()

    package init() {}

    /// Counts how the delivery ended.
    package func count(_ outcome: Outcome) {
        metrics.count(.emailsReceived)
        metrics.count(outcome.exitStatus == .ok ? .deliveriesSent : .deliveriesFailed)
    }

    fileprivate func count(_ result: Result<Response, TransportError>, after duration: UInt64) {
        switch result {
        // It was not even made.
        case .failure(.setup): return
        case .success(let response) where [401, 403].contains(response.status):
            metrics.count(.authenticationFailures)
        case .success, .failure: break
        }
        metrics.observe(duration)
    }

    fileprivate func countSubmission(_ result: Result<Response, TransportError>) {
        let isAccepted =
            switch result {
            case .success(let response):
                response.status == 409 || ((200...299).contains(response.status) && response.isReadable)
            case .failure: false
            }
        metrics.count(isAccepted ? .requestsAccepted : .requestsFailed)
    }
}

extension Gate {
    /// This gate, with each request counted.
    package func counting(in tally: Tally) -> Gate {
        Gate { submission throws(TransportError) in
            let start = microsecondsNow()
            let result = Result { () throws(TransportError) in try send(submission) }
            tally.count(result, after: microsecondsNow() &- start)
            tally.countSubmission(result)
            return try result.get()
        } state: { submission throws(TransportError) in
            let start = microsecondsNow()
            let result = Result { () throws(TransportError) in try state(submission) }
            tally.count(result, after: microsecondsNow() &- start)
            return try result.get()
        }
    }
}

/// On the monotonic clock.
private func microsecondsNow() -> UInt64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(truncatingIfNeeded: now.tv_sec) &* 1_000_000
        &+ UInt64(truncatingIfNeeded: now.tv_nsec / 1000)
}
