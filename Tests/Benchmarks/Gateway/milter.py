"""`postsms milter` beside a milter in C and beside pipe(8), for clients that log in."""
import contextlib
import itertools
import shutil

from . import soak
from .contestants import C_MILTER
from .postfix import CLIENTS
from .resident import Resident, running
from .submission import send
from .table import MIB, Table

# Messages on one SMTP connection.
KINDS = {1: "1 message per connection", 100: "100 per connection"}
# Messages that go first, so that the processes of Postfix have started.
WARM_UP = 2 * CLIENTS
AT_ONCE, MESSAGES_AT_ONCE = 200, 1000
RATE = "messages/s"
COLUMNS = [(RATE, 1, 0), ("CPU ms/message, all", 1000, 2), ("the milter's", 1000, 2), ("dot to reply, ms", 1, 2),
           ("99th percentile", 1, 1)]
COLUMNS_AT_ONCE = [("accepted", 1, 0), ("refused", 1, 0), ("lost", 1, 0), ("doubled", 1, 0), ("by the queue", 1, 0),
                   (RATE, 1, 0), ("99th percentile, ms", 1, 0)]


def measure(options, contestants, postfix, sink):
    folder = postfix.folder / "milter"
    folder.mkdir(exist_ok=True)
    # Sockets in it get Postfix's group.
    shutil.chown(folder, "postsms", "postfix")
    folder.chmod(0o2750)
    postfix.run_responder(contestants.postsms[0].program, "auth", "--config", postfix.configuration)
    for scheme in ["http", "https"]:
        with contextlib.ExitStack() as stack:
            milters = [stack.enter_context(milter)
                       for milter in all_milters(contestants, postfix, sink.url(scheme), folder)]
            measure_scheme(options, contestants, postfix, sink, scheme, milters)
    if options.soak:
        soak.measure(options, contestants, postfix, sink, all_milters(contestants, postfix, sink.url("https"), folder))
    postfix.use_milter(None)


def all_milters(contestants, postfix, url, folder):
    """The milters that are compared, none of them running yet."""
    milters = []
    for number, contestant in enumerate([*contestants.postsms, contestants.c_milter]):
        socket = folder / f"socket{number}"
        name = f"{contestant.name} milter" if contestant.is_postsms else contestant.name
        milters.append(Resident(
            name, [contestant.program, *contestant.milter_arguments(url, postfix.configuration, socket)], socket))
    return milters


def measure_scheme(options, contestants, postfix, sink, scheme, milters):
    """The milters run all the time; who is measured changes from run to run."""
    postfix.run_contestant(contestants.postsms[0], scheme)
    rates = {count: Table(f"Milter, {scheme}, {kind}", COLUMNS, C_MILTER) for count, kind in KINDS.items()}
    at_once = Table(f"{AT_ONCE} connections at once, {scheme}", COLUMNS_AT_ONCE, None)
    memory = Table(f"Memory of the milter, {scheme}, MiB",
                   [(f"after {options.messages:,} messages", MIB, 1), ("at the end", MIB, 1),
                    (f"after {AT_ONCE} connections at once", MIB, 1)], C_MILTER)
    everyone = [*milters, None]
    measured = {}
    # Whoever comes after pipe(8) finds the machine busy with its files, so that nobody always does.
    for order in itertools.islice(itertools.cycle(itertools.permutations(everyone)), options.rounds):
        for milter in order:
            for per_connection, table in rates.items():
                table.add(row(milter), *rate(options, contestants, postfix, sink, milter, per_connection))
                if milter:
                    measured.setdefault(milter, []).append(milter.memory())
    for round in range(options.rounds):
        for milter in everyone:
            at_once.add(row(milter), *all_at_once(options, contestants, postfix, sink, milter))
    for table in rates.values():
        table.print()
        print_ratios(table, milters)
    at_once.print()
    for milter, samples in measured.items():
        memory.add(row(milter), samples[0], samples[-1], milter.memory())
    memory.print()


def row(milter):
    return milter.name if milter else "pipe(8), postsms"


def rate(options, contestants, postfix, sink, milter, per_connection):
    """A row of COLUMNS. Fails if a message is refused, lost or doubled, or goes another way."""
    with running(postfix, milter) as cpu:
        send(contestants, postfix, sink, WARM_UP, WARM_UP, is_gathered=True).check(row(milter))
        sending = send(contestants, postfix, sink, options.messages, per_connection)
    sending.check(row(milter))
    if milter and (queued := postfix.sent()):
        raise RuntimeError(f"{milter.name}: {queued} messages went to the queue")
    count = WARM_UP + options.messages
    return (options.messages / sending.seconds, cpu.all / count, cpu.milter / count if milter else None,
            sending.median, sending.percentile)


def all_at_once(options, contestants, postfix, sink, milter):
    """A row of COLUMNS_AT_ONCE. Fails if a message is lost or doubled."""
    messages = max(AT_ONCE, min(options.messages, MESSAGES_AT_ONCE))
    with running(postfix, milter):
        sending = send(contestants, postfix, sink, messages, messages, AT_ONCE, is_gathered=True)
    sending.check(row(milter), may_refuse=True)
    accepted = messages - len(sending.refused)
    for reply in sorted(set(sending.refused.values())):
        print(f"{row(milter)}: refused: {reply}")
    return (accepted, len(sending.refused), len(sending.lost), len(sending.doubled), postfix.sent() if milter else None,
            accepted / sending.seconds, sending.percentile)


def print_ratios(table, milters):
    for milter in milters:
        for base in [C_MILTER, row(None)]:
            if milter.name != base and (times := table.ratio(milter.name, base, RATE)):
                print(f"{milter.name}: {times:.2f} times the {RATE} of {base}")
