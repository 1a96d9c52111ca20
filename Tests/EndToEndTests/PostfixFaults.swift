let postfixFaults = [
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
    Fault("postfix -c $E stop 2> $D/stop.log", "error    queue: Postfix does not run"),
    Fault("postconf -c $E -MX qmgr/unix", "error    services: master.cf has no qmgr: "),
    Fault("postconf -c $E -F postsms/unix/private=n", "error    service postsms: its socket is public"),
    Fault(
        "postconf -c $E -e default_transport_rate_delay=5s",
        "warning  limits: postsms_transport_rate_delay is 5s"),
    Fault(
        "postconf -c $E -F qmgr/unix/process_limit=-",
        "error    services: qmgr has process_limit - instead of 1: what was accepted stays in the queue"),
    Fault(
        "postconf -c $E -F qmgr/unix/private=y qmgr/unix/wakeup=0",
        "error    services: qmgr has private y instead of n: what",
        "error    services: qmgr has wakeup 0 instead of 300: what"),
    Fault(
        "postconf -c $E -F cleanup/unix/private=y", "error    services: cleanup has private y instead of n: "),
    Fault(
        "rm $D/queue/private/postsms",
        "error    services: Postfix runs, but the socket of postsms is not there"),
    Fault(
        "postconf -c $E -e bounce_template_file=/nothere",
        "error    services: bounce_template_file /nothere is not there: nobody hears", isMended: false),
    Fault(
        "postconf -c $E -e daemon_timeout=10s",
        "error    limits: daemon_timeout is 10s, and postsms_time_limit "),
    Fault(
        "postconf -c $E -MX rewrite/unix",
        "error    services: master.cf has no rewrite: no mail is accepted", reloads: true),
    Fault(
        "postconf -c $E -MX tlsmgr/unix",
        "error    services: master.cf has no tlsmgr: clients get no TLS", reloads: true),
]

let gateFaults = [
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
