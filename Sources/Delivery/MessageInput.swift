import CProcess
import Files
import Glibc

/// Reads the message that pipe(8), or a person, writes to standard input.
package struct MessageInput {
    /// Far above any message_size_limit of a gateway for SMS, and little enough memory for each of the processes
    /// that run at a time.
    package static let limit = 128 << 20

    private let parent: pid_t
    private let isUnderPostfix: Bool

    /// To be made first of all: it remembers the parent process.
    package init(isUnderPostfix: Bool) {
        parent = getppid()
        self.isUnderPostfix = isUnderPostfix
    }

    /// - Throws: an outcome if the message is not whole, is too long, or cannot be read
    package func read() throws(Outcome) -> [UInt8] {
        var message: [UInt8] = []
        switch readAll(STDIN_FILENO, into: &message, limit: Self.limit) {
        case .complete: break
        case .tooLong: throw Outcome(.tooLong)
        case .failed(let code):
            throw Outcome(of: ConfigurationError("standard input cannot be read: \(errorText(code))"))
        }
        // From here on pipe(8) cannot go and leave us behind: Postfix would try the message again beside us.
        if isUnderPostfix { cprocess_end_with_parent() }
        if isCutShort { throw Outcome(.cutShort) }
        return message
    }

    /// Whether the end of input may have come because pipe(8) went: `postfix stop` and a crash end it without a signal to
    /// us. Postfix holds the message and tries it again, so not sending is right even if the message is whole.
    ///
    /// The kernel closes the pipe before it gives us another parent, but after it has marked the old one as exiting. So the
    /// mark is looked at first: who has lost it by then has lost us too.
    package var isCutShort: Bool {
        if isExiting(parent) { return true }
        let now = getppid()
        // Gone before we looked first: pipe(8) is never process 1.
        return now != parent || (isUnderPostfix && now == 1)
    }
}

/// Whether the kernel is ending the process: PF_EXITING in the ninth field of /proc/PID/stat (proc(5), linux/sched.h).
/// False where /proc does not show it.
private func isExiting(_ process: pid_t) -> Bool {
    guard let stat = try? OpenFile("/proc/\(process)/stat").content(limit: statLimit) else { return false }
    // The second field is the name of the program, in parentheses, which may hold spaces and parentheses itself.
    guard let nameEnd = stat.lastIndex(of: UInt8(ascii: ")")) else { return false }
    let fields = stat[nameEnd...].dropFirst().split(separator: UInt8(ascii: " "))
    guard fields.count > 6, let flags = UInt64(String(decoding: fields[6], as: UTF8.self)) else {
        return false
    }
    return flags & exitingFlag != 0
}

private let exitingFlag: UInt64 = 0x4
/// Bytes; the file is a line of some fifty numbers.
private let statLimit = 4096
