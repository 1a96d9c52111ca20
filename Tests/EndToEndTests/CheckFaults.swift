import Testing

/// A fault to plant.
struct Fault: Sendable, CustomTestStringConvertible {
    /// Shell commands that cause it. `$D` is the instance's folder, `$E` its configuration, `$PLAIN` and
    /// `$TLS` its two ports in postconf's notation, `$GATE` SMSGate's URL.
    let plant: String
    /// The expected findings of check, each the beginning of a line, in order.
    let findings: [String]
    var arguments: [String] = []
    /// Input for a command that asks.
    var input = ""
    /// Whether Postfix has to read its settings again.
    var reloads = false
    /// Whether the printed commands fix it; otherwise they only show more, or there are none.
    var isMended = true

    init(
        _ plant: String, _ findings: String..., arguments: [String] = [], input: String = "",
        reloads: Bool = false, isMended: Bool = true
    ) {
        self.plant = plant
        self.findings = findings
        self.arguments = arguments
        self.input = input
        self.reloads = reloads
        self.isMended = isMended
    }

    var testDescription: String { plant }
}

/// Part of a setup.
enum Area: CaseIterable {
    case configuration, credentials, transport, route, ports, milter, certificate, postfix, gate, dialogue,
        access

    var faults: [Fault] {
        switch self {
        case .configuration: configurationFaults
        case .credentials: credentialsFaults
        case .transport: transportFaults
        case .route: routeFaults
        case .ports: portFaults
        case .milter: milterFaults
        case .certificate: certificateFaults
        case .postfix: postfixFaults
        case .gate: gateFaults
        case .dialogue: dialogueFaults
        case .access: accessFaults
        }
    }
}

private let configurationFaults = [
    Fault(
        "echo 'smsgate_timout = 5s' >> $E/postsms.cf",
        "error    configuration: $E/postsms.cf: line $LAST: unknown parameter: smsgate_timout"),
    Fault(
        "printf 'max_segments = 8,\\n  9\\n' >> $E/postsms.cf",
        "error    configuration: $E/postsms.cf: line $LAST: max_segments: bad value \"8, 9\""),
    Fault(
        "chmod 600 $E/postsms.cf", "error    configuration: postsms cannot read $E/postsms.cf"),
    Fault(
        "chmod 666 $E/postsms.cf", "error    configuration: anybody can change $E/postsms.cf"),
    Fault(
        "chown postsms $E/postsms.cf",
        "error    configuration: $E/postsms.cf belongs to the user whom Postfix runs it as"),
    Fault(
        // A folder that others may use too.
        "chmod 777 $E", "error    folder: anybody can change $E and what is in it", isMended: false),
    Fault("chmod 700 $D", "error    folder: postsms cannot get through $D", isMended: false),
    Fault(
        "echo 'smsgate_ca_file = /nonexistent.pem' >> $E/postsms.cf",
        "error    smsgate_ca_file: /nonexistent.pem is not there"),
    Fault(
        "echo \"metrics_file = $D/metrics/postsms.prom\" >> $E/postsms.cf",
        "error    metrics_file: the folder $D/metrics is not there"),
    Fault(
        "mkdir -p $D/metrics && chown root $D/metrics && echo \"metrics_file = $D/metrics/postsms.prom\" >> $E/postsms.cf",
        "error    metrics_file: postsms cannot write to the folder $D/metrics"),
    Fault(
        "install -d -o postsms $D/counts && echo x > $D/counts/other.prom && echo \"metrics_file = $D/counts/other.prom\" >> $E/postsms.cf",
        "error    metrics_file: $D/counts/other.prom was not written by postsms"),
    Fault(
        "echo \"metrics_file = $D/counts/postsms\" >> $E/postsms.cf",
        "warning  metrics_file: node_exporter reads no file whose name does not end in .prom"),
]

