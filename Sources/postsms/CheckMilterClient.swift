import Check
import Files
import Glibc

/// Speaks to a milter for `postsms check`.
enum MilterClient {
    /// Seconds for the connection and for the answer; as long as Postfix waits (milter.cf).
    private static let patience = 5
    private static let chunkLength = 4_096

    /// Connects to a UNIX-domain socket, starts the protocol, and ends it.
    static func greet(_ path: String) -> MilterAnswer {
        guard let address = SocketAddress(path: path) else { return .refused(errorText(ENAMETOOLONG)) }
        let descriptor = socketDescriptor(SOCK_STREAM)
        guard descriptor >= 0 else { return .refused(errorText(errno)) }
        defer { close(descriptor) }
        guard setPatience(descriptor) else { return .refused(errorText(errno)) }
        guard address.connect(descriptor) else {
            return errno == EAGAIN ? .silent : .refused(errorText(errno))
        }
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
}
