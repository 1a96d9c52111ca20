"""The process alone, without Postfix."""
import re
import shutil
import subprocess

from .contestants import C, mail
from .table import Table

COLUMNS = [("wall ms", 1000, 2), ("CPU ms", 1000, 2), ("peak MiB", 1 / 1024, 1), ("page faults", 1, 0),
           ("million instructions", 1e-6, 2)]


def measure(options, contestants, postfix, sink):
    for scheme in ["http", "https"]:
        for name, size in [("1 KiB", 1 << 10), ("1 MiB", 1 << 20)]:
            message = contestants.folder / "message"
            message.write_text(mail(size))
            table = Table(f"Process alone, {scheme}, {name}", COLUMNS, C)
            commands = {
                contestant.name: [contestant.program, *contestant.arguments(sink.url(scheme), postfix.configuration)]
                for contestant in [*contestants.postsms, contestants.c, *contestants.scripts]}
            compare(options, contestants, table, message, commands)
            table.print()


def compare(options, contestants, table, message, commands):
    """Runs all commands in turn, many times, and adds the times to the table."""
    for _ in range(options.rounds * 20):
        for name, command in commands.items():
            output = subprocess.run(
                [contestants.measure, message, *command], check=True, capture_output=True, text=True).stdout.split()
            if output[0] != "0":
                raise RuntimeError(f"{name}: ended with {output[0]}")
            table.add(name, *map(float, output[1:]))
    for name, command in commands.items():
        if "shell" in name or "Python" in name:
            continue
        table.samples[name]["million instructions"] = [instructions(command, message)]


def instructions(command, message):
    """Instructions of the process, as counted by callgrind."""
    # valgrind cannot read Swift's debugging information.
    program = command[0].with_suffix(".stripped")
    shutil.copy(command[0], program)
    subprocess.run(["strip", "--strip-debug", program], check=True)
    with open(message) as input:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *command[1:]],
            stdin=input, check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", run.stderr)[1])
