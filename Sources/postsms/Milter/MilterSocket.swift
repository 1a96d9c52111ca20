import Files
import Glibc

/// The socket on which Postfix connects.
struct MilterSocket: ~Copyable {
    let descriptor: Int32
    /// The file that we made and remove at the end; nil for a socket that was handed over.
    private let made: Made?

    private struct Made {
        let path: String
        let device: dev_t
        let inode: ino_t
    }

    /// - Parameter path: of the socket to make; nil: it was handed over
    init(path: String?, handedOver: ServiceManager.Socket) throws(ConfigurationError) {
        switch (path, handedOver) {
        case (let path?, .none):
            (descriptor, made) = try Self.make(path)
        case (nil, .descriptor(let given)):
            guard Self.isListening(given) else {
                throw ConfigurationError(
                    "the socket handed over is not a listening UNIX-domain stream socket")
            }
            (descriptor, made) = (given, nil)
        case (nil, .none): throw ConfigurationError("--socket is missing, and no socket was handed over")
        case (_?, _): throw ConfigurationError("--socket: there is one already that was handed over")
        case (nil, .several(let count)):
            throw ConfigurationError("\(count) sockets were handed over, one is wanted")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // A connection may be gone between poll(2) and accept(2).
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// A connection, nil with errno set on failure.
    func accept() -> Int32? {
        let connection = Glibc.accept(descriptor, nil, nil)
        return connection < 0 ? nil : connection
    }

    consuming func close() {
        Glibc.close(descriptor)
        // Another process may have put its own socket there.
        if let made, let status = fileStatus(made.path), status.st_ino == made.inode,
            status.st_dev == made.device
        {
            unsafe unlink(made.path)
        }
    }

    /// Makes a socket for its group, which the folder determines. It appears at its path only when it is
    /// listening. An existing file must be a socket on which nobody listens any more.
    private static func make(_ path: String) throws(ConfigurationError) -> (Int32, Made) {
        func failure(_ what: String) -> ConfigurationError {
            ConfigurationError("--socket: \(path): \(what)")
        }
        let newPath = "\(path).\(getpid())"
        guard path.hasPrefix("/"), let address = SocketAddress(path: path),
            let newAddress = SocketAddress(path: newPath)
        else { throw failure("expected an absolute path of at most 99 bytes") }
        if let status = fileStatus(path) {
            guard status.st_mode & S_IFMT == S_IFSOCK else { throw failure("is something else") }
            guard !isInUse(address) else { throw failure("another process listens on it") }
        }
        // Left by a process of ours with the same number that was killed at this point.
        if let status = fileStatus(newPath), status.st_mode & S_IFMT == S_IFSOCK, !isInUse(newAddress) {
            unsafe unlink(newPath)
        }
        let descriptor = socketDescriptor(SOCK_STREAM)
        guard descriptor >= 0 else { throw failure("no socket: \(errorText(errno))") }
        let mask = umask(0o117)
        defer { umask(mask) }
        guard unsafe newAddress.withPointer({ unsafe bind(descriptor, $0, $1) }) == 0 else {
            throw failure("cannot be made: \(errorText(errno))")
        }
        guard listen(descriptor, SOMAXCONN) == 0, let status = fileStatus(newPath),
            unsafe rename(newPath, path) == 0
        else {
            let problem = errorText(errno)
            unsafe unlink(newPath)
            throw failure("cannot be made: \(problem)")
        }
        return (descriptor, Made(path: path, device: status.st_dev, inode: status.st_ino))
    }

    private static func isInUse(_ address: SocketAddress) -> Bool {
        let descriptor = socketDescriptor(SOCK_STREAM)
        guard descriptor >= 0 else { return true }
        defer { Glibc.close(descriptor) }
        // Only a refused connection shows that nobody listens.
        return address.connect(descriptor) || errno != ECONNREFUSED
    }

    private static func isListening(_ descriptor: Int32) -> Bool {
        func option(_ name: Int32) -> Int32? {
            var value: Int32 = 0
            var length = socklen_t(MemoryLayout<Int32>.size)
            return unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
        }
        return option(SO_ACCEPTCONN) == 1 && option(SO_DOMAIN) == AF_UNIX
            && option(SO_TYPE) == Int32(SOCK_STREAM.rawValue)
    }
}

/// lstat(2), nil if it fails.
private func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
}
