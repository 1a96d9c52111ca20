# The example in the documentation, on the TLS port.
import smtplib

msg = """\
Subject: Notification
Your package has been shipped!"""

with smtplib.SMTP_SSL("smtp.sms-gate.app", 465) as server:
    server.login("username", "password")
    server.sendmail(
        "sender@example.com",
        "+12025550104@smtp.sms-gate.app",
        msg,
    )
