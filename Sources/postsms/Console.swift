import Delivery
import Files
import Glibc

// How the roles for people speak: results on standard output, what went wrong on standard error, and exit status 0, 1
// or 2. pipe(8) never sees them.

/// Prints a line, of any length: a command that is cut is none.
func say(_ line: String) {
    writeAll(Array((printable(line, limit: .max) + "\n").utf8), to: STDOUT_FILENO)
}

/// Tells of something that is wrong, though what was asked for was done.
func warn(_ what: String) {
    writeAll(Array((printable("postsms: warning: \(what)") + "\n").utf8), to: STDERR_FILENO)
}

/// Ends a role for people that did not do what was asked for: 1, or 2 for arguments that make no sense.
func fail(_ error: any Error, _ usage: Usage) -> Never {
    if case Arguments.Refusal.mistake(let what) = error {
        let name = ["postsms", usage.name].joined(separator: " ")
        let text = "Error: \(printable(what))\n\(usage.synopsis)\nSee '\(name) --help'.\n"
        writeAll(Array(text.utf8), to: STDERR_FILENO)
        _exit(2)
    }
    writeAll(Array("postsms: \(printable("\(error)"))\n".utf8), to: STDERR_FILENO)
    _exit(1)
}
