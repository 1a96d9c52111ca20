package import Files
import Glibc

/// Adds `metrics` to those in the file at `path`, which is made if it is not there. A reader, such as node_exporter,
/// sees the old file or the new one, whole.
///
/// A file that is not ours is left alone. One that is ours but damaged begins anew at zero, as after a lost disk.
///
/// - Throws: a ConfigurationError that says why nothing was counted; the file is as it was then
package func addMetrics(_ metrics: Metrics, toFileAt path: String) throws(ConfigurationError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let lock = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw unwritable(path, errno) }
    defer { close(lock) }
    guard lockSoon(lock) else { throw ConfigurationError("\(path): its folder is locked by another process") }

    var all = try present(path)
    all.add(metrics)
    // Whoever holds the lock is alone here: what has this name is left from a process that was killed. node_exporter
    // reads names that end in .prom only.
    let newPath = path + ".new"
    unsafe unlink(newPath)
    do throws(ConfigurationError) {
        try create(newPath, Array(all.text.utf8), named: path)
        guard unsafe rename(newPath, path) == 0 else { throw unwritable(path, errno) }
    } catch {
        unsafe unlink(newPath)
        throw error
    }
}

/// The file is two or three kilobytes long.
private let fileLimit = 65_536

/// Milliseconds for which other deliveries are waited for, each of which takes less than one: Postfix waits too.
private let lockPatience = 250
private let lockPause = 2

private func lockSoon(_ descriptor: Int32) -> Bool {
    for _ in 0..<(lockPatience / lockPause) {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else { return false }
        usleep(useconds_t(lockPause * 1000))
    }
    return false
}

private func present(_ path: String) throws(ConfigurationError) -> Metrics {
    guard fileExists(path) else { return Metrics() }
    let bytes = try OpenFile(path).content(limit: fileLimit)
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.isEmpty || text.hasPrefix(Metrics.firstLine) else {
        throw ConfigurationError("\(path): is not a metrics file of postsms")
    }
    return Metrics(text: text) ?? Metrics()
}

/// Writes a file that is not there yet, for everybody to read. It need not be on disk when the machine crashes.
private func create(_ path: String, _ content: [UInt8], named name: String) throws(ConfigurationError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw unwritable(name, errno) }
    defer { close(descriptor) }
    // pipe(8)'s umask lets nobody else read it.
    guard fchmod(descriptor, 0o644) == 0 else { throw unwritable(name, errno) }
    let count = unsafe content.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count == content.count else { throw unwritable(name, count < 0 ? errno : ENOSPC) }
}

private func unwritable(_ path: String, _ code: Int32) -> ConfigurationError {
    ConfigurationError("\(path): cannot be written: \(errorText(code))")
}
