package import Glibc

/// The new content of a file.
package struct FileContent {
    let bytes: [UInt8]
    let access: FileAccess

    package init(bytes: [UInt8], access: FileAccess) {
        self.bytes = bytes
        self.access = access
    }
}

/// Who can use a file that is replaced.
package enum FileAccess {
    /// Owner, group and mode of the existing file.
    case asBefore
    /// This mode, and the user and group of this process unless others are given.
    case new(mode: mode_t, owner: uid_t? = nil, group: gid_t? = nil)
}

/// Creates or replaces the file at `path` in one step: a reader sees the complete old or the complete new
/// content.
///
/// Other processes that replace it wait, so that no change is lost. Two files are made next to it: the new
/// content in `PATH.new`, and the lock on `PATH.lock`. Only a killed process leaves them behind, and then
/// they do no harm.
///
/// - Parameters:
///   - patience: milliseconds to wait for another process
///   - isDurable: whether the content must survive a crash of the machine afterwards
///   - content: called with the lock held; nil: change nothing
/// - Returns: whether the file was replaced
/// - Throws: a ConfigurationError; the file is then unchanged
@discardableResult
package func replaceFile(
    at path: String, patience: Int, isDurable: Bool, content: () throws(ConfigurationError) -> FileContent?
) throws(ConfigurationError) -> Bool {
    let lock = try FileLock(of: path, patience: patience)
    defer { lock.release() }
    guard let content = try content() else { return false }
    let newPath = path + ".new"
    // We hold the lock, so a file with this name is left from a killed process.
    unsafe unlink(newPath)
    try put(content, at: path, by: newPath, isDurable: isDurable)
    return true
}

/// Makes or replaces the file at `path` in one step, on disk, without a lock: of several processes the last one wins.
///
/// - Parameter newPath: where it is written first; a name that no other process uses
/// - Throws: a ConfigurationError, and then the file is as it was
package func putFile(
    _ content: FileContent, at path: String, by newPath: String
) throws(ConfigurationError) {
    try put(content, at: path, by: newPath, isDurable: true)
}

private func put(
    _ content: FileContent, at path: String, by newPath: String, isDurable: Bool
) throws(ConfigurationError) {
    do throws(ConfigurationError) {
        try create(newPath, content, for: path, isDurable: isDurable)
        guard unsafe rename(newPath, path) == 0 else { throw unwritable(path, errno) }
    } catch {
        unsafe unlink(newPath)
        throw error
    }
    // The content is on disk already; this writes the name.
    if isDurable { synchronizeFolder(of: path) }
}

/// Writes a file that does not exist yet.
private func create(
    _ newPath: String, _ content: FileContent, for path: String, isDurable: Bool
) throws(ConfigurationError) {
    let descriptor = unsafe open(newPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    defer { close(descriptor) }
    guard set(content.access, of: descriptor, for: path) else { throw unwritable(path, errno) }
    guard writeAll(content.bytes, to: descriptor), !isDurable || fsync(descriptor) == 0 else {
        throw unwritable(path, errno)
    }
}

/// - Returns: whether it worked; errno is set if not
private func set(_ access: FileAccess, of descriptor: Int32, for path: String) -> Bool {
    // The owner first: a mode that lets a group in must never apply to another group.
    switch access {
    case .asBefore:
        var model = stat()
        var new = stat()
        guard unsafe stat(path, &model) == 0, unsafe fstat(descriptor, &new) == 0 else { return false }
        let isOwned = model.st_uid == new.st_uid && model.st_gid == new.st_gid
        return (isOwned || fchown(descriptor, model.st_uid, model.st_gid) == 0)
            && fchmod(descriptor, model.st_mode & 0o7777) == 0
    case .new(let mode, let owner, let group):
        // The mode is set explicitly, because pipe(8)'s umask would lock others out.
        return fchown(descriptor, owner ?? uid_t.max, group ?? gid_t.max) == 0
            && fchmod(descriptor, mode) == 0
    }
}

private func synchronizeFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
}

func unwritable(_ path: String, _ code: Int32) -> ConfigurationError {
    ConfigurationError("\(path): cannot be written: \(errorText(code))")
}
