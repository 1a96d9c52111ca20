import Glibc

/// The address of a UNIX-domain socket (unix(7)).
struct SocketAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    /// - Parameter path: of a file, or starting with `@` for an abstract name
    /// - Returns: nil if it is empty or longer than 107 bytes
    init?(path: String) {
        var bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !bytes.isEmpty, bytes.count < room, !bytes.contains(0) else { return nil }
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        // An abstract name does not end with NUL.
        let offset = MemoryLayout<sockaddr_un>.size - room
        length = socklen_t(offset + bytes.count + (bytes[0] == 0 ? 0 : 1))
    }

    /// Connects a socket to it.
    ///
    /// - Returns: whether that worked; errno is set if not
    func connect(_ descriptor: Int32) -> Bool {
        unsafe withPointer { unsafe Glibc.connect(descriptor, $0, $1) } == 0
    }

    func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        var address = address
        return unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}

/// A new UNIX-domain socket, negative on failure.
///
/// - Parameter type: e.g. SOCK_STREAM
func socketDescriptor(_ type: __socket_type) -> Int32 {
    socket(AF_UNIX, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
}
