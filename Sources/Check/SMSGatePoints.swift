import Accounts
import Configuration
import Files
package import SMSGate

/// The questions to SMSGate.
package struct SMSGateQuestions {
    package var health: (Endpoint) -> Result<Health, TransportError>
    package var devices: (Endpoint, Credentials) -> Result<DevicesAnswer, TransportError>

    package init(
        health: @escaping (Endpoint) -> Result<Health, TransportError>,
        devices: @escaping (Endpoint, Credentials) -> Result<DevicesAnswer, TransportError>
    ) {
        self.health = health
        self.devices = devices
    }
}

/// Whether SMSGate is reachable and healthy, and how the configuration treats its answers.
func smsgatePoints(
    smsgate: SMSGateQuestions, _ configuration: Configuration, _ text: ConfigurationText
) -> [Finding] {
    healthPoints(smsgate, configuration.endpoint, text)
        + protocolPoints(smsgate, configuration.endpoint, text)
        + [
            .ok(
                configuration.statusPolicy == .bridge
                    ? "SMSGate: status_policy = bridge bounces when SMSGate is in trouble; precise would try again"
                    : "SMSGate: status_policy = precise")
        ]
}

private func protocolPoints(_ smsgate: SMSGateQuestions, _ endpoint: Endpoint, _ text: ConfigurationText)
    -> [Finding]
{
    let url = endpoint.url
    guard let parts = BaseURL(url), !parts.isEncrypted,
        !(parts.host == "localhost" || parts.host.hasPrefix("127.") || parts.host == "[::1]")
    else { return [] }
    var encrypted = endpoint
    encrypted.url = "https" + url.dropFirst("http".count)
    return [
        .warning(
            "SMSGate: \(url): passwords and messages go over the network as they are",
            fix: smsgate.health(encrypted) == .success(.passed)
                ? [text.set("smsgate_url", encrypted.url)] : [])
    ]
}

/// What the user who runs postsms reads to reach SMSGate. root, who checks, reads it in any case.
func networkFilePoints(_ configuration: Configuration, reader: SystemUser?, _ machine: Machine) -> [Finding] {
    guard let reader else { return [] }
    let isEncrypted = BaseURL(configuration.endpoint.url)?.isEncrypted == true
    let authorities = isEncrypted && configuration.endpoint.caFile == nil ? ["/etc/ssl/certs"] : []
    return (["/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf"] + authorities).compactMap { path in
        guard let status = machine.file(path), !status.allows(reader, status.kind == .folder ? 0o5 : 0o4)
        else { return nil }
        return .error(
            "SMSGate: \(reader.name) cannot read \(path), and does not reach SMSGate without it",
            fix: shellCommand("ls", "-ld", path))
    }
}

private func healthPoints(_ smsgate: SMSGateQuestions, _ endpoint: Endpoint, _ text: ConfigurationText)
    -> [Finding]
{
    let look = shellCommand("curl", "-v", "\(endpoint.url)/health")
    switch smsgate.health(endpoint) {
    case .success(.passed):
        return [.ok("SMSGate: \(endpoint.url) is well")]
    case .success(.failed):
        return [.error("SMSGate: \(endpoint.url) is not well, says its /health", fix: look)]
    case .success(.answered(let status)) where status != 404:
        return [.error("SMSGate: \(endpoint.url)/health answers \(status)", fix: look)]
    case .success(.answered), .success(.notSMSGate):
        let other = otherPaths(endpoint).first { smsgate.health($0) == .success(.passed) }
        return [
            .error(
                "SMSGate: what answers at \(endpoint.url) is not SMSGate",
                fix: other.map { text.set("smsgate_url", $0.url) } ?? look)
        ]
    case .failure(let error):
        return [unreachable(smsgate, endpoint, text, error, look)]
    }
}

/// The usual paths of the API on that host: of the cloud, of a private server and of the app.
private func otherPaths(_ endpoint: Endpoint) -> [Endpoint] {
    guard let parts = BaseURL(endpoint.url) else { return [] }
    let urls = ["/3rdparty/v1", "/api/3rdparty/v1", ""].map { parts.root + $0 }
    return urls.filter { $0 != endpoint.url }.map {
        Endpoint(
            url: $0, timeout: endpoint.timeout, connectTimeout: endpoint.connectTimeout,
            caFile: endpoint.caFile)
    }
}

