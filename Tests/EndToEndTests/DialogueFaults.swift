/// Faults that only a client meets: no setting of the ports shows them, or their cause is elsewhere.
let dialogueFaults = [
    onBothPorts("postconf -c $E -e queue_minfree=4000000000000000", "MAIL is answered with \"452 4.3.1 "),
    onBothPorts(
        "postconf -c $E -e smtpd_tls_fingerprint_digest=nonsense",
        "a client hears \"454 4.7.0 TLS not available due to local problem\"", "a client cannot connect: "
    ),
    onBothPorts(
        "postconf -c $E -e smtpd_tls_CAfile=/etc/hostname",
        "a client hears \"454 4.7.0 TLS not available due to local problem\"", "a client cannot connect: "
    ),
    // Only a client that says which server it wants, as all do, meets this.
    onBothPorts(
        "postconf -c $E -e tls_server_sni_maps=hash:/nothere",
        "a client cannot go on after \"220 2.0.0 Ready to start TLS\"", "a client cannot connect: "),
    onBothPorts(
        "postconf -c $E -e tls_high_cipherlist=nonsense",
        "a client cannot go on after \"220 2.0.0 Ready to start TLS\"", "a client cannot connect: "),
    Fault(
        "postconf -c $E -e smtpd_hard_error_limit=1",
        "warning  port 127.0.0.1:$PLAINPORT: smtpd_hard_error_limit is 1: postsms check",
        "warning  port 127.0.0.1:$TLSPORT: smtpd_hard_error_limit is 1: postsms check", reloads: true,
        isMended: false),
    Fault(
        "postconf -c $E -e smtpd_soft_error_limit=1 smtpd_error_sleep_time=30s",
        "warning  port 127.0.0.1:$PLAINPORT: smtpd_error_sleep_time is 30s after 1 errors",
        "warning  port 127.0.0.1:$TLSPORT: smtpd_error_sleep_time is 30s after 1 errors", reloads: true,
        isMended: false),
    onBothPorts(
        "postconf -c $E -e 'postsms_milters = { inet:127.0.0.1:1, default_action=tempfail }'",
        "a client hears \"454 4.3.0 Try again later\"",
        "a wrong password is answered with \"454 4.3.0 Try again later\""),
    onBothPorts(
        restrict("client", "check_policy_service inet:127.0.0.1:1"), "RCPT is answered with \"451 4.3.5 "),
    onBothPorts(
        restrict("client", "check_client_access hash:/nothere"), "RCPT is answered with \"451 4.3.5 "),
    onBothPorts(
        restrict("recipient", "check_policy_service unix:private/nothere"),
        "RCPT of alice is answered with \"451 4.3.5 ", user: "alice"),
    onBothPorts(
        restrict("recipient", "check_sender_access hash:/nothere"),
        "RCPT of alice is answered with \"451 4.3.5 ", user: "alice"),
    onBothPorts(
        restrict("recipient", "defer_if_permit"), "RCPT of alice is answered with \"4", user: "alice"),
    onBothPorts(
        restrict("client", "check_client_access inline:{127.0.0.1=OK}"),
        "it takes mail to a phone number without AUTH: \"250 2.1.5 Ok\""),
    // The certificate was renewed, and Postfix was not reloaded.
    Fault(
        """
        curl -s --insecure --ssl-reqd smtp://127.0.0.1:$PLAINPORT > $D/help || true
        curl -s --insecure smtps://127.0.0.1:$TLSPORT > $D/help || true
        openssl req -x509 -key $D/key.pem -days 30 -subj /CN=smtp.sms-gate.app -out $D/cert.pem
        """,
        "warning  port 127.0.0.1:$PLAINPORT: its certificate is not in $D/key.pem, $D/cert.pem",
        "warning  port 127.0.0.1:$TLSPORT: its certificate is not in $D/key.pem, $D/cert.pem"),
]

/// A fault that a client meets on both ports, without a command that fixes it.
///
/// - Parameter onTLS: the finding on the port with TLS from the start, if it is another one
private func onBothPorts(
    _ plant: String, _ finding: String, _ onTLS: String? = nil, user: String? = nil
) -> Fault {
    Fault(
        plant, "error    port 127.0.0.1:$PLAINPORT: \(finding)",
        "error    port 127.0.0.1:$TLSPORT: \(onTLS ?? finding)",
        arguments: user.map { ["--user", $0] } ?? [], reloads: true, isMended: false)
}

/// Puts a restriction before those of the ports.
private func restrict(_ kind: String, _ restriction: String) -> String {
    "postconf -c $E -e \"postsms_\(kind)_restrictions = \(restriction), $(postconf -c $E -h postsms_\(kind)_restrictions)\""
}
