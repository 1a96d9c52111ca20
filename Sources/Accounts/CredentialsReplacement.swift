package import Files
import Glibc

/// Changes the credentials map so that whoever reads it sees the old content or the new one, whole, and never something
/// between; also after a crash. Owner, group and mode stay. A map that is not there yet is made, root's, and readable for
/// the group postsms if there is one.
///
/// Edits are made one after another: each has the folder locked, and sees what the one before has written. Symbolic
/// links are followed: the file that they lead to is replaced.
///
/// - Parameter edit: from the present map, nil if there is none, to the new content; nil: nothing is to be changed
/// - Returns: whether the file was changed
/// - Throws: a ConfigurationError, and then the file is as it was
@discardableResult
package func editCredentials(
    at path: String, edit: (CredentialsFile?) throws(ConfigurationError) -> [UInt8]?
) throws(ConfigurationError) -> Bool {
    let path = resolved(path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let lock = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw unwritable(path, errno) }
    defer { close(lock) }
    try takeLock(lock, path)

    let present = fileExists(path) ? try CredentialsFile(path: path) : nil
    guard let content = try edit(present) else { return false }
    // Whoever holds the lock is alone here: what has this name is left from a process that was killed.
    let newPath = path + ".new"
    unsafe unlink(newPath)
    do throws(ConfigurationError) {
        try create(newPath, content, like: present == nil ? nil : path)
        guard unsafe rename(newPath, path) == 0 else { throw unwritable(path, errno) }
    } catch {
        unsafe unlink(newPath)
        throw error
    }
    // The content is on disk already; this is the name.
    fsync(lock)
    return true
}

/// The group that a new map is readable for.
private let newFileGroup = "postsms"

/// Milliseconds for which another edit is waited for. An edit takes a few.
private let lockPatience = 10_000
private let lockPause = 20

private func takeLock(_ descriptor: Int32, _ path: String) throws(ConfigurationError) {
    for _ in 0..<(lockPatience / lockPause) {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        guard errno == EWOULDBLOCK || errno == EINTR else { break }
        usleep(useconds_t(lockPause * 1000))
    }
    throw ConfigurationError(
        errno == EWOULDBLOCK
            ? "\(path): its folder is locked by another process" : unwritable(path, errno).description)
}

/// Writes a file that is not there yet, to the disk.
///
/// - Parameter model: the file whose owner, group and mode it gets; nil: those of a new map
private func create(
    _ path: String, _ content: [UInt8], like model: String?
) throws(ConfigurationError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    if let model {
        guard unsafe stat(model, &status) == 0 else { throw unwritable(model, errno) }
        // The owners first: a mode that lets a group in must never be there for another one.
        guard isOwned(descriptor, as: status) || fchown(descriptor, status.st_uid, status.st_gid) == 0,
            fchmod(descriptor, status.st_mode & 0o7777) == 0
        else { throw unwritable(path, errno) }
    } else if geteuid() == 0, let group = unsafe getgrnam(newFileGroup) {
        guard unsafe fchown(descriptor, 0, group.pointee.gr_gid) == 0, fchmod(descriptor, 0o640) == 0 else {
            throw unwritable(path, errno)
        }
    }
    var rest = content[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno != EINTR {
            throw unwritable(path, errno)
        }
    }
    guard fsync(descriptor) == 0 else { throw unwritable(path, errno) }
}

private func isOwned(_ descriptor: Int32, as model: stat) -> Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && status.st_uid == model.st_uid
        && status.st_gid == model.st_gid
}

private func unwritable(_ path: String, _ code: Int32) -> ConfigurationError {
    ConfigurationError("\(path): cannot be written: \(errorText(code))")
}

/// Where `path` leads to, without symbolic links, if it leads to something.
private func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
}
