import Glibc

/// What stat(2) tells of a file that changes whenever its content or its mode does.
package struct FileState: Equatable {
    private let device: dev_t
    private let inode: ino_t
    private let size: off_t
    private let changed: timespec

    /// nil if there is no such file, or it cannot be looked at.
    package init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = status.st_dev
        inode = status.st_ino
        size = status.st_size
        changed = status.st_ctim
    }

    /// Whether a later change would show as another state. File systems tell times apart by up to a second: of two
    /// changes within one, the second may not show.
    ///
    /// - Parameter now: seconds since 1970
    package func isSettled(at now: Int) -> Bool {
        changed.tv_sec < now - 1
    }

    package static func == (one: FileState, other: FileState) -> Bool {
        one.device == other.device && one.inode == other.inode && one.size == other.size
            && one.changed.tv_sec == other.changed.tv_sec && one.changed.tv_nsec == other.changed.tv_nsec
    }
}

/// Whether there is something at `path`, readable or not.
package func fileExists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 || errno != ENOENT
}
