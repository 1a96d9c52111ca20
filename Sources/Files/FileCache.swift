import Glibc

/// A value read from a file, and read again when the file has changed.
package struct FileCache<Value> {
    private var kept: (value: Value, state: FileState)?

    package init() {}

    /// The value of the file in its present state.
    ///
    /// - Parameters:
    ///   - path: the file
    ///   - now: seconds since 1970
    ///   - read: reads the value. If it throws, the next call reads again.
    package mutating func value(
        of path: String, now: Int, read: () throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value {
        // Taken before reading: if the file changes in between, the next call sees another state.
        let state = FileState(path: path)
        if let kept, kept.state == state { return kept.value }
        kept = nil
        let value = try read()
        kept = state.flatMap { $0.isSettled(at: now) ? (value, $0) : nil }
        return value
    }
}
