extension SubmissionPort {
    /// Whether clients expect implicit TLS on the port, as on 465.
    var isMeantForTLS: Bool {
        let label = settings["syslog_name", service]
        return ["submissions", "smtps", "465"].contains(address.port) || label.hasSuffix("/submissions")
            || label.hasSuffix("/smtps")
    }

    /// Whether the network path to the port protects passwords and messages.
    func tlsFindings() -> [Finding] {
        let isWrapped = settings.isYes("smtpd_tls_wrappermode", service)
        if isMeantForTLS, !isWrapped {
            return [
                .error(
                    "\(name): it does not begin with TLS, as clients expect of it",
                    fix: settings.set("smtpd_tls_wrappermode", "yes", for: service))
            ]
        }
        if isWrapped, !isMeantForTLS, isMeantForSTARTTLS {
            return [
                .error(
                    "\(name): it begins with TLS, and clients expect STARTTLS of it",
                    fix: settings.set("smtpd_tls_wrappermode", "no", for: service))
            ]
        }
        if isWrapped { return [.ok("\(name): TLS from the start")] }
        let level = securityLevel
        if level == "none" {
            return [
                .error(
                    "\(name): no TLS: passwords and messages go over the network as they are",
                    fix: settings.set("smtpd_tls_security_level", "may", for: service))
            ]
        }
        if level == "encrypt" || settings.isYes("smtpd_tls_auth_only", service) {
            return [.ok("\(name): STARTTLS before AUTH")]
        }
        return [
            .warning(
                "\(name): AUTH works without TLS too, as documented for the service",
                fix: settings.set("smtpd_tls_auth_only", "yes", for: service))
        ]
    }

    private var isMeantForSTARTTLS: Bool {
        return ["submission", "587"].contains(address.port)
            || settings["syslog_name", service].hasSuffix("/submission")
    }

    private var securityLevel: String {
        let level = settings["smtpd_tls_security_level", service]
        if !level.isEmpty { return level }
        if settings.isYes("smtpd_enforce_tls", service) { return "encrypt" }
        return settings.isYes("smtpd_use_tls", service) ? "may" : "none"
    }

    /// Whether it needs a certificate.
    var usesTLS: Bool {
        settings.isYes("smtpd_tls_wrappermode", service) || securityLevel != "none"
    }
}
