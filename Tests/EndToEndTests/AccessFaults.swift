/// Ways around the ports, and files beside the ones of the setup.
let accessFaults = [
    Fault(
        "chmod 666 $E/main.cf", "error    Postfix: anybody can change $E/main.cf", isMended: false),
    Fault(
        "chgrp mail $E/master.cf && chmod 664 $E/master.cf",
        "error    Postfix: its group can change $E/master.cf", isMended: false),
    Fault("chmod 666 $E/postsms_recipients", "error    Postfix: anybody can change $E/postsms_recipients"),
    Fault("chmod 646 $E/postsms_commands", "error    Postfix: anybody can change $E/postsms_commands"),
    Fault(
        "cp $D/postsms_credentials $E/postsms_credentials.bak && chmod 644 $E/postsms_credentials.bak && mv $D/postsms_credentials $E && sed -i \"s|^credentials_file.*|credentials_file = $E/postsms_credentials|\" $E/postsms.cf",
        "error    credentials map: anybody can read $E/postsms_credentials.bak", isMended: false),
    Fault(
        "mv $D/postsms_credentials $E && : > $E/.postsms_credentials.swp && sed -i \"s|^credentials_file.*|credentials_file = $E/postsms_credentials|\" $E/postsms.cf",
        "error    credentials map: anybody can read $E/.postsms_credentials.swp", isMended: false),
    Fault(
        "postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd' && postconf -c $E -e 'smtpd_authorized_xclient_hosts = 127.0.0.1, 0.0.0.0/0'",
        "error    relay: port 127.0.0.1:2525: smtpd_authorized_xclient_hosts holds 0.0.0.0/0"),
    Fault(
        "postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd -o smtpd_authorized_xclient_hosts=127.0.0.1,static:all'",
        "error    relay: port 127.0.0.1:2525: smtpd_authorized_xclient_hosts holds static:all"),
    Fault(
        "postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd -o smtpd_relay_restrictions=check_client_access,static:OK,reject_unauth_destination'",
        "error    relay: port 127.0.0.1:2525 is an open relay"),
    Fault(
        "postconf -c $E -e 'smtpd_relay_restrictions = check_sender_access regexp:{{/./ OK}}, reject' && postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd'",
        "error    relay: port 127.0.0.1:2525 is an open relay"),
    Fault(
        "printf '%s\\n' 'postsms unix - n n - 20 pipe user=postsms argv=/bin/true' >> $E/master.cf",
        "error    services: master.cf has postsms/unix twice, and Postfix takes the last one",
        "error    transport: no service in master.cf runs postsms pipe", isMended: false),
    Fault(
        "postconf -c $E -e 'mynetworks = 127.0.0.1/32, 0/0'", "error    relay: mynetworks holds 0/0:"),
    Fault(
        "postconf -c $E -e 'mynetworks = 127.0.0.1/32, cidr:{{0.0.0.0/0 OK}}'",
        "error    relay: mynetworks holds cidr:{{0.0.0.0/0 OK}}: strangers"),
    Fault(
        "echo 0.0.0.0/0 > $E/networks && postconf -c $E -e \"mynetworks = $E/networks\"",
        "error    relay: mynetworks", isMended: false),
    Fault(
        "postconf -c $E -e mynetworks=hash:/nothere",
        "error    relay: mynetworks: hash:/nothere look-up fails", isMended: false),
    Fault(
        "postconf -c $E -e 'recipient_canonical_maps = inline:{@smtp.sms-gate.app=@example.com}'",
        "warning  route: recipient_canonical_maps: inline:{@smtp.sms-gate.app=@example.com} makes @example.com",
        isMended: false),
    Fault(
        "postconf -c $E -e virtual_alias_domains= 'virtual_alias_maps = regexp:{{/./ me@example.com}}'",
        "warning  route: virtual_alias_maps: regexp:{{/./ me@example.com}} makes me@example.com",
        isMended: false),
    Fault(
        "postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd -o smtpd_relay_restrictions=check_sender_access,inline:{com=OK},reject_unauth_destination'",
        "error    relay: port 127.0.0.1:2525 is an open relay"),
    Fault(
        "echo 'default_user = alice' >> $E/postsms.cf && postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd -o smtpd_relay_restrictions=check_recipient_access,inline:{sms-gate.app=OK},reject_unauth_destination'",
        "error    relay: port 127.0.0.1:2525: inline:{sms-gate.app=OK} lets anybody send mail for SMS, at the cost of alice",
        isMended: false),
    Fault(
        "postconf -c $E -M '127.0.0.1:2525/inet=127.0.0.1:2525 inet n - n - - smtpd -o smtpd_upstream_proxy_protocol=haproxy'",
        "warning  relay: port 127.0.0.1:2525: smtpd_upstream_proxy_protocol: whoever", isMended: false),
    Fault(
        "mv $D/postsms_credentials $E && cp $E/postsms_credentials $E/postsms_credentials.old && chgrp mail $E/postsms_credentials.old && chmod 640 $E/postsms_credentials.old && sed -i \"s|^credentials_file.*|credentials_file = $E/postsms_credentials|\" $E/postsms.cf",
        "error    credentials map: another group can read $E/postsms_credentials.old", isMended: false),
    // The disk is not mounted.
    Fault(
        "ln -s /nothere/map $D/map && sed -i \"s|^credentials_file.*|credentials_file = $D/map|\" $E/postsms.cf",
        "error    credentials map: $D/map is a link to what is not there", isMended: false),
    // Added, and Postfix was not reloaded.
    Fault(
        "postconf -c $E -M \"127.0.0.1:2526/inet=127.0.0.1:2526 inet n - n - - $(postconf -c $E -M $TLS | sed 's/.* smtpd /smtpd /')\"",
        "error    port 127.0.0.1:2526: a client cannot connect: ", isMended: false),
]
