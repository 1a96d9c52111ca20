# The example of the documentation.
curl --url 'smtp://smtp.sms-gate.app:587' \
    --mail-from 'sender@example.com' \
    --mail-rcpt '+12025550101@smtp.sms-gate.app' \
    --user 'username:password' \
    --upload-file - <<EOF
Subject: Test
Your appointment is confirmed for tomorrow at 10:00 AM.
EOF