private let credentialsFaults = [
    Fault(
        "rm $D/postsms_credentials", "error    credentials map: $D/postsms_credentials is not there",
        input: "correct horse\n"
    ),
    Fault(
        "chmod 644 $D/postsms_credentials",
        "error    credentials map: anybody can read $D/postsms_credentials"),
    Fault(
        "chmod 660 $D/postsms_credentials",
        "error    credentials map: its group can change $D/postsms_credentials"),
    Fault(
        "chgrp root $D/postsms_credentials",
        "error    credentials map: postsms cannot read $D/postsms_credentials"),
    Fault(
        "chown postsms $D/postsms_credentials",
        "error    credentials map: $D/postsms_credentials belongs to the user whom Postfix runs it as"),
    Fault(
        "echo erin >> $D/postsms_credentials",
        "error    credentials map: $D/postsms_credentials: line $LAST: expected \"user:password\""),
    Fault(
        "echo alice:x >> $D/postsms_credentials",
        "error    credentials map: $D/postsms_credentials: line $LAST: this user is already in line 1"),
    Fault(
        "echo 'erin:{SHA256-CRYPT}x' >> $D/postsms_credentials",
        "error    credentials map: $D/postsms_credentials: line $LAST: unknown password scheme {SHA256-CRYPT}",
        isMended: false),
    Fault(
        "echo 'erin:' >> $D/postsms_credentials",
        "error    credentials map: $D/postsms_credentials: line $LAST: expected a password",
        input: "correct horse\n"),
    Fault(
        "echo 'erin:x::::::sms_priority=high sms_sim_number=1' >> $D/postsms_credentials",
        "error    credentials map: $D/postsms_credentials: line $LAST: sms_priority: bad value"),
    Fault(
        "echo 'default_user = erin' >> $E/postsms.cf",
        "error    credentials map: default_user, erin, is not in it", input: "correct horse\n"),
    Fault(
        "echo 'erin:{BLF-CRYPT}$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e' >> $D/postsms_credentials",
        "error    credentials map: $D/postsms_credentials: line $LAST: a hashed password needs sms_password=",
        input: "correct horse\n"),
    Fault(
        "echo 'smsgate_login = yes' >> $E/postsms.cf; chmod o+rx $D/accounts",
        "error    accounts: $D/accounts is open to others"),
    Fault(
        "echo 'smsgate_login = yes' >> $E/postsms.cf; chown root $D/accounts",
        "error    accounts: postsms cannot use $D/accounts"),
    Fault(
        "echo 'smsgate_login = yes' >> $E/postsms.cf; rmdir $D/accounts",
        "error    accounts: $D/accounts is not there"),
    Fault(
        ": > $D/postsms_credentials", "warning  credentials map: it holds no user, so nobody can send",
        input: "correct horse\n"),
]

