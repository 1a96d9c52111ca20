#!/usr/bin/env python3
"""A content filter behind Postfix's queue, as amavis is one (FILTER_README): mail comes in by SMTP and goes back out by SMTP.

  content_filter.py FOLDER PORT

It listens on a free port of 127.0.0.1, which it writes to FOLDER/filter, and sends each mail to PORT with a field
`X-Filter: seen` before it. Like amavis it passes neither the user's name nor anything else of the login on.
"""
import os
import smtplib
import socketserver
import sys

folder, next_port = sys.argv[1], int(sys.argv[2])
LIMIT_SECONDS = 60


def address(line):
    return line[line.index("<") + 1:line.rindex(">")]


class Session(socketserver.StreamRequestHandler):
    timeout = LIMIT_SECONDS

    def reply(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def content(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def handle(self):
        self.reply("220 filter.example ESMTP")
        sender, recipients = "", []
        while line := self.rfile.readline():
            command = line.decode().strip()
            verb = command[:4].upper()
            if verb == "EHLO":
                self.reply("250-filter.example")
                self.reply("250-XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE")
                self.reply("250 8BITMIME")
                continue
            if verb == "MAIL":
                sender, recipients = address(command.split(" BODY=")[0]), []
            elif verb == "RCPT":
                recipients.append(address(command))
            elif verb == "DATA":
                self.reply("354 Go ahead")
                mail = self.content()
                try:
                    with smtplib.SMTP("127.0.0.1", next_port, timeout=LIMIT_SECONDS) as server:
                        refused = server.sendmail(sender, recipients, b"X-Filter: seen\r\n" + mail)
                except (OSError, smtplib.SMTPException):
                    refused = True
                if refused:
                    self.reply("451 4.3.0 The next hop does not take it")
                    continue
            elif verb == "QUIT":
                self.reply("221 Bye")
                return
            self.reply("250 Ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("127.0.0.1", 0), Session) as server:
    # Renamed, so that nobody reads half of it.
    with open(folder + "/filter.new", "w", encoding="ascii") as file:
        file.write(str(server.server_address[1]))
    os.rename(folder + "/filter.new", folder + "/filter")
    server.serve_forever()
