import CProcess
import Configuration
import Delivery
import Files
import Glibc

/// The process as a whole: its environment and its end.
enum Process {
    /// The words of the command line, the name of the program first.
    static var arguments: [String] {
        var words: [String] = []
        while let word = unsafe cprocess_arguments()[words.count] {
            words.append(unsafe String(cString: word))
        }
        return words
    }

    /// Removes influences of the environment that could change what the program does or leak secrets.
    static func harden() {
        // Writing to a closed pipe must not kill a process whose SMS is sent.
        signal(SIGPIPE, SIG_IGN)
        // Passwords are in memory, so there must be no core dump and no backtrace by Swift's signal handlers,
        // which debug builds have.
        cprocess_forbid_dump()
        for crash in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(crash, SIG_DFL) }
        // Only the variables of a service manager are kept. libcurl, OpenSSL and glibc read many others:
        // proxies, key logs, engines, conversion modules.
        let kept = ServiceManager.variables.map { ($0, environmentVariable($0)) }
        clearenv()
        for case (let name, let value?) in kept { unsafe setenv(name, value, 1) }
    }

    /// From here on the process ends with `status` in any case, after at most half a second.
    fileprivate static func settle(_ status: ExitStatus) {
        unsafe settledStatus = status.rawValue
        let ends = [SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP, SIGXFSZ]
        for end in ends { signal(end) { _ in unsafe _exit(settledStatus) } }
        var timer = itimerval()
        timer.it_value.tv_usec = patience
        unsafe setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }

    /// Microseconds.
    private static let patience = 500_000
}

/// For the signal handlers, which take no context. Set once, before they are installed.
private nonisolated(unsafe) var settledStatus: Int32 = 0

/// Ends the process with an outcome. The status line comes first: pipe(8) reads its code at byte 0.
///
/// - Parameter afterwards: work after the outcome is printed. It cannot change the outcome: it is cut short
///   if it takes too long, and a crash in it exits with the outcome's status too.
func finish(_ outcome: Outcome, afterwards: () -> Void = {}) -> Never {
    var text = outcome.statusLine
    if let detail = outcome.detail { text += "\n" + printable(detail) }
    if isPipe(STDOUT_FILENO) {
        // No line end: pipe(8) would turn it into a space in log and bounce. And no waiting: a full pipe must
        // not block a process whose SMS is sent, because pipe(8) would kill it and bounce the message.
        writeWhatFits(Array(text.utf8), to: STDOUT_FILENO)
    } else {
        writeAll(Array((text + "\n").utf8), to: STDOUT_FILENO)
    }
    Process.settle(outcome.exitStatus)
    afterwards()
    _exit(outcome.exitStatus.rawValue)
}

/// Prints `text` as it is and ends the process.
func finish(_ status: ExitStatus, printing text: String) -> Never {
    writeAll(Array(text.utf8), to: STDOUT_FILENO)
    // Not exit(): a crash in an exit handler of a library could make Postfix send the SMS again.
    _exit(status.rawValue)
}

private func isPipe(_ descriptor: Int32) -> Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
}
