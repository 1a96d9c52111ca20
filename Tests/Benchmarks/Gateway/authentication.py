"""Logins per second through smtpd(8)."""
import base64
import pwd
import os
import subprocess

from .contestants import PASSWORD
from .maps import SIZES, last_user, write_map
from .postfix import CLIENTS, SUBMISSION_PORT
from .table import Table

SINK = "C, accepts all"


def measure(options, contestants, postfix, sink):
    sessions = options.messages * 2
    response = {}
    responders = {SINK: [contestants.accept_all]}
    for contestant in contestants.postsms:
        for users in SIZES:
            path = postfix.folder / f"map-{users}"
            write_map(path, users)
            os.chown(path, pwd.getpwnam("postsms").pw_uid, -1)
            name = f"{contestant.name} auth, {users:,} users"
            response[name] = f"\0{last_user(users)}\0{PASSWORD}"
            responders[name] = [
                contestant.program, "auth", "--config", postfix.configuration, "-o", f"credentials_file={path}"]
    response[SINK] = f"\0{last_user(SIZES[0])}\0{PASSWORD}"

    table = Table("AUTH through smtpd", [("logins/s", 1, 0), ("CPU ms/login", 1000, 2)], SINK)
    for _ in range(options.rounds):
        for name, command in responders.items():
            postfix.run_responder(*command)
            postfix.start()
            seconds = float(subprocess.run(
                [contestants.auth_clients, str(SUBMISSION_PORT), str(CLIENTS), str(sessions),
                 base64.b64encode(response[name].encode()).decode()],
                check=True, capture_output=True, text=True).stdout)
            cpu = postfix.stop()
            table.add(name, sessions / seconds, cpu / sessions)
    table.print()