private func unreachable(
    _ smsgate: SMSGateQuestions, _ endpoint: Endpoint, _ text: ConfigurationText, _ error: TransportError,
    _ look: String
) -> Finding {
    let what = "SMSGate: \(endpoint.url) cannot be reached: \(error)"
    // Find out whether the system's certificates work.
    var plain = endpoint
    plain.caFile = nil
    if endpoint.caFile != nil, smsgate.health(plain) == .success(.passed) {
        return .error("\(what); it can with the system's certificates", fix: text.set("smsgate_ca_file", ""))
    }
    return .error(what, fix: look)
}

/// Whether SMSGate accepts a user's password and has a device to send with.
///
/// - Parameters:
///   - map: nil if it is unreadable, which is another point
///   - place: where the map is, without symbolic links
///   - kept: the user's account that smsgate_login has kept
func accountPoints(
    user: String, in map: CredentialsFile?, at place: String, kept: Result<Account?, ConfigurationError>,
    _ configuration: Configuration, _ text: ConfigurationText, smsgate: SMSGateQuestions,
    postsms: ThisProgram
) -> [Finding] {
    guard let map else { return [] }
    let change = postsms.command("credentials", "add", user)
    let own: Account?
    let source: String
    if map.user(named: user) != nil {
        own = try? map.account(of: user)
        source = "in the credentials map"
    } else if case .failure(let error) = kept {
        return [
            .error("user \(user): \(error)", fix: shellCommand("ls", "-ld", configuration.accountDirectory))
        ]
    } else if case .success(let account?) = kept {
        own = account
        source = "not in the credentials map, but kept since a login with SMSGate"
    } else if let shared = configuration.sharedUser {
        own = try? map.account(of: shared)
        source = "not known here, so shared_user, \(shared), sends"
    } else if configuration.smsgateLogin {
        return [.ok("user \(user): not known here; SMSGate is asked at the login")]
    } else {
        own = nil
        source = ""
    }
    guard let own else {
        return [.error("user \(user): not in the credentials map, or its line is broken", fix: change)]
    }
    let sender = own.sender.user == own.user ? "" : ", and sends as \(own.sender.user)"
    return [.ok("user \(user): \(source)\(sender)")]
        + answerPoints(
            user, own, map, place, configuration, text, smsgate: smsgate, postsms: postsms, change: change)
}

/// - Parameter change: the command that changes the password
private func answerPoints(
    _ user: String, _ account: Account, _ map: CredentialsFile, _ place: String,
    _ configuration: Configuration,
    _ text: ConfigurationText, smsgate: SMSGateQuestions, postsms: ThisProgram, change: String
) -> [Finding] {
    let ask = postsms.command("credentials", "test", user)
    switch smsgate.devices(configuration.endpoint, Credentials(of: account)) {
    case .success(.devices(let devices)):
        if devices.isEmpty {
            return [
                .error(
                    "user \(user): SMSGate knows the password, but no device; log in on a phone, then:",
                    fix: ask)
            ]
        }
        let wanted = (try? configuration.applying(account))?.options.deviceID
        guard let wanted, let first = devices.first, !devices.contains(where: { $0.id == wanted }) else {
            return [
                .ok(
                    "user \(user): SMSGate knows the password, and \(devices.count) device\(devices.count == 1 ? "" : "s")"
                )
            ]
        }
        let hasOwn = !account.isKept && account.extraFields.contains { $0.name == "sms_device_id" }
        let own = hasOwn ? map.user(named: account.user)?.line : nil
        return [
            .error(
                "user \(user): the device \(wanted) does not belong to the account, which has \(devices.map(\.id).joined(separator: ", "))",
                // One that is named in postsms.cf may be right for others.
                fix: own.map {
                    fieldCommand("sms_device_id", first.id, line: $0, of: place)
                } ?? text.edit("device_id"))
        ]
    case .success(.app):
        return [.ok("user \(user): the app's own server knows the password")]
    case .success(.unknown(let response)):
        switch response.status {
        case 401, 403:
            return [
                .error(
                    "user \(user): SMSGate answers \(response.status): the password is not the one of the account",
                    fix: change)
            ]
        case 200: return [.warning("user \(user): the answer is not from SMSGate", fix: ask)]
        default:
            return [
                .warning(
                    "user \(user): SMSGate answers \(response.status) when asked for the devices", fix: ask)
            ]
        }
    case .failure(let error):
        return [.warning("user \(user): SMSGate was not asked: \(error)", fix: ask)]
    }
}
