import CProcess
import Files
import Glibc

/// Reads the message on standard input.
package struct MessageInput {
    /// Far above any message_size_limit of an SMS gateway, and little enough memory for many processes at a
    /// time.
    package static let limit = 128 << 20

    private let parent: pid_t
    private let isUnderPostfix: Bool

    /// Must be created first: it remembers the parent process.
    package init(isUnderPostfix: Bool) {
        parent = getppid()
        self.isUnderPostfix = isUnderPostfix
    }

    /// - Throws: an outcome if the message is incomplete, too long or unreadable
    package func read() throws(Outcome) -> [UInt8] {
        var message: [UInt8] = []
        switch readAll(STDIN_FILENO, into: &message, limit: Self.limit) {
        case .complete: break
        case .tooLong: throw Outcome(.tooLong)
        case .failed(let code):
            throw Outcome(of: ConfigurationError("standard input cannot be read: \(errorText(code))"))
        }
        // From here on we must not outlive pipe(8): Postfix would send the message again at the same time.
        if isUnderPostfix { cprocess_end_with_parent() }
        if isCutShort { throw Outcome(.cutShort) }
        return message
    }

    /// Whether input may have ended because pipe(8) ended: `postfix stop` and a crash end it without a signal
    /// to us. Postfix still has the message and retries it, so it is right not to send, even if the message
    /// is complete.
    ///
    /// The kernel closes the pipe after it has marked the old parent as exiting and before it gives us a new
    /// one. So the mark is checked first, the parent second.
    package var isCutShort: Bool {
        if isExiting(parent) { return true }
        let now = getppid()
        // pipe(8) is never process 1: it ended before we recorded the parent.
        return now != parent || (isUnderPostfix && now == 1)
    }
}

/// Whether the kernel is ending the process: PF_EXITING in the ninth field of /proc/PID/stat (proc(5),
/// linux/sched.h). False if /proc is not available.
private func isExiting(_ process: pid_t) -> Bool {
    guard let stat = try? OpenFile("/proc/\(process)/stat").content(limit: statLimit) else { return false }
    // The second field is the program's name in parentheses; it may contain spaces and parentheses.
    guard let nameEnd = stat.lastIndex(of: UInt8(ascii: ")")) else { return false }
    let fields = stat[nameEnd...].dropFirst().split(separator: UInt8(ascii: " "))
    guard fields.count > 6, let flags = UInt64(String(decoding: fields[6], as: UTF8.self)) else {
        return false
    }
    return flags & exitingFlag != 0
}

private let exitingFlag: UInt64 = 0x4
/// Bytes; the file is a line of about fifty numbers.
private let statLimit = 4096
