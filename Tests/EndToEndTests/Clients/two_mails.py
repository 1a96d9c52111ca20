# Sends two mails over one connection. Standard input: port, certificate, user and password, one per line.
import smtplib, ssl, sys

port, certificate, user, password = sys.stdin.read().splitlines()

with smtplib.SMTP("localhost", int(port)) as server:
    server.starttls(context=ssl.create_default_context(cafile=certificate))
    server.login(user, password)
    for text in ("first", "second"):
        server.sendmail("sender@example.com", "+12025550123@smtp.sms-gate.app", f"Subject: x\r\n\r\n{text}\r\n")
