"""Messages per second through Postfix."""
import time

from .contestants import C
from .table import Table


def measure(options, contestants, postfix, sink):
    columns = [("messages/s", 1, 1), ("CPU ms/message", 1000, 2), ("GETs", 1, 0)]
    for scheme in ["http", "https"]:
        table = Table(f"Through Postfix, {scheme}", columns, C)
        everyone = contestants.all
        for round in range(options.rounds):
            # Each contestant is first in turn.
            turn = round % len(everyone)
            for contestant in everyone[turn:] + everyone[:turn]:
                postfix.run_contestant(contestant, scheme)
                postfix.start()
                posts, gets = sink.count("POST"), sink.count("GET")
                start = time.monotonic()
                postfix.send(options.messages)
                seconds = time.monotonic() - start
                cpu = postfix.stop()
                if contestant.sends and sink.count("POST") - posts != options.messages:
                    raise RuntimeError(f"{contestant.name}: {sink.count('POST') - posts} requests")
                table.add(contestant.name, options.messages / seconds, cpu / options.messages, sink.count("GET") - gets)
        table.print()
