import CProcess
import Files
import Glibc

/// SIGTERM and SIGINT, which end a resident role, and SIGHUP, which does nothing, as a descriptor to wait
/// for.
struct EndSignals {
    let descriptor: Int32

    /// Must be created before the first thread, which would otherwise get the signals.
    init() throws(ConfigurationError) {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        descriptor = unsafe cprocess_signal_descriptor(&signals)
        if descriptor < 0 { throw ConfigurationError("signals cannot be read: \(errorText(errno))") }
    }

    /// Whether a signal to end the role has arrived.
    func haveCome() -> Bool {
        while true {
            switch cprocess_next_signal(descriptor) {
            case 0: return false
            case SIGHUP: continue
            default: return true
            }
        }
    }
}
