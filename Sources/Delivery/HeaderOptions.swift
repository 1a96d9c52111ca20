import Configuration
import Mail
import SMSGate

extension MessageOptions {
    /// These options with the mail's own wishes, if `header_options = yes`. Wishes that cannot be met are
    /// ignored, because they are no reason to delay the message.
    ///
    /// - Parameters:
    ///   - urgentPriority: priority of an urgent mail; nil: the same as for other mail
    ///   - now: seconds since 1970-01-01 00:00 UTC
    func following(_ mail: Message, urgentPriority: Int?, now: Int) -> MessageOptions {
        var options = self
        if mail.isUrgent, let urgentPriority { options.priority = urgentPriority }
        if let expires = mail.expires, expires > now, expires <= Self.lastSecond {
            options.validUntil = expires
            // The API accepts only one of the two; the mail's own wish is more specific.
            options.timeToLive = nil
        }
        if let time = mail.deferredDelivery, time > now, time <= Self.lastSecond {
            if options.validUntil.map({ time <= $0 }) ?? true { options.scheduleAt = time }
        }
        return options
    }

    /// The end of the year 9999, the last that RFC 3339 can express.
    private static let lastSecond = 253_402_300_799
}
