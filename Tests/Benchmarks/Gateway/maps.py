"""The cost of the size of the credentials map."""
from .contestants import PASSWORD
from .process import COLUMNS, compare
from .table import Table

SIZES = [10, 1_000, 10_000]


def write_map(path, users):
    """A map whose last user is looked up."""
    path.write_text("".join(f"user{number:06}@example.org:{PASSWORD}\n" for number in range(users)))
    path.chmod(0o644)
    path.chmod(0o600)


def last_user(users):
    return f"user{users - 1:06}@example.org"


def measure(options, contestants, postfix, sink):
    message = postfix.mail
    for contestant in contestants.postsms:
        table = Table(f"Users in the map, {contestant.name} pipe", COLUMNS, "10 users")
        commands = {}
        for users in SIZES:
            path = contestants.folder / f"map-{users}"
            write_map(path, users)
            arguments = contestant.arguments(sink.url("http"), postfix.configuration, user=last_user(users))
            arguments[1:1] = ["-o", f"credentials_file={path}"]
            commands[f"{users:,} users"] = [contestant.program, *arguments]
        compare(options, contestants, table, message, commands)
        table.print()
