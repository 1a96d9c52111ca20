"""Whether a milter's memory grows with the number of handled messages."""
import time

from .resident import running
from .submission import send
from .table import MIB, Table

# Messages. In each chunk, half of them have a connection of their own, and half share one.
CHUNK = 1000
PER_CONNECTION = [1, 100]


def measure(options, contestants, postfix, sink, milters):
    """Each milter runs alone, from its start to its end."""
    chunks = max(2, -(-options.soak // CHUNK))
    marks = {1: f"after {CHUNK:,}", chunks // 2: f"after {chunks // 2 * CHUNK:,}", chunks: f"after {chunks * CHUNK:,}"}
    table = Table("Soak over https, MiB", [*((mark, MIB, 1) for mark in marks.values()), ("messages/s", 1, 0)], None)
    for milter in milters:
        samples = {}
        start = time.monotonic()
        with milter, running(postfix, milter):
            for chunk in range(1, chunks + 1):
                for per_connection in PER_CONNECTION:
                    send(contestants, postfix, sink, CHUNK // len(PER_CONNECTION), per_connection).check(milter.name)
                if chunk in marks:
                    samples[chunk] = milter.memory()
        table.add(milter.name, *(samples[chunk] for chunk in marks), chunks * CHUNK / (time.monotonic() - start))
    table.print()
