#!/usr/bin/env python3
"""Asks two authenticators that speak Dovecot's protocol about the same logins.

  dovecot_auth.py SOCKET PROGRAM [ARGUMENT]... < LOGINS

SOCKET is where Dovecot listens; PROGRAM with its ARGUMENTs is `postsms auth`. LOGINS holds a login on each line: user and
password in base64, separated by a space. For each it prints a line with Dovecot's answer and that of postsms:
`yes`, `no` or, if the login cannot be checked, `later`.
"""
import base64
import concurrent.futures
import itertools
import socket
import subprocess
import sys

LIMIT_SECONDS = 60
# Both answer a failed login after two seconds.
CLIENTS = 32


# Dovecot refuses a second client with the same process number.
numbers = itertools.count(1)


def ask(connection, user, password):
    """The answer to one login."""
    connection.settimeout(LIMIT_SECONDS)
    with connection.makefile("rwb") as stream:
        stream.write(b"VERSION\t1\t0\nCPID\t%d\n" % next(numbers))
        stream.flush()
        while (line := stream.readline()) != b"DONE\n":
            if not line:
                return "later"
        response = base64.b64encode(b"\0" + user + b"\0" + password)
        stream.write(b"AUTH\t1\tPLAIN\tservice=smtp\tnologin\tsecured\tresp=" + response + b"\n")
        stream.flush()
        words = stream.readline().rstrip(b"\n").split(b"\t")
        if words[:2] == [b"OK", b"1"]:
            return "yes"
        if words[:2] == [b"FAIL", b"1"]:
            return "later" if b"code=temp_fail" in words else "no"
        return "later"


def ask_dovecot(path, login):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        return ask(connection, *login)


def ask_postsms(command, login):
    ours, theirs = socket.socketpair()
    with ours, subprocess.Popen(command, stdin=theirs, stdout=theirs) as program:
        theirs.close()
        answer = ask(ours, *login)
        ours.shutdown(socket.SHUT_WR)
        program.wait(LIMIT_SECONDS)
        return answer


def main():
    path, *command = sys.argv[1:]
    logins = [tuple(base64.b64decode(word) for word in line.rstrip("\n").split(" ")) for line in sys.stdin]
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        answers = pool.map(lambda login: (ask_dovecot(path, login), ask_postsms(command, login)), logins)
        for dovecot, postsms in answers:
            print(dovecot, postsms)


main()
