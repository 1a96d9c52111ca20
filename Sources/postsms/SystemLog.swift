import CProcess
import Delivery
import Glibc

/// The mail log, for roles whose output nobody reads.
enum SystemLog {
    /// - Parameters:
    ///   - name: precedes each line
    ///   - withStandardError: whether each line goes to standard error as well
    static func open(as name: StaticString = "postsms", withStandardError: Bool = false) {
        name.withUTF8Buffer { text in
            let name = unsafe UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self)
            unsafe openlog(name, LOG_PID | (withStandardError ? LOG_PERROR : 0), LOG_MAIL)
        }
    }

    static func error(_ text: String) { write(LOG_ERR, text) }
    static func info(_ text: String) { write(LOG_INFO, text) }

    /// Writes one line, whatever characters the text has.
    private static func write(_ priority: Int32, _ text: String) {
        unsafe printable(text).withCString { text in
            unsafe cprocess_log(priority, text)
        }
    }
}
