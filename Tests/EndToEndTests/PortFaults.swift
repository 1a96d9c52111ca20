let authFaults = [
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
]

/// Who may send to whom.
let restrictionFaults = [
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
]

let portFaults = [
    Fault(
        "postconf -c $E -P $TLS/content_filter=smtp:[127.0.0.1]:10024",
        "error    port 127.0.0.1:$TLSPORT: content_filter is smtp:[127.0.0.1]:10024"),
    Fault(
        "postconf -c $E -P $PLAIN/smtpd_proxy_filter=127.0.0.1:10024",
        "error    port 127.0.0.1:$PLAINPORT: smtpd_proxy_filter is 127.0.0.1:10024"),
    Fault(
        "postconf -c $E -PX $TLS/smtpd_forbid_bare_newline $TLS/smtpd_data_restrictions && postconf -c $E -e smtpd_forbid_bare_newline=no",
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
