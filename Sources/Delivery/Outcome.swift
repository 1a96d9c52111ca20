package import Files
package import SMS
package import SMSGate

/// The result of delivering a message. Each role presents it in its own form.
package struct Outcome: Error, Equatable, Sendable {
    /// What happens to the message.
    package enum Verdict: Sendable {
        case accepted
        /// The message is retried.
        case temporary
        case permanent
    }

    package let condition: Condition
    /// For the log, after the documented text.
    package let detail: String?

    package init(_ condition: Condition, detail: String? = nil) {
        self.condition = condition
        self.detail = detail
    }

    package var verdict: Verdict {
        switch condition.reply.code {
        case 200...299: .accepted
        case 400...499: .temporary
        default: .permanent
        }
    }
}

extension Outcome {
    /// The conditions of the reply table.
    package enum Condition: Equatable, Sendable {
        case accepted(MessageID)
        case invalidRecipientFormat, invalidRecipientDomain, invalidPhoneNumber
        case emptyBody, encrypted, tooLong
        case authenticationRequired, authenticationFailed
        /// SMSGate refuses the message for good.
        case deliveryFailed
        /// SMSGate refuses the message as it is now.
        case temporaryFailure
        /// SMSGate is in trouble, or its answer does not show whether it accepted the message.
        case serverFailure
        case timeout
        /// - Parameter why: e.g. `Couldn't connect to server`
        case cannotReachSMSGate(_ why: String)
        /// - Parameter what: what is wrong and where, e.g. file and line
        case localConfigurationError(_ what: String)
        /// The message on standard input ended early.
        case cutShort
    }
}

/// The reply that the sender sees.
package struct Reply: Equatable, Sendable {
    /// Enhanced status code, RFC 3463, e.g. `5.1.3`.
    package let enhancedStatusCode: String
    /// SMTP reply code, RFC 5321, e.g. 550. 2 means accepted, 4 temporary and 5 permanent.
    package let code: Int
    package let text: String

    fileprivate init(_ enhancedStatusCode: String, _ code: Int, _ text: String) {
        self.enhancedStatusCode = enhancedStatusCode
        self.code = code
        self.text = text
    }
}

// The reply table: the contract with the sender. postfix/clients.md and postsms-pipe(8) show the same table.
extension Outcome.Condition {
    package var reply: Reply {
        switch self {
        case .accepted(let id): Reply("2.0.0", 250, "Message accepted id=\(id)")
        case .invalidRecipientFormat: Reply("5.1.3", 550, "Invalid recipient format")
        case .invalidRecipientDomain: Reply("5.1.2", 550, "Invalid recipient domain")
        case .invalidPhoneNumber: Reply("5.1.3", 550, "Invalid phone number format")
        case .emptyBody: Reply("5.6.0", 550, "Message body is empty")
        case .encrypted: Reply("5.6.0", 550, "Message is encrypted")
        case .tooLong: Reply("5.3.4", 550, "Message too long")
        case .authenticationRequired: Reply("5.7.0", 530, "Authentication required")
        case .authenticationFailed: Reply("5.7.8", 535, "Authentication failed")
        case .deliveryFailed: Reply("5.3.0", 550, "Message delivery failed")
        case .temporaryFailure: Reply("4.3.0", 450, "Temporary failure, try again later")
        case .serverFailure: Reply("4.3.0", 451, "Temporary failure, try again later")
        case .timeout: Reply("4.4.2", 451, "Timeout")
        case .cannotReachSMSGate(let why): Reply("4.4.1", 451, "Cannot reach SMSGate: \(why)")
        case .localConfigurationError(let what): Reply("4.3.5", 451, "Local configuration error: \(what)")
        case .cutShort: Reply("4.3.0", 451, "Message was cut short")
        }
    }
}

// Every error on the path of a message has its row.
extension Outcome {
    package init(of error: InvalidPhoneNumber) { self.init(.invalidPhoneNumber) }

    package init(of error: TextProblem) {
        switch error {
        case .empty: self.init(.emptyBody)
        case .tooLong: self.init(.tooLong)
        }
    }

    package init(of error: TransportError) {
        switch error {
        case .timeout: self.init(.timeout)
        case .unreachable, .untrusted, .lost: self.init(.cannotReachSMSGate(error.description))
        case .setup(let what): self.init(.localConfigurationError(what))
        }
    }

    package init(of error: ConfigurationError) {
        self.init(.localConfigurationError(error.description))
    }
}
