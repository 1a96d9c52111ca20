import Mail
import SMS
import SMSGate

/// One configuration parameter: its name and how its value is stored in the configuration.
package struct Parameter: Sendable {
    let name: String
    /// Whether a user's line in the credentials map may set it, as `sms_<name>=`.
    package let isPerUser: Bool
    package let set: @Sendable (inout Configuration, String) throws(BadValue) -> Void

    private init<Value>(
        _ name: String,
        _ target: any WritableKeyPath<Configuration, Value> & Sendable,
        perUser: Bool = false,
        _ parse: @escaping @Sendable (String) throws(BadValue) -> Value
    ) {
        self.name = name
        isPerUser = perUser
        set = { configuration, value throws(BadValue) in configuration[keyPath: target] = try parse(value) }
    }

    /// Every parameter of postsms.cf(5).
    static let all: [Parameter] = [
        .init("smsgate_url", \.endpoint.url, ParameterValue.baseURL),
        .init("smsgate_timeout", \.endpoint.timeout, ParameterValue.time(1...longestTimeout)),
        .init("smsgate_connect_timeout", \.endpoint.connectTimeout, ParameterValue.time(1...longestTimeout)),
        .init("smsgate_ca_file", \.endpoint.caFile, ParameterValue.optionalText),
        .init("recipient_domain", \.recipientDomains, ParameterValue.domains),
        .init("credentials_file", \.credentialsFile, ParameterValue.text),
        .init("auth_mechanisms", \.authMechanisms, ParameterValue.mechanisms),
        .init("smsgate_login", \.smsgateLogin, ParameterValue.boolean),
        .init("smsgate_login_cache", \.smsgateLoginCache, ParameterValue.time(0...longestLoginCache)),
        .init("account_directory", \.accountDirectory, ParameterValue.absolutePath),
        .init("default_user", \.defaultUser, ParameterValue.optionalText),
        .init("shared_user", \.sharedUser, ParameterValue.optionalText),
        .init("status_policy", \.statusPolicy, ParameterValue.choice),
        .init("when_unavailable", \.whenUnavailable, ParameterValue.choice),
        .init("metrics_file", \.metricsFile, ParameterValue.optional(ParameterValue.absolutePath)),
        .init("skip_phone_validation", \.options.skipPhoneValidation, ParameterValue.boolean),
        .init("subject", \.subject, perUser: true, ParameterValue.choice),
        .init("text_format", \.textFormat, perUser: true, ParameterValue.optional(ParameterValue.textFormat)),
        .init("text_end", \.textEnd, perUser: true, ParameterValue.optional(ParameterValue.marker)),
        .init("links", \.textOptions.links, perUser: true, ParameterValue.choice),
        .init("quotes", \.textOptions.quotes, perUser: true, ParameterValue.choice),
        .init("max_segments", \.textRules.maxSegments, perUser: true, ParameterValue.integer(0...255)),
        .init("long_message", \.textRules.longMessage, perUser: true, ParameterValue.choice),
        .init("transliterate", \.textRules.transliteration, perUser: true, ParameterValue.choice),
        .init("device_id", \.options.deviceID, perUser: true, ParameterValue.deviceID),
        .init(
            "sim_number", \.options.simNumber, perUser: true,
            ParameterValue.optional(ParameterValue.integer(1...3))),
        .init(
            "priority", \.options.priority, perUser: true,
            ParameterValue.optional(ParameterValue.integer(-128...127))),
        .init("header_options", \.headerOptions, perUser: true, ParameterValue.boolean),
        .init(
            "priority_high", \.urgentPriority, perUser: true,
            ParameterValue.optional(ParameterValue.integer(-128...127))),
        .init(
            "message_ttl", \.options.timeToLive, perUser: true,
            ParameterValue.optional(ParameterValue.time(5...longestTimeToLive))),
        .init(
            "delivery_report", \.options.withDeliveryReport, perUser: true,
            ParameterValue.optional(ParameterValue.boolean)),
        .init(
            "device_active_within", \.options.deviceActiveWithin, perUser: true,
            ParameterValue.optional(ParameterValue.hours)),
    ]

    /// Four minutes: below the time limit of the transport in main.cf, after which Postfix bounces a message.
    private static let longestTimeout = 240
    /// 30 days, after which systemd-tmpfiles(8) removes what was not used.
    private static let longestLoginCache = 2_592_000
    /// A year. SMSGate has no documented limit; this one prevents overflow there and here.
    private static let longestTimeToLive = 31_536_000

    package static func named(_ name: String) -> Parameter? {
        all.first { $0.name == name }
    }
}
