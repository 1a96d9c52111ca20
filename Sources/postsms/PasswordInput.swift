import Accounts
import Configuration
import Delivery
import Files
import Glibc

/// Reads a new password: typed twice without echo on a terminal, else the first line of standard input. It
/// may hold any byte but a line feed.
func readPassword(of user: String) throws(ConfigurationError) -> [UInt8] {
    let password: [UInt8]
    if isatty(STDIN_FILENO) == 1 {
        password = try askSecretly("Password of \(user): ")
        guard try askSecretly("Again: ") == password else {
            throw ConfigurationError("the two passwords differ; nothing was changed")
        }
    } else {
        password = try readLine()
    }
    if let problem = CredentialsFile.problem(withPassword: password, of: user) {
        throw ConfigurationError(problem)
    }
    return password
}

private let lineFeed = UInt8(ascii: "\n")
/// Ctrl-C.
private let interrupt: UInt8 = 3

/// Far above any password; limits the reading of a wrong input.
private let lineLimit = 65_536

private func askSecretly(_ question: String) throws(ConfigurationError) -> [UInt8] {
    var usual = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &usual) == 0 else { throw unreadable() }
    var silent = usual
    silent.c_lflag &= ~tcflag_t(ECHO)
    // Ctrl-C would end the process and leave the terminal without echo. Here it ends the line instead.
    silent.c_lflag &= ~tcflag_t(ISIG)
    silent.c_cc.11 = interrupt  // VEOL
    guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { throw unreadable() }
    defer {
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual)
        // The typed line end was not echoed.
        writeAll([lineFeed], to: STDERR_FILENO)
    }
    writeAll(Array(printable(question).utf8), to: STDERR_FILENO)
    let line = try readLine()
    if line.contains(interrupt) { throw ConfigurationError("interrupted; nothing was changed") }
    return line
}

/// The next line of standard input without its line feed. Input after it is lost unless it is a terminal's.
private func readLine() throws(ConfigurationError) -> [UInt8] {
    var line: [UInt8] = []
    while line.count <= lineLimit, let bytes = readSome(STDIN_FILENO) {
        if let end = bytes.firstIndex(of: lineFeed) { return line + bytes[..<end] }
        line += bytes
        // A terminal returns one line at a time, here one that Ctrl-C ended.
        if bytes.last == interrupt, isatty(STDIN_FILENO) == 1 { break }
    }
    return line
}

private func unreadable() -> ConfigurationError {
    ConfigurationError("the password cannot be read: \(errorText(errno))")
}
