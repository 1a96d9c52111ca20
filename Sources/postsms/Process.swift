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

/// Ends the process with an outcome. The status line goes first and alone: pipe(8) looks at byte 0.
func finish(_ outcome: Outcome) -> Never {
    let detail = outcome.detail.map { "\n" + printable($0) } ?? ""
    finish(outcome.exitStatus, printing: outcome.statusLine + detail)
}

func finish(_ status: ExitStatus, printing text: String) -> Never {
    writeAll(Array((text + "\n").utf8), to: STDOUT_FILENO)
    // Not exit(): what libraries do on their way out could turn a sent SMS into a crash and a second try.
    _exit(status.rawValue)
}
