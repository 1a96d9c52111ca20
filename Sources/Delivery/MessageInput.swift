import CProcess
import Files
import Glibc

/// Why the message on standard input cannot be used.
package enum MessageInputError: Error, Equatable {
    /// It ended early. Postfix still holds the message and will try it again; sending this part of it would be
    /// wrong now and a second SMS then.
    case cutShort
    case tooLong
}

/// Reads the message that pipe(8), or a person, writes to standard input.
package struct MessageInput {
    /// Far above any message_size_limit of a gateway for SMS, and little enough memory for each of the processes
    /// that run at a time.
    static let limit = 128 << 20

    private let parent: pid_t
    private let isUnderPostfix: Bool

    /// To be made first of all: it remembers the parent process.
    package init(isUnderPostfix: Bool) {
        parent = getppid()
        self.isUnderPostfix = isUnderPostfix
    }

    /// - Parameter statedSize: what pipe(8) says of the message's size (`${size}`), nil if it is not known
    /// - Throws: a MessageInputError, or a ConfigurationError if standard input cannot be read
    package func read(statedSize: Int?) throws -> [UInt8] {
        var message: [UInt8] = []
        switch readAll(STDIN_FILENO, into: &message, limit: Self.limit) {
        case .complete: break
        case .tooLong: throw MessageInputError.tooLong
        case .failed(let code): throw ConfigurationError("standard input cannot be read: \(errorText(code))")
        }
        // From here on pipe(8) cannot go and leave us behind: Postfix would try the message again beside us.
        if isUnderPostfix { cprocess_end_with_parent() }
        if isOrphaned { throw MessageInputError.cutShort }
        if let statedSize, QueueFileSize.isShort(message, of: statedSize) { throw MessageInputError.cutShort }
        return message
    }

    /// Whether pipe(8) has gone: `postfix stop` and a crash end it without a signal to us, and all we see is the end
    /// of input. What it had not seen end, Postfix tries again, so not sending is right even if the message is whole.
    private var isOrphaned: Bool {
        let now = getppid()
        // Gone before we looked first: pipe(8) is never process 1.
        return now != parent || (isUnderPostfix && now == 1)
    }
}
