# Sends an alert like Grafana, which Debian does not have: with the settings in grafana.ini, the SMTP dialogue
# of Go's net/smtp, and HTML only, which is Grafana's default. The HTML comes on standard input.
import base64
import configparser
import email.utils
import pathlib
import quopri
import smtplib
import ssl
import sys

settings = configparser.ConfigParser()
settings.read(pathlib.Path(__file__).with_name("grafana.ini"))
smtp = settings["smtp"]
host, port = smtp["host"].split(":")

# The address of the contact point.
recipient = "+12025550117@smtp.sms-gate.app"

mail = f"""\
Mime-Version: 1.0
Date: {email.utils.formatdate()}
From: Grafana <{smtp["from_address"]}>
To: {recipient}
Subject: [FIRING:1] Cellar humidity
Message-ID: {email.utils.make_msgid(domain="example.com")}
Content-Type: text/html; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

""".encode() + quopri.encodestring(sys.stdin.buffer.read())
mail = mail.replace(b"\n", b"\r\n")


def expect(code, reply):
    if reply[0] != code:
        # As Grafana logs it.
        sys.exit(f"failed to send email: {reply[0]} {reply[1].decode()}")


with smtplib.SMTP(host, int(port)) as server:
    expect(250, server.ehlo("localhost"))
    if server.has_extn("STARTTLS"):
        expect(220, server.starttls(context=ssl.create_default_context()))
        expect(250, server.ehlo("localhost"))
    login = f"\0{smtp['user']}\0{smtp['password']}".encode()
    reply = server.docmd("AUTH", "PLAIN " + base64.b64encode(login).decode())
    if reply[0] != 235:
        # It gives up as in a dialogue that is still going on.
        server.docmd("*")
    expect(235, reply)
    parameters = "".join(f" {name}" for name, extension in [("BODY=8BITMIME", "8bitmime"), ("SMTPUTF8", "smtputf8")]
                         if server.has_extn(extension))
    expect(250, server.docmd("MAIL", f"FROM:<{smtp['from_address']}>{parameters}"))
    expect(250, server.docmd("RCPT", f"TO:<{recipient}>"))
    expect(250, server.data(mail))
