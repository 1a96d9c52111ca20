import Glibc

/// A value that is read from a file, and read again once the file has changed.
package struct FileCache<Value> {
    private var kept: (value: Value, state: FileState)?

    package init() {}

    /// The value of the file as it is now.
    ///
    /// - Parameters:
    ///   - path: the file
    ///   - now: seconds since 1970
    ///   - read: reads the value. If it throws, it is called again the next time.
    package mutating func value(
        of path: String, now: Int, read: () throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value {
        // Looked at before it is read: if it changes in between, its state is another the next time.
        let state = FileState(path: path)
        if let kept, kept.state == state { return kept.value }
        kept = nil
        let value = try read()
        kept = state.flatMap { $0.isSettled(at: now) ? (value, $0) : nil }
        return value
    }
}
