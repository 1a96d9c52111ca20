import Glibc

/// The fields of stat(2) that change whenever a file's content or mode changes.
package struct FileState: Equatable {
    private let device: dev_t
    private let inode: ino_t
    private let size: off_t
    private let changed: timespec

    /// nil if the file does not exist or is not accessible.
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

    /// Whether a later change would give another state. Timestamps of file systems may be as coarse as a
    /// second, so a second change within one may not show.
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

/// Whether a file exists at `path`, readable or not.
package func fileExists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 || errno != ENOENT
}
