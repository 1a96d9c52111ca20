"""Runs a command on a terminal, types, and prints the terminal's content.

Standard input has one line of JSON: the command, and the words to wait for, each with the text to type then.
Exit status: that of the command.
"""

import json
import os
import pty
import sys

task = json.loads(sys.stdin.readline())
child, terminal = pty.fork()
if child == 0:
    os.execv(task["command"][0], task["command"])

seen = b""


def read_some():
    global seen
    try:
        piece = os.read(terminal, 4096)
    except OSError:  # The other end is closed.
        return False
    seen += piece
    return piece != b""


begin = 0
for words, typed in task["dialogue"]:
    while words.encode() not in seen[begin:] and read_some():
        pass
    begin = len(seen)
    os.write(terminal, typed.encode())
while read_some():
    pass
sys.stdout.write(seen.decode().replace("\r\n", "\n"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
