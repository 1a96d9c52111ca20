# The example of the documentation.
curl --url 'smtps://smtp.sms-gate.app:465' \
    --ssl-reqd \
    --mail-from 'sender@example.com' \
    --mail-rcpt '+12025550102@smtp.sms-gate.app' \
    --user 'username:password' \
    --upload-file - <<EOF
Subject: Test
Your verification code is 1234
EOF
