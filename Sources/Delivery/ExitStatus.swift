/// The exit statuses of sysexits.h that postsms uses.
///
/// 64, 70, 78 and 1 are missing on purpose: pipe(8) bounces on them, and they would stand for mistakes of the
/// operator, which must never cost a sender the message.
package enum ExitStatus: Int32, Sendable {
    case ok = 0
    case dataError = 65
    case noUser = 67
    case noHost = 68
    case unavailable = 69
    case temporaryFailure = 75
    case noPermission = 77
}
