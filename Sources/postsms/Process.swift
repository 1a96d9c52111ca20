import CProcess
import Configuration
import Delivery
import Files
import Glibc

/// The process as a whole: what it takes from its surroundings and how it ends.
enum Process {
    /// The words of the command line, the name of the program first.
    static var arguments: [String] {
        var words: [String] = []
        while let word = unsafe cprocess_arguments()[words.count] {
            words.append(unsafe String(cString: word))
        }
        return words
    }

    /// Cuts the ties to surroundings that could change what the program does or carry out what it knows.
    static func harden() {
        // Writing to a reader that has gone must not kill a process whose SMS is sent.
        signal(SIGPIPE, SIG_IGN)
        // Passwords are in memory: no core dump, and no backtrace of Swift's either, whose handlers a build for
        // debugging has.
        cprocess_forbid_dump()
        for crash in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(crash, SIG_DFL) }
        // Nothing but what a service manager says is wanted from the environment, and libcurl, OpenSSL and glibc take a
        // lot from it: proxies, key logs, engines, conversion modules.
        let kept = ServiceManager.variables.map { ($0, environmentVariable($0)) }
        clearenv()
        for case (let name, let value?) in kept { unsafe setenv(name, value, 1) }
    }

    /// Whatever happens from here on, the process ends with `status`, half a second later at the most.
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

/// For the signal handlers, which can carry nothing along. Set once, before them.
private nonisolated(unsafe) var settledStatus: Int32 = 0

/// Ends the process with an outcome. The status line goes first: pipe(8) looks at byte 0.
///
/// - Parameter afterwards: what is done when the outcome is told. It cannot change the outcome any more: what takes too
///   long is cut short, and what crashes ends with the outcome's exit status too.
func finish(_ outcome: Outcome, afterwards: () -> Void = {}) -> Never {
    var text = outcome.statusLine
    if let detail = outcome.detail { text += "\n" + printable(detail) }
    if isPipe(STDOUT_FILENO) {
        // pipe(8) would turn a last line end into a space in log and bounce. And a pipe that is full and stays so must
        // not keep a process whose SMS is sent until pipe(8) kills it and bounces the message.
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
    // Not exit(): what libraries do on their way out could turn a sent SMS into a crash and a second try.
    _exit(status.rawValue)
}

private func isPipe(_ descriptor: Int32) -> Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
}
