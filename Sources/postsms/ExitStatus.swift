import Delivery

/// The exit statuses of sysexits.h that pipe(8) gets.
///
/// 64, 70, 78 and 1 are missing on purpose: pipe(8) bounces on them, and a mistake of the operator must never
/// bounce a message.
enum ExitStatus: Int32, Sendable {
    case ok = 0
    case dataError = 65
    case noUser = 67
    case noHost = 68
    case unavailable = 69
    case temporaryFailure = 75
    case noPermission = 77

    init(_ condition: Outcome.Condition) {
        self =
            switch condition {
            case .accepted: .ok
            case .invalidRecipientFormat, .emptyBody, .encrypted, .tooLong: .dataError
            case .invalidRecipientDomain: .noHost
            case .invalidPhoneNumber: .noUser
            case .authenticationRequired, .authenticationFailed: .noPermission
            case .deliveryFailed: .unavailable
            case .temporaryFailure, .serverFailure, .timeout, .cannotReachSMSGate, .localConfigurationError,
                .cutShort:
                .temporaryFailure
            }
    }
}

extension Outcome {
    var exitStatus: ExitStatus { ExitStatus(condition) }

    /// The first line of output. pipe(8) reads the enhanced status code from its first byte on; the rest goes
    /// to the log and the notice to the sender.
    var statusLine: String {
        let reply = condition.reply
        return printable("\(reply.enhancedStatusCode) \(reply.code) \(reply.text)")
    }
}
