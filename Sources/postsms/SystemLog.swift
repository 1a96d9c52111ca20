import Bridge
import Glibc

/// Writes one line to the mail log, for roles whose output nobody reads.
func logError(_ text: String) {
    unsafe openlog("postsms", LOG_PID, LOG_MAIL)
    unsafe withVaList([]) { unsafe vsyslog(LOG_ERR, printable(text).replacing("%", with: "%%"), $0) }
}
