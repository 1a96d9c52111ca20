import Bridge
import CProcess
import Glibc

/// The process as a whole: what it takes from its surroundings and how it ends.
enum Process {
    /// Cuts the ties to surroundings that could change what the program does or carry out what it knows.
    static func harden() {
        // Writing to a reader that has gone must not kill a process whose SMS is sent.
        signal(SIGPIPE, SIG_IGN)
        // Passwords are in memory.
        cprocess_forbid_dump()
        // Nothing is wanted from the environment, and libcurl, OpenSSL and glibc take a lot from it: proxies, key
        // logs, engines, conversion modules.
        clearenv()
    }
}

/// Ends the process with an outcome. The status line goes first: pipe(8) looks at byte 0.
func finish(_ outcome: Outcome) -> Never {
    var text = outcome.statusLine
    if let detail = outcome.detail { text += "\n" + printable(detail) }
    // pipe(8) would turn a last line end into a space in log and bounce.
    finish(outcome.exitStatus, printing: isPipe(STDOUT_FILENO) ? text : text + "\n")
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
