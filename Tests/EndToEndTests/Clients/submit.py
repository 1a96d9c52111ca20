# Submits mails, one after another over one connection, and prints the reply to each as a line of JSON: code and text.
# Standard input: JSON with port, tls, user, password (empty: no login) and mails. Each has sender and recipients, and
# wire, the bytes behind DATA, each as the character with that number. One with "after" is sent when the file of that
# name is there; NAME.reached tells that it is waited for.
import json, os, smtplib, ssl, sys, time

order = json.load(sys.stdin)
if order["tls"]:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    server = smtplib.SMTP_SSL("127.0.0.1", order["port"], timeout=300, context=context)
else:
    server = smtplib.SMTP("127.0.0.1", order["port"], timeout=300)
if order["user"]:
    server.login(order["user"], order["password"])


def submit(mail):
    commands = [f"MAIL FROM:<{mail['sender']}>"] + [f"RCPT TO:<{to}>" for to in mail["recipients"]] + ["DATA"]
    for command in commands:
        reply = server.docmd(command)
        if reply[0] // 100 not in (2, 3):
            server.rset()
            return reply
    server.send(mail["wire"].encode("latin-1"))
    return server.getreply()


for mail in order["mails"]:
    if name := mail.get("after"):
        open(name + ".reached", "w").close()
        while not os.path.exists(name):
            time.sleep(0.02)
    code, text = submit(mail)
    print(json.dumps([str(code), text.decode("latin-1")]), flush=True)
server.quit()
