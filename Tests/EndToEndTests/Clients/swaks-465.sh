# swaks takes an argument that begins with + for an option, so the number goes without.
swaks --server smtp.sms-gate.app --port 465 --tls-on-connect \
    --auth LOGIN --auth-user username --auth-password password \
    --from alerts@example.com \
    --to 12025550116@smtp.sms-gate.app \
    --header 'Subject: Test' \
    --body 'Your verification code is 1234'
