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
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        do throws(ConfigurationError) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw ConfigurationError("\(path): is no regular file")
            }
            // Checked on the open file, so that the file that is checked is the one that is read.
            if isSecret, status.st_mode & (S_IROTH | S_IWOTH) != 0 {
                throw ConfigurationError("\(path): others may read or write it: chmod o-rwx \(path)")
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
