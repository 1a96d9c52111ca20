"""Logs in with postsms auth, as smtpd(8) does, and kills it each time a little later. Reads the program, SMSGate's URL, the
map and the folder for accounts, one a line, and says how often it was killed and how often it answered."""

import base64
import os
import subprocess
import sys
import time

program, url, credentials, folder = sys.stdin.read().split("\n")[:4]
USERS = {"carol": "secret one", "erin": "secret two"}
STEP = 0.0005
ROUNDS = 80


def attempt(user, password, delay):
    process = subprocess.Popen(
        [program, "auth", "-o", f"smsgate_url={url}", "-o", f"credentials_file={credentials}",
         "-o", "smsgate_login=yes", "-o", f"account_directory={folder}", "-o", "smsgate_login_cache=0s"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    while process.stdout.readline() != b"DONE\n":
        pass
    response = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    process.stdin.write(f"VERSION\t1\t1\nCPID\t1\nAUTH\t1\tPLAIN\tservice=smtp\tresp={response}\n".encode())
    process.stdin.flush()
    if delay is not None:
        time.sleep(delay)
        process.kill()
    answer = process.stdout.readline()
    process.stdin.close()
    process.wait()
    return answer


# How long a whole login takes, with which a file is made.
begin = time.monotonic()
if not attempt("carol", USERS["carol"], None).startswith(b"OK"):
    sys.exit("a right login was not accepted")
whole = time.monotonic() - begin
killed = answered = 0
for number in range(ROUNDS):
    user = list(USERS)[number % 2]
    # Each writes its file anew.
    for name in os.listdir(folder):
        if number % 4 < 2:
            os.unlink(os.path.join(folder, name))
    if attempt(user, USERS[user], whole * number / ROUNDS).startswith(b"OK"):
        answered += 1
    else:
        killed += 1
print(f"killed {killed}, answered {answered}")
