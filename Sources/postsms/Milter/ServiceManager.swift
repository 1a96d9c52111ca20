import Glibc

/// The sockets and variables that systemd, or a supervisor with its protocols, passed to this process: see
/// sd_listen_fds(3) and sd_notify(3).
struct ServiceManager {
    /// The variables, which `Process.harden` keeps.
    static let variables = ["LISTEN_PID", "LISTEN_FDS", "NOTIFY_SOCKET"]

    /// The socket that was handed over.
    enum Socket: Equatable {
        case none
        case descriptor(Int32)
        case several(Int)
    }

    let socket: Socket
    /// The socket for status notifications; nil if they are not wanted.
    private let notificationPath: String?

    init() {
        notificationPath = environmentVariable("NOTIFY_SOCKET")
        let isForUs = environmentVariable("LISTEN_PID") == "\(getpid())"
        let count = isForUs ? environmentVariable("LISTEN_FDS").flatMap { Int($0) } ?? 0 : 0
        socket =
            switch count {
            case ..<1: .none
            case 1: .descriptor(Self.firstDescriptor)
            default: .several(count)
            }
    }

    var isPresent: Bool { notificationPath != nil || socket != .none }

    /// SD_LISTEN_FDS_START
    private static let firstDescriptor: Int32 = 3

    /// - Parameter state: e.g. `READY=1`
    func notify(_ state: String) {
        guard let path = notificationPath, let address = SocketAddress(path: path) else { return }
        let descriptor = socketDescriptor(SOCK_DGRAM)
        guard descriptor >= 0 else { return }
        let text = Array(state.utf8)
        _ = unsafe address.withPointer { pointer, length in
            unsafe sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), pointer, length)
        }
        close(descriptor)
    }
}

func environmentVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}
