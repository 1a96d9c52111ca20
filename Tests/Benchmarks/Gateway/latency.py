"""From the end of DATA to the request."""
import smtplib
import statistics
import time

from .contestants import RECIPIENT
from .postfix import PORT

LIMIT = 30


def measure(options, contestants, postfix, sink):
    contestants_that_send = [contestant for contestant in contestants.all if contestant.sends]
    print(f"\n{'End of DATA to request, ms':28}  {'median':>8}  {'99th percentile':>16}  over")
    for scheme in ["http", "https"]:
        samples = {contestant.name: [] for contestant in contestants_that_send}
        for _ in range(options.rounds):
            for contestant in contestants_that_send:
                postfix.run_contestant(contestant, scheme)
                postfix.start()
                samples[contestant.name] += [
                    1000 * latency(postfix, sink) for _ in range(max(1, options.messages // 20))]
                postfix.stop()
        for name, values in samples.items():
            values.sort()
            print(f"{name:28}  {statistics.median(values):8.1f}  {values[int(len(values) * 0.99)]:16.1f}  {scheme}",
                  flush=True)


def latency(postfix, sink):
    """Seconds for one message without other load."""
    position = sink.position()
    with smtplib.SMTP("127.0.0.1", PORT) as smtp:
        smtp.ehlo()
        smtp.mail("monitoring@example.org")
        smtp.rcpt(RECIPIENT)
        smtp.docmd("DATA")
        smtp.send(postfix.mail.read_text().replace("\n", "\r\n") + ".\r\n")
        sent = time.time()
        code, reply = smtp.getreply()
        if code != 250:
            raise RuntimeError(f"the message is refused: {code} {reply}")
    deadline = time.monotonic() + LIMIT
    while True:
        posts, _ = sink.posts(position)
        if posts:
            answered, _ = posts[0]
            return answered - sent
        if time.monotonic() > deadline:
            raise RuntimeError("no request comes")
        time.sleep(0.002)
