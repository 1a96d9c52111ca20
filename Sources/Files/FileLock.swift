import Glibc

/// The right to replace a file, held by one process at a time: flock(2) on an empty file `PATH.lock`.
///
/// Anyone who can open a file or folder can lock it with flock(2) for any time. Only root and the user who
/// created this file can open it.
struct FileLock {
    private let path: String
    private let descriptor: Int32

    /// Milliseconds between two tries to get a lock that another process holds.
    private static let pause = 2

    /// - Parameter patience: milliseconds to wait for another process
    /// - Throws: a ConfigurationError if another process holds the lock longer, or the lock file cannot be
    ///   made
    init(of file: String, patience: Int) throws(ConfigurationError) {
        path = file + ".lock"
        for attempt in 0...(patience / Self.pause) {
            if attempt > 0 { usleep(useconds_t(Self.pause * 1000)) }
            if let descriptor = try Self.open(path, of: file) {
                self.descriptor = descriptor
                return
            }
        }
        throw ConfigurationError("\(file): another process has \(path) locked")
    }

    /// Removes the file while it is still locked, so that no other process has locked it yet.
    func release() {
        unsafe unlink(path)
        close(descriptor)
    }

    /// nil if another process has the lock, or had it and has removed the file since.
    private static func open(_ path: String, of file: String) throws(ConfigurationError) -> Int32? {
        let descriptor = unsafe Glibc.open(
            path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600)
        guard descriptor >= 0 else { throw unwritable(file, errno) }
        var locked = stat()
        var named = stat()
        do throws(ConfigurationError) {
            guard unsafe fstat(descriptor, &locked) == 0 else { throw unwritable(file, errno) }
            guard isOurs(locked) else {
                throw ConfigurationError("\(path): is not a lock file of postsms: move it away")
            }
        } catch {
            close(descriptor)
            throw error
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, unsafe lstat(path, &named) == 0,
            locked.st_dev == named.st_dev, locked.st_ino == named.st_ino
        else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Whether postsms made it: an empty file that nobody else can open.
    private static func isOurs(_ status: stat) -> Bool {
        status.st_mode & S_IFMT == S_IFREG && status.st_size == 0 && status.st_mode & 0o077 == 0
    }
}
