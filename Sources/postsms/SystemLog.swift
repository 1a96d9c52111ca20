import Delivery
import Glibc

/// Writes one line to the mail log, for roles whose output nobody reads.
func logError(_ text: String) {
    unsafe openlog("postsms", LOG_PID, LOG_MAIL)
    unsafe printable(text).withCString { text in
        unsafe withVaList([text]) { unsafe vsyslog(LOG_ERR, "%s", $0) }
    }
}
