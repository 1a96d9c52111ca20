let certificateFaults = [
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
        // OpenSSL 3.0 has no -not_after, and 3.5 no days below 1.
        "openssl req -new -key $D/key.pem -subj /CN=smtp.sms-gate.app -out $D/csr 2> $D/openssl.log && for days in '-days -1' '-not_before 20250101000000Z -not_after 20250102000000Z'; do openssl x509 -req -in $D/csr -signkey $D/key.pem $days -out $D/cert.pem 2> $D/openssl.log && break; done",
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
