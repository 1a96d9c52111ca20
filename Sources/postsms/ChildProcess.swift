import Check
import Glibc

/// Runs programs of the system for `postsms check`.
enum ChildProcess {
    /// Their folders, so that PATH does not matter.
    private static let folders = [
        "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin",
    ]
    /// The programs print a few pages at most.
    private static let outputLimit = 4 << 20
    /// Milliseconds without output after which a program is given up. postconf sleeps for a second when it
    /// fails.
    private static let patience: Int32 = 20_000

    /// Runs `command` to its end, with empty standard input and our own environment.
    ///
    /// - Parameter command: the program, by name or path, and its arguments
    /// - Returns: nil if the program does not exist or cannot be started
    static func run(_ command: [String]) -> ProgramResult? {
        guard let name = command.first, let program = path(of: name) else { return nil }
        guard let output = openPipe() else { return nil }
        guard let errors = openPipe() else {
            close(output.read)
            close(output.write)
            return nil
        }
        let child = start(program, command, output: output.write, errors: errors.write)
        close(output.write)
        close(errors.write)
        let texts = readAll(output.read, errors.read)
        close(output.read)
        close(errors.read)
        guard let child else { return nil }
        // A child that runs on after closing its output, or was silent for too long, is killed.
        let status = wait(for: child, isDone: texts.isComplete)
        return ProgramResult(status: status, output: texts.first, errors: texts.second)
    }

    /// A pipe that a child does not inherit except as its standard output or error.
    private static func openPipe() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func path(of name: String) -> String? {
        if name.contains("/") { return name }
        return folders.map { "\($0)/\(name)" }.first { unsafe access($0, X_OK) == 0 }
    }

    private static func start(_ program: String, _ arguments: [String], output: Int32, errors: Int32)
        -> pid_t?
    {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        // This process ignores SIGPIPE; its children must not.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        let environment = ["PATH=" + folders.joined(separator: ":"), "LC_ALL=C"]
        var child: pid_t = 0
        let code = unsafe withCStrings(arguments) { argv in
            unsafe withCStrings(environment) { environment in
                unsafe posix_spawn(&child, program, &actions, &attributes, argv, environment)
            }
        }
        return code == 0 ? child : nil
    }

    /// Reads two pipes to their ends at the same time.
    private static func readAll(_ descriptors: Int32...) -> (first: String, second: String, isComplete: Bool)
    {
        var texts: [[UInt8]] = [[], []]
        var isOpen = [true, true]
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while isOpen.contains(true) {
            var polled = zip(descriptors, isOpen).map {
                pollfd(fd: $1 ? $0 : -1, events: Int16(POLLIN), revents: 0)
            }
            let ready = unsafe poll(&polled, nfds_t(polled.count), patience)
            if ready < 0, errno == EINTR { continue }
            if ready <= 0 { break }
            for index in texts.indices where polled[index].revents != 0 {
                let count = unsafe read(descriptors[index], &chunk, chunk.count)
                if count > 0, texts[index].count < outputLimit {
                    texts[index] += chunk.prefix(count)
                } else if count == 0 || errno != EINTR {
                    isOpen[index] = false
                }
            }
        }
        return (
            String(decoding: texts[0], as: UTF8.self), String(decoding: texts[1], as: UTF8.self),
            !isOpen.contains(true)
        )
    }

    /// Exit status; 128 + signal if a signal ended it.
    private static func wait(for child: pid_t, isDone: Bool) -> Int32 {
        if !isDone { kill(child, SIGKILL) }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
