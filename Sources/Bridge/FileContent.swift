import Glibc

/// Reads a whole configuration file.
///
/// - Parameters:
///   - limit: bytes from which on the file is refused
///   - isSecret: whether a file that others may read or write is refused
/// - Throws: a ConfigurationError that names the file
func readFile(_ path: String, limit: Int, isSecret: Bool = false) throws(ConfigurationError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw ConfigurationError("\(path): is no regular file") }
    // Checked on the open file: what is checked is what is read.
    if isSecret, status.st_mode & (S_IROTH | S_IWOTH) != 0 {
        throw ConfigurationError("\(path): others may read or write it: chmod o-rwx \(path)")
    }
    var content: [UInt8] = []
    content.reserveCapacity(min(Int(status.st_size) + 1, limit + 1))
    switch readAll(descriptor, into: &content, limit: limit) {
    case .complete: return content
    case .tooLong: throw ConfigurationError("\(path): is longer than \(limit) bytes")
    case .failed(let code): throw unreadable(path, code)
    }
}

private func unreadable(_ path: String, _ code: Int32) -> ConfigurationError {
    ConfigurationError("\(path): cannot be read: \(errorText(code))")
}

/// Whether something stands at `path`, be it readable or not.
func fileExists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 || errno != ENOENT
}