private let transportFaults = [
    Fault(
        "postconf -c $E -e inet_interfaces=192.0.2.1",
        "error    Postfix: its settings cannot be read: parameter inet_interfaces: no local interface",
        isMended: false),
    Fault(
        "postconf -c $E -e mail_owner=nosuch",
        "error    postfix: its programs do not run: file $E/main.cf: parameter mail_owner: unknown user",
        isMended: false),
    Fault("chmod 644 $D/bin/postsms", "error    program: postsms cannot run $D/bin/postsms"),
    Fault("chmod 777 $D/bin/postsms", "error    program: anybody can change $D/bin/postsms"),
    Fault("rm $D/bin/postsms", "error    program: $D/bin/postsms is not there"),
    Fault(
        "printf '#!/bin/sh\\nexit 127\\n' > $D/bin/new && chmod 755 $D/bin/new && mv $D/bin/new $D/bin/postsms",
        "error    program: $D/bin/postsms, which service postsms runs, does not start, or is not postsms",
        "error    program: $D/bin/postsms, which service postsms-auth runs, does not start, or is not postsms"
    ),
    Fault(
        "postconf -c $E -MX postsms/unix", "error    transport: no service in master.cf runs postsms pipe"
    ),
    Fault(
        "sed -i s/flags=Rq/flags=R/ $E/master.cf",
        "error    transport: service postsms: without q in flags="),
    Fault(
        "sed -i s/flags=Rq/flags=q/ $E/master.cf",
        "warning  transport: service postsms: without R in flags="),
    Fault(
        "sed -i 's/null_sender= //' $E/master.cf",
        "warning  transport: service postsms: without null_sender="),
    Fault(
        "sed -i 's/--user=${sasl_username}//' $E/master.cf",
        "error    transport: service postsms: without --user=${sasl_username} every message is refused"),
    Fault(
        "sed -i 's/--sender=${sender}//' $E/master.cf",
        "error    transport: service postsms: without --sender=${sender} bounces are sent"),
    Fault(
        "sed -i 's/--queue-id=${queue_id}//' $E/master.cf",
        "error    transport: service postsms: without --queue-id=${queue_id} a message that is cut short"),
    Fault(
        // As in a former version.
        "sed -i 's/--queue-id=${queue_id}/& --size=${size}/' $E/master.cf",
        "error    transport: service postsms: every message waits: Unknown option '--size'"),
    Fault(
        "sed -i 's/ -- ${recipient}/ ${recipient}/' $E/master.cf",
        "error    transport: service postsms: the arguments do not end in -- ${recipient}"),
    Fault(
        "sed -i 's/postsms pipe/postsms pipe --dry-run/' $E/master.cf",
        "error    transport: service postsms: with --dry-run no message is sent"),
    Fault(
        "postconf -c $E -F postsms/unix/chroot=y", "error    service postsms: it runs in a chroot"),
    Fault(
        "postconf -c $E -F postsms/unix/unprivileged=y", "error    service postsms: it runs unprivileged"),
    Fault(
        "sed -i 's/null_sender= user=postsms/null_sender= user=root/' $E/master.cf",
        "error    user: root, whom service postsms runs as, is root or owns the mail system"),
    Fault(
        "sed -i 's/null_sender= user=postsms/null_sender= user=postfix/' $E/master.cf",
        "error    user: postfix, whom service postsms runs as, is root or owns the mail system",
        arguments: ["--config", "$E/postsms.cf"]),
    Fault(
        "postconf -c $E -X postsms_destination_recipient_limit",
        "error    limits: postsms_destination_recipient_limit is 50"),
    Fault(
        "postconf -c $E -e postsms_time_limit=30s",
        "error    limits: postsms_time_limit is 30s, and smsgate_timeout 30s"),
    Fault(
        "postconf -c $E -e postsms_time_limit=40s",
        "warning  limits: postsms_time_limit is 40s, and smsgate_timeout 30s"),
    Fault(
        "postconf -c $E -F postsms/unix/process_limit=5",
        "warning  limits: postsms_destination_concurrency_limit is 20, and master.cf allows 5 processes"),
]

