import Bridge
import CProcess
import Glibc

/// The process as a whole: what it takes from its surroundings and how it ends.
enum Process {
    /// Cuts the ties to surroundings that could change what the program does or carry out what it knows.
    static func harden() {
        // Writing to a reader that has gone must not kill a process whose SMS is sent.
        signal(SIGPIPE, SIG_IGN)
        // Passwords are in memory: no core dump, and no backtrace of Swift's either, whose handlers a build for
        // debugging has.
        cprocess_forbid_dump()
        for crash in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(crash, SIG_DFL) }
        // Nothing is wanted from the environment, and libcurl, OpenSSL and glibc take a lot from it: proxies, key
        // logs, engines, conversion modules.
        clearenv()
    }

    /// When the Postfix that runs this process was started, in seconds since 1970-01-01 00:00 UTC: master(8) writes its
    /// process id into its queue directory then, and pipe(8) makes that the working directory. nil outside of Postfix.
    static func postfixStart() -> Int? {
        var status = stat()
        return unsafe stat("pid/master.pid", &status) == 0 ? status.st_mtim.tv_sec : nil
    }
}

/// Ends the process with an outcome. The status line goes first: pipe(8) looks at byte 0.
func finish(_ outcome: Outcome) -> Never {
    var text = outcome.statusLine
    if let detail = outcome.detail { text += "\n" + printable(detail) }
    guard isPipe(STDOUT_FILENO) else { finish(outcome.exitStatus, printing: text + "\n") }
    // pipe(8) would turn a last line end into a space in log and bounce. And a pipe that is full and stays so must not
    // keep a process whose SMS is sent until pipe(8) kills it and bounces the message.
    writeWhatFits(Array(text.utf8), to: STDOUT_FILENO)
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
