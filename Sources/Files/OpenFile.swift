import Glibc

/// A file that is open for reading: configuration, credentials map, metrics.
package struct OpenFile: ~Copyable {
    private let path: String
    package let descriptor: Int32
    /// In bytes, when it was opened.
    package let size: Int

    /// - Parameter isSecret: whether a file that others may read or write is refused
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
            // Checked on the open file: what is checked is what is read.
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

    /// All of it, once.
    ///
    /// - Parameter limit: bytes from which on the file is refused
    package func content(limit: Int) throws(ConfigurationError) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(min(size + 1, limit + 1))
        switch readAll(descriptor, into: &content, limit: limit) {
        case .complete: return content
        case .tooLong: throw tooLong(limit)
        case .failed(let code): throw Self.unreadable(path, code)
        }
    }

    /// Reads all of it from its start, piece by piece, each made of whole lines. With 3.6 MB, that saves the 900 page faults
    /// of memory for all of it.
    ///
    /// - Parameter limit: bytes from which on the file is refused
    package func readLines(limit: Int, _ body: (ArraySlice<UInt8>) -> Void) throws(ConfigurationError) {
        lseek(descriptor, 0, SEEK_SET)
        // One byte more than there is, so that a file that has not grown is read at once.
        var buffer = [UInt8](repeating: 0, count: min(max(size, 0), Self.pieceSize - 1) + 1)
        // Bytes at its start of a line whose end is not read yet.
        var begun = 0
        var length = 0
        while true {
            if begun == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe readOnce(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: bytes[begun...]))
            }
            if count < 0 { throw Self.unreadable(path, errno) }
            if count == 0 { break }
            length += count
            if length > limit { throw tooLong(limit) }
            let filled = begun + count
            let end = buffer[begun..<filled].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if end > 0 { body(buffer[..<end]) }
            for index in end..<filled { buffer[index - end] = buffer[index] }
            begun = filled - end
        }
        body(buffer[..<begun])
    }

    /// Bytes that are read at once: little enough for the processor's cache.
    private static let pieceSize = 65_536

    /// The line that begins at `offset`, without its line end.
    package func readLine(from offset: Int) throws(ConfigurationError) -> ArraySlice<UInt8> {
        // Longer than most lines are. A longer one is read again with twice as many bytes.
        var length = 256
        while true {
            var failure: Int32?
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
                let result = unsafe pread(descriptor, buffer.baseAddress, length, off_t(offset))
                if result < 0 { failure = errno }
                count = max(0, result)
            }
            if let failure { throw Self.unreadable(path, failure) }
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return bytes[..<end] }
            if bytes.count < length { return bytes[...] }
            length *= 2
        }
    }

    private func tooLong(_ limit: Int) -> ConfigurationError {
        ConfigurationError("\(path): is longer than \(limit) bytes")
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationError {
        ConfigurationError("\(path): cannot be read: \(errorText(code))")
    }
}
