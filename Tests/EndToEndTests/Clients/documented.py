# The Python example of the documentation. Only host, port, certificate trust and the account are the test's; they
# come on standard input, a line each.
import smtplib, ssl, sys

port, certificate, user, password = sys.stdin.read().splitlines()

msg = """\
Subject: Notification
Your package has been shipped!"""

with smtplib.SMTP("localhost", int(port)) as server:
    server.starttls(context=ssl.create_default_context(cafile=certificate))
    server.login(user, password)
    server.sendmail(
        "sender@example.com",
        "+12025550123@smtp.sms-gate.app",
        msg,
    )