private let routeFaults = [
    Fault(
        // A pattern for every address goes before entries for a domain.
        "echo '/.*/ smtp:[192.0.2.1]' > $E/all && postconf -c $E -e \"transport_maps = regexp:$E/all, inline:{ smtp.sms-gate.app=postsms: }\"",
        "error    route: mail to smtp.sms-gate.app goes to transport smtp"),
    Fault(
        "postconf -c $E -e transport_maps=static:smtp:[192.0.2.1]",
        "error    route: mail to smtp.sms-gate.app goes to transport smtp"),
    Fault(
        "postconf -c $E -X transport_maps",
        "error    route: mail to smtp.sms-gate.app goes to no transport of ours"),
    Fault(
        "postconf -c $E -e 'transport_maps = inline:{ smtp.sms-gate.app=smtp:[192.0.2.1] }'",
        "error    route: mail to smtp.sms-gate.app goes to transport smtp"),
    Fault(
        "postconf -c $E -e \"transport_maps = hash:$E/transport, inline:{ smtp.sms-gate.app=postsms: }\"",
        "error    route: transport_maps: hash:$E/transport look-up fails"),
    Fault(
        "echo smtp.sms-gate.app postsms: > $E/transport && postmap -c $E hash:$E/transport && touch -d '2 days ago' $E/transport.db && touch -d yesterday $E/transport && postconf -c $E -e transport_maps=hash:$E/transport",
        "error    route: transport_maps: hash:$E/transport look-up fails: database $E/transport.db is older than source file",
        isMended: false),
    Fault(
        "postconf -c $E -e 'mydestination = localhost, smtp.sms-gate.app'",
        "error    route: smtp.sms-gate.app is in mydestination"),
    Fault(
        "postconf -c $E -e 'mydestination = $myhostname, localhost' myhostname=smtp.sms-gate.app",
        "error    route: smtp.sms-gate.app is in mydestination"),
    Fault(
        "postconf -c $E -e relay_domains=sms-gate.app",
        "error    route: smtp.sms-gate.app is in relay_domains"),
    Fault(
        "postconf -c $E -e virtual_mailbox_domains=smtp.sms-gate.app",
        "error    route: smtp.sms-gate.app is in virtual_mailbox_domains"),
    Fault(
        "echo 'recipient_domain = smtp.sms-gate.app, sms.example.com' >> $E/postsms.cf",
        "error    route: mail to sms.example.com goes to no transport of ours",
        "error    port 127.0.0.1:$PLAINPORT: regexp:$E/postsms_recipients refuses +12025550123@sms.example.com",
        "error    port 127.0.0.1:$TLSPORT: regexp:$E/postsms_recipients refuses +12025550123@sms.example.com"
    ),
    Fault(
        "postconf -c $E -e 'defer_transports = smtp, postsms'",
        "error    route: postsms is in defer_transports: mail waits"),
    Fault(
        "postconf -c $E -e soft_bounce=yes",
        "warning  transport: soft_bounce is yes: what is refused for good"),
    Fault(
        "postconf -c $E -e default_delivery_status_filter=regexp:$E/filter",
        "warning  transport: pipe_delivery_status_filter is regexp:$E/filter: it can send back"),
    Fault(
        "postconf -c $E -e 'master_service_disable = inet'",
        "error    services: master_service_disable holds inet: services that are needed"),
    Fault(
        "echo 'skip_phone_validation = yes' >> $E/postsms.cf",
        "error    port 127.0.0.1:$PLAINPORT: regexp:$E/postsms_recipients refuses 110@smtp.sms-gate.app",
        "error    port 127.0.0.1:$TLSPORT: regexp:$E/postsms_recipients refuses 110@smtp.sms-gate.app"),
]

