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
