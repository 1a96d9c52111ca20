# The example in the documentation.
import smtplib

msg = """\
Subject: Notification
Your package has been shipped!"""

with smtplib.SMTP("smtp.sms-gate.app", 587) as server:
    server.starttls()
    server.login("username", "password")
    server.sendmail(
        "sender@example.com",
        "+12025550103@smtp.sms-gate.app",
        msg,
    )