private let portFaults = [
    Fault(
        "sed -i 's/postsms auth /& --verbose /' $E/master.cf",
        "error    auth: service postsms-auth: no client can connect: Unknown option '--verbose'"),
    Fault(
        "postconf -c $E -MX postsms-auth/unix", "error    auth: no service in master.cf runs postsms auth"
    ),
    Fault(
        "postconf -c $E -X postsms-auth_time_limit", "warning  auth: postsms-auth_time_limit is 1000s"),
    Fault(
        "postconf -c $E -F postsms-auth/unix/process_limit=1",
        "warning  auth: service postsms-auth has 1 processes at most"),
    Fault(
        "postconf -c $E -F postsms-auth/unix/private=n",
        "error    service postsms-auth: its socket is public"),
    Fault(
        "sed -i 's|user=postsms argv=\\(.*\\) auth|user=nobody argv=\\1 auth|' $E/master.cf",
        "error    auth: service postsms-auth runs as nobody, who cannot read $D/postsms_credentials"),
    Fault(
        "rm $D/queue/private/postsms-auth",
        "error    auth: Postfix runs, but its socket $D/queue/private/postsms-auth is not there"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_sasl_auth_enable=no",
        "error    port 127.0.0.1:$PLAINPORT: AUTH is off"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_sasl_type=cyrus",
        "error    port 127.0.0.1:$PLAINPORT: smtpd_sasl_type is cyrus and not dovecot"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_sasl_path=private/auth",
        "error    port 127.0.0.1:$TLSPORT: smtpd_sasl_path is private/auth"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_sasl_security_options=noanonymous,noplaintext",
        "error    port 127.0.0.1:$TLSPORT: noplaintext forbids AUTH PLAIN"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_client_restrictions=",
        "error    port 127.0.0.1:$PLAINPORT: clients may send without AUTH"),
    Fault(
        "postconf -c $E -e postsms_client_restrictions=permit_sasl_authenticated,permit",
        "error    port 127.0.0.1:$PLAINPORT: clients may send without AUTH",
        "error    port 127.0.0.1:$TLSPORT: clients may send without AUTH"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_relay_restrictions=permit_mynetworks,reject_unauth_destination",
        "error    port 127.0.0.1:$PLAINPORT: smtpd_relay_restrictions also refuses authenticated clients"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_recipient_restrictions=permit_mynetworks,reject",
        "error    port 127.0.0.1:$TLSPORT: smtpd_recipient_restrictions also refuses authenticated clients"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_data_restrictions=reject",
        "error    port 127.0.0.1:$TLSPORT: smtpd_data_restrictions also refuses authenticated clients"),
    Fault(
        "postconf -c $E -e postsms_client_restrictions=permit_mynetworks,reject",
        "error    port 127.0.0.1:$PLAINPORT: smtpd_client_restrictions also refuses authenticated clients",
        "error    port 127.0.0.1:$PLAINPORT: smtpd_data_restrictions also refuses authenticated clients",
        "error    port 127.0.0.1:$TLSPORT: smtpd_client_restrictions also refuses authenticated clients",
        "error    port 127.0.0.1:$TLSPORT: smtpd_data_restrictions also refuses authenticated clients"),
    Fault(
        "postconf -c $E -e \"postsms_recipient_restrictions = check_recipient_access regexp:$E/postsms_recipients\"",
        "error    port 127.0.0.1:$PLAINPORT: authenticated clients may send to anybody",
        "error    port 127.0.0.1:$TLSPORT: authenticated clients may send to anybody"),
    Fault(
        "postconf -c $E -e \"postsms_recipient_restrictions = permit_mynetworks, $(postconf -c $E -h postsms_recipient_restrictions)\"",
        "error    port 127.0.0.1:$PLAINPORT: authenticated clients in mynetworks may send to anybody",
        "error    port 127.0.0.1:$TLSPORT: authenticated clients in mynetworks may send to anybody"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_recipient_restrictions=permit_sasl_authenticated,reject",
        "error    port 127.0.0.1:$TLSPORT: authenticated clients may send to anybody"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_recipient_restrictions=permit_sasl_authenticated,'$postsms_recipient_restrictions'",
        "error    port 127.0.0.1:$TLSPORT: authenticated clients may send to anybody"),
    Fault(
        // Such a list for relaying does not help.
        "postconf -c $E -P $TLS/smtpd_recipient_restrictions= $TLS/smtpd_relay_restrictions=permit_sasl_authenticated,reject",
        "error    port 127.0.0.1:$TLSPORT: authenticated clients may send to anybody"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_recipient_restrictions=check_client_access,cidr:/dev/null,reject",
        "warning  port 127.0.0.1:$TLSPORT: an invalid phone number is refused only after"),
    Fault(
        "rm $E/postsms_recipients",
        "error    port 127.0.0.1:$PLAINPORT: regexp:$E/postsms_recipients look-up fails",
        "error    port 127.0.0.1:$TLSPORT: regexp:$E/postsms_recipients look-up fails"),
    Fault(
        "postconf -c $E -P $TLS/content_filter=smtp:[127.0.0.1]:10024",
        "error    port 127.0.0.1:$TLSPORT: content_filter is smtp:[127.0.0.1]:10024"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_proxy_filter=127.0.0.1:10024",
        "error    port 127.0.0.1:$PLAINPORT: smtpd_proxy_filter is 127.0.0.1:10024"),
    Fault(
        "postconf -c $E -PX $TLS/smtpd_forbid_bare_newline $TLS/smtpd_data_restrictions",
        "error    port 127.0.0.1:$TLSPORT: mail for postmaster is taken without AUTH",
        "error    port 127.0.0.1:$TLSPORT: smtpd_forbid_bare_newline is no: text of a mail can become commands"
    ),
    Fault(
        "postconf -c $E -PX $TLS/smtpd_authorized_xclient_hosts && postconf -c $E -e smtpd_authorized_xclient_hosts=127.0.0.1",
        "error    port 127.0.0.1:$TLSPORT: smtpd_authorized_xclient_hosts is 127.0.0.1: a client can claim to be another one"
    ),
    Fault(
        "postconf -c $E -PX $TLS/smtpd_delay_reject $TLS/smtpd_milter_maps $TLS/content_filter $TLS/smtpd_tls_req_ccert",
        "warning  port 127.0.0.1:$TLSPORT: main.cf decides on smtpd_tls_req_ccert, smtpd_delay_reject, content_filter and 1 more"
    ),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_command_filter=",
        "error    port 127.0.0.1:$PLAINPORT: smtpd_command_filter is empty: a comment in a recipient"),
    Fault(
        "rm $E/postsms_commands",
        "error    port 127.0.0.1:$PLAINPORT: regexp:$E/postsms_commands look-up fails",
        "error    port 127.0.0.1:$TLSPORT: regexp:$E/postsms_commands look-up fails"),
    Fault(
        ": > $E/postsms_commands",
        "error    port 127.0.0.1:$PLAINPORT: regexp:$E/postsms_commands lets MAIL FROM:<a@b.example> RET=FULL pass",
        "error    port 127.0.0.1:$TLSPORT: regexp:$E/postsms_commands lets MAIL FROM:<a@b.example> RET=FULL pass",
        isMended: false),
    Fault(
        "postconf -c $E -PX $PLAIN/cleanup_service_name $TLS/cleanup_service_name",
        "error    port 127.0.0.1:$PLAINPORT: cleanup_service_name is cleanup, and no cleanup(8) for mail that becomes SMS",
        "error    port 127.0.0.1:$TLSPORT: cleanup_service_name is cleanup, and no cleanup(8) for mail that becomes SMS"
    ),
    Fault(
        "postconf -c $E -MX postsms-cleanup/unix",
        "error    port 127.0.0.1:$PLAINPORT: cleanup_service_name is postsms-cleanup, and no cleanup(8)",
        "error    port 127.0.0.1:$TLSPORT: cleanup_service_name is postsms-cleanup, and no cleanup(8)"),
    Fault(
        "postconf -c $E -P postsms-cleanup/unix/enable_long_queue_ids=no",
        "error    service postsms-cleanup: enable_long_queue_ids is no: queue ids can come again"),
    Fault(
        "postconf -c $E -P postsms-cleanup/unix/message_size_limit=1000",
        "error    service postsms-cleanup: message_size_limit is 1000, less than the 10240000 of port 127.0.0.1:$PLAINPORT",
        "error    service postsms-cleanup: message_size_limit is 1000, less than the 10240000 of port 127.0.0.1:$TLSPORT"
    ),
    Fault(
        "postconf -c $E -X enable_long_queue_ids",
        "error    service postsms-cleanup: enable_long_queue_ids is not yes in main.cf"),
    Fault(
        "postconf -c $E -X postsms_milters",
        "warning  port 127.0.0.1:$PLAINPORT: postsms_milters is not in main.cf",
        "warning  port 127.0.0.1:$TLSPORT: postsms_milters is not in main.cf"),
    Fault(
        "postconf -c $E -P $PLAIN/message_size_limit=0",
        "warning  port 127.0.0.1:$PLAINPORT: message_size_limit is 0"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_tls_auth_only=no",
        "warning  port 127.0.0.1:$PLAINPORT: AUTH works without TLS too, as documented"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_tls_security_level=none",
        "error    port 127.0.0.1:$PLAINPORT: no TLS: passwords"),
    Fault(
        "postconf -c $E -P $TLS/smtpd_tls_wrappermode=no",
        "error    port 127.0.0.1:$TLSPORT: it does not begin with TLS"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_tls_wrappermode=yes",
        "error    port 127.0.0.1:$PLAINPORT: it begins with TLS, and clients expect STARTTLS"),
]

