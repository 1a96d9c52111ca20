import Delivery
import Files
import Glibc

// Output of the roles that people run: results on standard output, errors on standard error, exit status 0, 1
// or 2. pipe(8) never runs these.

/// Prints a line without truncating it, since a truncated command is useless.
func say(_ line: String) {
    writeAll(Array((printable(line, limit: .max) + "\n").utf8), to: STDOUT_FILENO)
}

/// Reports a problem although the command succeeded.
func warn(_ what: String) {
    writeAll(Array((printable("postsms: warning: \(what)") + "\n").utf8), to: STDERR_FILENO)
}

/// Ends a failed role: exit status 2 for wrong arguments, else 1.
func fail(_ error: any Error, _ usage: Usage) -> Never {
    if case Arguments.Refusal.mistake(let what) = error {
        let name = (["postsms"] + usage.words).joined(separator: " ")
        let text = "Error: \(printable(what))\n\(usage.synopsis)\nSee '\(name) --help'.\n"
        writeAll(Array(text.utf8), to: STDERR_FILENO)
        _exit(2)
    }
    writeAll(Array("postsms: \(printable("\(error)"))\n".utf8), to: STDERR_FILENO)
    _exit(1)
}
