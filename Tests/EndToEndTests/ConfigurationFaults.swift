let configurationFaults = [
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

let credentialsFaults = [
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
