import Configuration
import Mail
import SMSGate

extension MessageOptions {
    /// These options with what the mail itself asks for, where `header_options = yes`. A wish that cannot be met is
    /// no reason to hold the message: it is ignored.
    ///
    /// - Parameters:
    ///   - urgentPriority: priority of an urgent mail; nil: as any other
    ///   - now: seconds since 1970-01-01 00:00 UTC
    func following(_ mail: Message, urgentPriority: Int?, now: Int) -> MessageOptions {
        var options = self
        if mail.isUrgent, let urgentPriority { options.priority = urgentPriority }
        if let expires = mail.expires, expires > now, expires <= Self.lastSecond {
            options.validUntil = expires
            // The API takes one or the other; the mail's own wish is the nearer one.
            options.timeToLive = nil
        }
        if let time = mail.deferredDelivery, time > now, time <= Self.lastSecond {
            if options.validUntil.map({ time <= $0 }) ?? true { options.scheduleAt = time }
        }
        return options
    }

    /// The end of the year 9999, the last that RFC 3339 can write.
    private static let lastSecond = 253_402_300_799
}
