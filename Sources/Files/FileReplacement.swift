package import Glibc

/// What a file becomes.
package struct FileContent {
    let bytes: [UInt8]
    let access: FileAccess

    package init(bytes: [UInt8], access: FileAccess) {
        self.bytes = bytes
        self.access = access
    }
}

/// Who may use a file that is replaced.
package enum FileAccess {
    /// Owner, group and mode of the file that is there.
    case asBefore
    /// The user of this process, this mode, and this group if it is not nil.
    case new(mode: mode_t, group: gid_t? = nil)
}

/// Replaces the file at `path`, which need not be there, in one step: a reader sees the old content or the new one, whole.
///
/// Another process that replaces it waits meanwhile, so that no change undoes another. Two files are made beside it: the
/// new content in `PATH.new`, and the lock on `PATH.lock`. Only a process that is killed leaves them behind, and then they
/// are not in the way.
///
/// - Parameters:
///   - patience: milliseconds for which another process is waited for
///   - isDurable: whether the content is on disk at the end, also if the machine crashes then
///   - content: called with the lock held; nil: nothing is to be changed
/// - Returns: whether the file was replaced
/// - Throws: a ConfigurationError, and then the file is as it was
@discardableResult
package func replaceFile(
    at path: String, patience: Int, isDurable: Bool, content: () throws(ConfigurationError) -> FileContent?
) throws(ConfigurationError) -> Bool {
    let lock = try FileLock(of: path, patience: patience)
    defer { lock.release() }
    guard let content = try content() else { return false }
    let newPath = path + ".new"
    // With the lock held, what has this name is left from a process that was killed.
    unsafe unlink(newPath)
    do throws(ConfigurationError) {
        try create(newPath, content, for: path, isDurable: isDurable)
        guard unsafe rename(newPath, path) == 0 else { throw unwritable(path, errno) }
    } catch {
        unsafe unlink(newPath)
        throw error
    }
    // The content is on disk already; this is the name.
    if isDurable { synchronizeFolder(of: path) }
    return true
}

/// Writes a file that is not there yet.
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
    // The owners first: a mode that lets a group in must never be there for another one.
    switch access {
    case .asBefore:
        var model = stat()
        var new = stat()
        guard unsafe stat(path, &model) == 0, unsafe fstat(descriptor, &new) == 0 else { return false }
        let isOwned = model.st_uid == new.st_uid && model.st_gid == new.st_gid
        return (isOwned || fchown(descriptor, model.st_uid, model.st_gid) == 0)
            && fchmod(descriptor, model.st_mode & 0o7777) == 0
    case .new(let mode, let group):
        // The mode is set whatever the umask; pipe(8)'s lets nobody else read a file.
        return (group == nil || fchown(descriptor, uid_t.max, group ?? 0) == 0)
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
