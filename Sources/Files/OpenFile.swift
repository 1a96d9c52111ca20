import Glibc

/// A file open for reading: configuration, credentials map, metrics.
package struct OpenFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    /// In bytes, when opened.
    private let size: Int

    /// - Parameter isSecret: whether to refuse a file that others may read or write
    /// - Throws: a ConfigurationError that names the file
    package init(_ path: String, isSecret: Bool = false) throws(ConfigurationError) {
        let descriptor = unsafe open(path, Self.flags)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        try self.init(path, descriptor, isSecret: isSecret)
    }

    /// A secret file of our own, with the times of its last use and change; nil if there is none. Reading is no use: its
    /// times stay as they are.
    package static func secret(
        ifThereIs path: String
    ) throws(ConfigurationError) -> (content: [UInt8], used: Int, changed: Int)? {
        let descriptor = unsafe open(path, flags | O_NOFOLLOW | noAccessTime)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(path, errno)
        }
        let file = try OpenFile(path, descriptor, isSecret: true)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
        return (try file.content(limit: secretLimit), status.st_atim.tv_sec, status.st_mtim.tv_sec)
    }

    private static let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
    /// O_NOATIME of open(2), which the Glibc module lacks. Only for the owner and root.
    private static let noAccessTime: Int32 = 0o1000000
    /// Bytes of a line with a user and a password.
    private static let secretLimit = 65_536

    /// - Parameter descriptor: closed if this throws
    private init(_ path: String, _ descriptor: Int32, isSecret: Bool) throws(ConfigurationError) {
        do throws(ConfigurationError) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw ConfigurationError("\(path): is not a regular file")
            }
            // Checked on the open file, so that the file that is checked is the one that is read.
            if isSecret, status.st_mode & (S_IROTH | S_IWOTH) != 0 {
                throw ConfigurationError("\(path): others may read or write it")
            }
            size = Int(status.st_size)
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Reads the whole file; may be called once.
    ///
    /// - Parameter limit: bytes above which the file is refused
    package func content(limit: Int) throws(ConfigurationError) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(min(size + 1, limit + 1))
        switch readAll(descriptor, into: &content, limit: limit) {
        case .complete: return content
        case .tooLong: throw tooLong(limit)
        case .failed(let code): throw Self.unreadable(path, code)
        }
    }

    private func tooLong(_ limit: Int) -> ConfigurationError {
        ConfigurationError("\(path): is longer than \(limit) bytes")
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationError {
        ConfigurationError("\(path): cannot be read: \(errorText(code))")
    }
}
