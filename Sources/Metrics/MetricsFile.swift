package import Files

/// Adds `metrics` to those in the file at `path`, which is created if missing. A reader, such as
/// node_exporter, sees the complete old or new file. It ignores the files next to it, because their names do
/// not end in .prom. The content may be lost if the machine crashes.
///
/// A file not written by postsms is left untouched; a damaged one restarts at 0.
///
/// - Throws: a ConfigurationError that says why nothing was counted; the file is then unchanged
package func addMetrics(_ metrics: Metrics, toFileAt path: String) throws(ConfigurationError) {
    try replaceFile(at: path, patience: lockPatience, isDurable: false) {
        () throws(ConfigurationError) -> FileContent? in
        var all = try present(path)
        all.add(metrics)
        return FileContent(bytes: Array(all.text.utf8), access: .new(mode: 0o644))
    }
}

/// The file is two or three kilobytes long.
private let fileLimit = 65_536

/// Milliseconds to wait for other deliveries, each of which takes less than one; Postfix waits too.
private let lockPatience = 250

private func present(_ path: String) throws(ConfigurationError) -> Metrics {
    guard fileExists(path) else { return Metrics() }
    let bytes = try OpenFile(path).content(limit: fileLimit)
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.isEmpty || text.hasPrefix(Metrics.firstLine) else {
        throw ConfigurationError("\(path): is not a metrics file of postsms")
    }
    return Metrics(text: text) ?? Metrics()
}
