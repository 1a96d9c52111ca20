import Check
import Glibc

/// Speaks to a milter for `postsms check`.
enum MilterClient {
    /// Seconds for the connection and for the answer; as long as Postfix waits (milter.cf).
    private static let patience = 5
    private static let chunkLength = 4_096

    /// Connects to a UNIX-domain socket, starts the protocol, and ends it.
    static func greet(_ path: String) -> MilterAnswer {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return .refused(reason(errno)) }
        defer { close(descriptor) }
        guard setPatience(descriptor) else { return .refused(reason(errno)) }
        guard let code = connect(descriptor, path) else { return .refused(reason(ENAMETOOLONG)) }
        if code == EAGAIN { return .silent }
        guard code == 0 else { return .refused(reason(code)) }
        guard write(MilterGreeting.request, to: descriptor) else { return .wrong }
        let answer = readAnswer(descriptor)
        if answer == .answers { _ = write(MilterGreeting.farewell, to: descriptor) }
        return answer
    }

    /// Limits each wait for the milter.
    private static func setPatience(_ descriptor: Int32) -> Bool {
        var time = timeval(tv_sec: patience, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        return [SO_SNDTIMEO, SO_RCVTIMEO].allSatisfy { option in
            unsafe setsockopt(descriptor, SOL_SOCKET, option, &time, length) == 0
        }
    }

    /// - Returns: 0 or errno; nil: the path is too long for a socket address
    private static func connect(_ descriptor: Int32, _ path: String) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard bytes.count < place.count else { return false }
            unsafe place.copyBytes(from: bytes)
            return true
        }
        guard fits else { return nil }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 ? 0 : errno
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        // A new socket has room for a few bytes, so this never blocks.
        unsafe send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Reads the complete answer. The time limit holds for each piece and for all together.
    private static func readAnswer(_ descriptor: Int32) -> MilterAnswer {
        let end = MonotonicTime.now.advanced(bySeconds: patience)
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: chunkLength)
        while MonotonicTime.now < end {
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return errno == EAGAIN ? .silent : .wrong }
            if count == 0 { return .wrong }
            received += chunk.prefix(count)
            if let answer = MilterGreeting.answer(received) { return answer }
        }
        return .silent
    }

    private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