/// Returns once the process is gone, so that nobody listens any more.
private let killMilter =
    "P=$(\(CheckedInstance.milters)) && kill -9 $P && while readlink /proc/$P/exe > $D/link; do sleep 0.1; done"

/// With postsms milter turned on.
private let milterFaults = [
    Fault(
        "postconf -c $E -P postsms-cleanup/unix/in_flow_delay=1s",
        "warning  service postsms-cleanup: in_flow_delay is 1s: with postsms milter each message waits a second"
    ),
    Fault(
        "postconf -c $E -P $TLS/milter_macro_defaults={auth_authen}=bob",
        "error    port 127.0.0.1:$TLSPORT: milter_macro_defaults is {auth_authen}=bob"),
    Fault(
        "postconf -c $E -e postsms_milters=unix:$D/postsms/milter.sock",
        "error    milter: default_action is tempfail and not accept"),
    Fault(
        "postconf -c $E -e \"postsms_milters = $(postconf -c $E -h postsms_milters | sed s/300s/20s/)\"",
        "warning  milter: content_timeout is 20s, and smsgate_timeout 30s"),
    Fault(
        "postconf -c $E -e \"postsms_milters = $(postconf -c $E -h postsms_milters), inet:127.0.0.1:1\"",
        "error    milter: what inet:127.0.0.1:1, after it, refuses or changes is an SMS already"),
    Fault(
        "for port in $PLAIN $TLS; do postconf -c $E -F $port/chroot=y; done",
        "error    milter: port 127.0.0.1:$PLAINPORT runs in a chroot, where $D/postsms/milter.sock is not",
        "error    milter: port 127.0.0.1:$TLSPORT runs in a chroot, where $D/postsms/milter.sock is not"),
    Fault(
        "chmod 666 $D/postsms/milter.sock",
        "error    milter: every user of the machine can send through $D/postsms/milter.sock"),
    Fault(
        "chgrp postsms $D/postsms/milter.sock",
        "error    milter: postfix cannot write to $D/postsms/milter.sock: mail goes to the queue unanswered"),
    Fault(
        "chgrp postsms $D/postsms",
        "error    milter: postfix cannot get through $D/postsms: mail goes to the queue unanswered"),
    Fault("chmod 2777 $D/postsms", "error    folder: anybody can change $D/postsms and what is in it"),
    Fault(
        "\(killMilter)",
        "error    milter: it does not run, $D/postsms/milter.sock: Connection refused"),
    Fault(
        "\(killMilter) && rm -r $D/postsms",
        "error    milter: it does not run, $D/postsms/milter.sock is not there: mail goes to the queue unanswered"
    ),
]

