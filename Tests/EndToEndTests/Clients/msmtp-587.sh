# The configuration is what stands in ~/.msmtprc.
msmtp --file=<(cat << END
account default
host smtp.sms-gate.app
port 587
tls on
tls_starttls on
tls_trust_file /etc/ssl/certs/ca-certificates.crt
auth plain
user username
password password
from alerts@example.com
END
) +12025550113@smtp.sms-gate.app << END
Subject: Disk

/dev/sda1 is 91 % full
END
