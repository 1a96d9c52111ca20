/// Returns once the process is gone, so that nobody listens any more.
private let killMilter =
    "P=$(\(CheckedInstance.milters)) && kill -9 $P && while readlink /proc/$P/exe > $D/link; do sleep 0.1; done"

/// With postsms milter turned on.
let milterFaults = [
    Fault(
        "postconf -c $E -P postsms-cleanup/unix/in_flow_delay=1s",
        "warning  service postsms-cleanup: in_flow_delay is 1s: with postsms milter each message waits a second"
    ),
    Fault(
        "postconf -c $E -P $TLS/milter_macro_defaults={auth_authen}=bob",
        "error    port 127.0.0.1:$TLSPORT: milter_macro_defaults is {auth_authen}=bob"),
    Fault(
        "postconf -c $E -e postsms_milters=unix:$D/postsms/milter.sock",
        "error    milter: default_action is "),
    Fault(
        "postconf -c $E -e \"postsms_milters = $(postconf -c $E -h postsms_milters | sed s/300s/20s/)\"",
        "warning  milter: content_timeout is 20s, and smsgate_timeout 30s"),
    Fault(
        "postconf -c $E -e \"postsms_milters = $(postconf -c $E -h postsms_milters), { inet:127.0.0.1:1, default_action=accept }\"",
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