private let certificateFaults = [
    Fault(
        """
        printf '[ca]\\ndefault_ca=a\\n[a]\\ndatabase=%s/db\\nnew_certs_dir=%s\\nrand_serial=yes\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' $D $D > $D/ca.cf
        : > $D/db
        openssl req -new -key $D/key.pem -subj /CN=smtp.sms-gate.app -out $D/csr 2> $D/openssl.log
        openssl ca -batch -selfsign -config $D/ca.cf -keyfile $D/key.pem -in $D/csr -out $D/cert.pem -notext \\
            -startdate 20500101000000Z -enddate 20510101000000Z 2> $D/openssl.log
        """,
        "error    certificate: clients refuse $D/cert.pem: certificate is not yet valid"),
    Fault(
        "openssl req -x509 -key $D/key.pem -days 30 -subj /CN=smtp.sms-gate.app -addext extendedKeyUsage=clientAuth -out $D/cert.pem",
        "error    certificate: clients refuse $D/cert.pem: uns"),
    Fault("postconf -c $E -X smtpd_tls_chain_files", "error    certificate: Postfix has none"),
    Fault("rm $D/cert.pem", "error    certificate: $D/cert.pem is not there"),
    Fault("cp $D/key.pem $D/cert.pem", "error    certificate: there is none in $D/key.pem, $D/cert.pem"),
    Fault(
        "openssl req -new -key $D/key.pem -subj /CN=smtp.sms-gate.app -out $D/csr 2> $D/openssl.log && openssl x509 -req -in $D/csr -signkey $D/key.pem -days -1 -out $D/cert.pem 2> $D/openssl.log",
        "error    certificate: $D/cert.pem expired on "),
    Fault(
        "openssl req -x509 -key $D/key.pem -days 3 -subj /CN=smtp.sms-gate.app -out $D/cert.pem",
        "warning  certificate: $D/cert.pem ends on "),
    Fault(
        "openssl req -x509 -key $D/key.pem -days 30 -subj /CN=mail.example.com -out $D/cert.pem",
        "warning  certificate: $D/cert.pem has none of the names smtp.sms-gate.app, localhost.localdomain"),
    Fault(
        "openssl genrsa -out $D/key.pem 2048 2> $D/openssl.log",
        "error    certificate: $D/cert.pem is not for the key in $D/key.pem"),
    Fault(
        "chmod 644 $D/key.pem", "error    certificate: anybody can read the private key $D/key.pem",
        isMended: false),
    Fault(
        "mv $D/key.pem $E/postsms-key.pem && chmod 644 $E/postsms-key.pem && postconf -c $E -e smtpd_tls_chain_files=$E/postsms-key.pem,$D/cert.pem",
        "error    certificate: anybody can read the private key $E/postsms-key.pem"),
]

