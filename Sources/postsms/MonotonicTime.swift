import Glibc

/// A point in time on the monotonic clock.
struct MonotonicTime: Comparable {
    private var time = timespec()

    static var now: MonotonicTime {
        var now = MonotonicTime()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now.time)
        return now
    }

    func advanced(bySeconds seconds: Int) -> MonotonicTime {
        var later = self
        later.time.tv_sec += seconds
        return later
    }

    /// Rounded up; 0 if that time has come.
    func milliseconds(until later: MonotonicTime) -> Int {
        max(0, (later.nanoseconds(since: self) + 999_999) / 1_000_000)
    }

    private func nanoseconds(since earlier: MonotonicTime) -> Int {
        (time.tv_sec - earlier.time.tv_sec) * 1_000_000_000 + time.tv_nsec - earlier.time.tv_nsec
    }

    /// Seconds since an earlier time, as `0.25`.
    func seconds(since earlier: MonotonicTime) -> String {
        let hundredths = nanoseconds(since: earlier) / 10_000_000
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// Returns at this time, even if signals arrive before.
    func wait() {
        var time = time
        while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }

    static func < (one: MonotonicTime, other: MonotonicTime) -> Bool {
        (one.time.tv_sec, one.time.tv_nsec) < (other.time.tv_sec, other.time.tv_nsec)
    }

    static func == (one: MonotonicTime, other: MonotonicTime) -> Bool {
        (one.time.tv_sec, one.time.tv_nsec) == (other.time.tv_sec, other.time.tv_nsec)
    }
}
