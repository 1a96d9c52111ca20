let transportFaults = [
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

let routeFaults = [
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
        "postconf -c $E -e 'mydestination = $myhostname, localhost' myhostname=smtp.sms-gate.app myorigin=localhost",
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