private let postfixFaults = [
    Fault(
        "postconf -c $E -e mynetworks=0.0.0.0/0,127.0.0.0/8",
        "error    relay: mynetworks holds 0.0.0.0/0:"),
    Fault(
        "postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd -o smtpd_relay_restrictions=permit'",
        "error    relay: port 127.0.0.1:2525 is an open relay"),
    Fault(
        "postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd' && postconf -c $E -e smtpd_relay_restrictions=",
        "error    relay: port 127.0.0.1:2525 is an open relay"),
    Fault("postconf -c $E -e maximal_queue_lifetime=0", "warning  queue: maximal_queue_lifetime is 0:"),
    Fault(
        "postconf -c $E -e maximal_queue_lifetime=30d", "warning  queue: maximal_queue_lifetime is 30d:"),
    Fault("postfix -c $E stop 2> $D/stop.log", "warning  queue: Postfix does not run"),
]

private let gateFaults = [
    Fault(
        "sed -i \"s|^smsgate_url = .*|smsgate_url = ${GATE%/3rdparty/v1}/wrong|\" $E/postsms.cf",
        "error    SMSGate: what answers at ${GATE%/3rdparty/v1}/wrong is not SMSGate"),
    Fault(
        "echo wrong | $D/bin/postsms credentials add --no-test --config $E/postsms.cf alice > $D/add.log",
        "error    user alice: SMSGate answers 401", arguments: ["--user", "alice"],
        input: "correct horse\n"),
    Fault(
        "$D/bin/postsms credentials remove --config $E/postsms.cf alice > $D/add.log",
        "error    user alice: not in the credentials map", arguments: ["--user", "alice"],
        input: "correct horse\n"),
    Fault(
        "sed -i 's/^bob:.*/&::::::sms_device_id=phone-9/' $D/postsms_credentials",
        "error    user bob: the device phone-9 does not belong to the account, which has phone-3",
        arguments: ["--user", "bob"]),
]
