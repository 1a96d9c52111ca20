import CProcess
import Configuration
import Files
import Glibc

/// `postsms milter`: the resident role that smtpd(8) asks before it answers its client's DATA.
struct Milter: Role {
    static let usage = Usage(
        words: ["milter"], abstract: "Send messages while their clients wait.",
        discussion: """
            Postfix's smtpd(8) and cleanup(8) connect to the socket and speak the milter
            protocol. The socket is that of --socket, or the one that systemd hands over.
            See postsms-milter(8).
            """,
        options: ConfigurationOptions.usage + [
            Usage.Option(
                name: "socket", value: "path", help: "Make this UNIX-domain socket and listen on it.")
        ])

    private let configurationOptions: ConfigurationOptions
    private let path: String?

    init(arguments: Arguments) {
        configurationOptions = ConfigurationOptions(arguments)
        path = arguments.value("socket")
    }

    func run() throws(ConfigurationError) {
        let manager = ServiceManager()
        SystemLog.open(as: "postsms/milter", withStandardError: !manager.isPresent)
        let signals = try EndSignals()
        raiseDescriptorLimit()
        cprocess_keep_no_large_memory()
        let socket = try MilterSocket(path: path, handedOver: manager.socket)
        let server = MilterServer(configurationOptions)
        manager.notify("READY=1")
        acceptConnections(on: socket, until: signals, server)
        // Postfix takes what it has not yet sent us to the queue.
        socket.close()
        manager.notify("STOPPING=1")
        server.finish()
        _exit(0)
    }

    /// Two descriptors for each connection: its own and one to SMSGate. The usual soft limit, for programs that call
    /// select(2), is 1024.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, Self.descriptorLimit))
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static let descriptorLimit: rlim_t = 4_096

    private func acceptConnections(
        on socket: borrowing MilterSocket, until signals: EndSignals, _ server: MilterServer
    ) {
        var nextHousekeeping = MonotonicTime.now
        while true {
            // Not only when nobody connects: a busy milter would never come to it.
            if nextHousekeeping <= .now {
                server.keepHouse()
                nextHousekeeping = .now.advanced(bySeconds: MilterServer.housekeepingInterval)
            }
            var polled = [socket.descriptor, signals.descriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            let wait = Int32(clamping: MonotonicTime.now.milliseconds(until: nextHousekeeping))
            unsafe poll(&polled, nfds_t(polled.count), wait)
            if polled[1].revents != 0, signals.haveCome() { return }
            if polled[0].revents != 0 { accept(on: socket, server) }
        }
    }

    private func accept(on socket: borrowing MilterSocket, _ server: MilterServer) {
        guard let connection = socket.accept() else {
            let problem = errno
            if ![EAGAIN, EINTR, ECONNABORTED].contains(problem) {
                SystemLog.error("milter: a connection is not accepted: \(errorText(problem))")
                // There may be descriptors again in a moment.
                usleep(100_000)
            }
            return
        }
        server.serve(connection)
    }
}
