import Files
import SMS
package import SMSGate

/// What became of a message, in the form in which Postfix and the sender get it.
package struct Outcome: Equatable, Sendable {
    package let exitStatus: ExitStatus
    /// Enhanced status code, RFC 3463, e.g. `5.1.3`.
    package let enhancedStatusCode: String
    /// SMTP reply code, RFC 5321, e.g. 550.
    package let replyCode: Int
    package let text: String
    /// What the operator wants to know beyond the documented words, for a second line.
    package var detail: String?

    private init(_ exitStatus: ExitStatus, _ enhancedStatusCode: String, _ replyCode: Int, _ text: String) {
        self.exitStatus = exitStatus
        self.enhancedStatusCode = enhancedStatusCode
        self.replyCode = replyCode
        self.text = text
    }

    /// The first thing that is printed. pipe(8) takes the enhanced status code from its first byte on; log and
    /// bounce carry the rest.
    package var statusLine: String {
        printable("\(enhancedStatusCode) \(replyCode) \(text)")
    }

    package func with(detail: String?) -> Outcome {
        var outcome = self
        outcome.detail = detail
        return outcome
    }
}

// The reply table: the contract with the sender. README.md and postsms-pipe(8) show the same table.
extension Outcome {
    package static func accepted(_ id: MessageID) -> Outcome {
        Outcome(.ok, "2.0.0", 250, "Message accepted id=\(id)")
    }

    package static let invalidRecipientFormat = Outcome(.dataError, "5.1.3", 550, "Invalid recipient format")
    package static let invalidRecipientDomain = Outcome(.noHost, "5.1.2", 550, "Invalid recipient domain")
    package static let invalidPhoneNumber = Outcome(.noUser, "5.1.3", 550, "Invalid phone number format")
    package static let emptyBody = Outcome(.dataError, "5.6.0", 550, "Message body is empty")
    package static let tooLong = Outcome(.dataError, "5.3.4", 550, "Message too long")

    package static let authenticationRequired = Outcome(
        .noPermission, "5.7.0", 530, "Authentication required")
    package static let authenticationFailed = Outcome(.noPermission, "5.7.8", 535, "Authentication failed")

    package static let deliveryFailed = Outcome(.unavailable, "5.3.0", 550, "Message delivery failed")
    package static let temporaryFailure =
        Outcome(.temporaryFailure, "4.3.0", 450, "Temporary failure, try again later")
    package static let serverFailure =
        Outcome(.temporaryFailure, "4.3.0", 451, "Temporary failure, try again later")
    package static let timeout = Outcome(.temporaryFailure, "4.4.2", 451, "Timeout")
    package static let cutShort = Outcome(.temporaryFailure, "4.3.0", 451, "Message was cut short")

    package static func cannotReachSMSGate(_ why: String) -> Outcome {
        Outcome(.temporaryFailure, "4.4.1", 451, "Cannot reach SMSGate: \(why)")
    }

    /// - Parameter what: what is wrong and where, e.g. file and line
    package static func localConfigurationError(_ what: String) -> Outcome {
        Outcome(.temporaryFailure, "4.3.5", 451, "Local configuration error: \(what)")
    }
}

// Every error on the path of a message has its row.
extension Outcome {
    package init(of error: any Error) {
        self =
            switch error {
            case is InvalidPhoneNumber: .invalidPhoneNumber
            case TextProblem.empty: .emptyBody
            case TextProblem.tooLong: .tooLong
            case MessageInputError.cutShort: .cutShort
            case MessageInputError.tooLong: .tooLong
            case TransportError.timeout: .timeout
            case TransportError.unreachable(let why), TransportError.lost(let why): .cannotReachSMSGate(why)
            case TransportError.setup(let what): .localConfigurationError(what)
            case let error as ConfigurationError: .localConfigurationError(error.description)
            default: .localConfigurationError("unexpected error: \(error)")
            }
    }
}

/// Characters of one printed line. pipe(8) keeps 4,096 bytes of output; a line longer than this helps nobody.
package let lineLimit = 1000

/// `text` as it may be printed on one line: line ends and other control characters become spaces, so that no input
/// can forge a second line or drive a terminal.
///
/// - Parameter limit: characters that are kept
package func printable(_ text: String, limit: Int = lineLimit) -> String {
    let line = text.unicodeScalars.prefix(limit)
    if !line.contains(where: isUnprintable) { return String(line) }
    return String(String.UnicodeScalarView(line.map { isUnprintable($0) ? " " : $0 }))
}

private func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": true
    default: false
    }
}
