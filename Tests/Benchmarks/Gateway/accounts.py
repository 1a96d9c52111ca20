"""The cost of the number of accounts that smsgate_login has kept. Takes minutes and 5 GB for the files."""
import hashlib

from .contestants import PASSWORD
from .maps import last_user
from .process import COLUMNS, compare
from .table import Table

SIZES = [10, 100_000, 1_000_000]
SHORT_SIZES = [10, 1_000]


def keep(folder, users):
    """A folder as postsms-auth(8) leaves it: a file for each user, whose name is a hash of the user's."""
    folder.mkdir(mode=0o700)
    for number in range(users):
        user = last_user(number + 1)
        path = folder / hashlib.sha256(user.encode()).hexdigest()
        path.write_text(f"{user}:{{PLAIN}}{PASSWORD}\n")
        path.chmod(0o600)


def measure(options, contestants, postfix, sink):
    message = postfix.mail
    sizes = SHORT_SIZES if options.short else SIZES
    for users in sizes:
        keep(contestants.folder / f"accounts-{users}", users)
    for contestant in contestants.postsms:
        table = Table(f"Kept accounts, {contestant.name} pipe", COLUMNS, f"{sizes[0]:,} accounts")
        commands = {}
        for users in sizes:
            arguments = contestant.arguments(sink.url("http"), postfix.configuration, user=last_user(users))
            arguments[1:1] = ["-o", "smsgate_login=yes", "-o",
                              f"account_directory={contestants.folder / f'accounts-{users}'}"]
            commands[f"{users:,} accounts"] = [contestant.program, *arguments]
        compare(options, contestants, table, message, commands)
        table.print()
