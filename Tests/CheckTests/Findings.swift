import Check
import Configuration
import SMSGate

/// A setup for checking one thing.
func findings(
    _ configuration: Configuration = Configuration(), map: String = "alice:x\n",
    _ settings: PostfixSettings? = nil,
    _ machine: Machine = .fake(files: ["/etc/postfix/postsms_credentials": goodMap]), isRunning: Bool = true,
    text: String? = nil, user: String? = nil,
    health: @escaping (Endpoint) -> Result<Health, TransportError> = { _ in .success(.passed) },
    devices: Result<DevicesAnswer, TransportError> = .success(.devices([Device(id: "d1")]))
) throws -> [Finding] {
    try withMap(map) { file in
        Checkup(
            configuration: .success(configuration),
            text: ConfigurationText(path: "/etc/postfix/postsms.cf", text: text), credentials: .success(file),
            settings: settings, isRunning: isRunning,
            postsms: ThisProgram(path: "/usr/libexec/postsms/postsms", options: []), user: user,
            machine: machine,
            smsgate: SMSGateQuestions(health: health, devices: { _, _ in devices })
        ).findings()
    }
}

extension [Finding] {
    /// Errors and warnings with this prefix.
    func problems(_ topic: String) -> [Finding] {
        filter { $0.level != .ok && $0.text.hasPrefix(topic) }
    }
}
