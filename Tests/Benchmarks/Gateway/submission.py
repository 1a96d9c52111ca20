"""Messages of authenticated clients, from the first command to the request at SMSGate."""
import base64
import collections
import dataclasses
import subprocess
import time

from .contestants import PASSWORD, USER
from .postfix import CLIENTS, SUBMISSION_PORT

# Seconds without a request after which the run is considered complete.
QUIET_LIMIT = 30


@dataclasses.dataclass
class Sending:
    # Seconds until every client had its replies and SMSGate its requests.
    seconds: float
    # Milliseconds from the final dot to the reply.
    median: float
    percentile: float
    # Replies by message number.
    refused: dict
    # Numbers of the messages with reply 250.
    lost: list
    doubled: list

    def check(self, name, may_refuse=False):
        """Fails if an accepted message is not exactly one request, or if a message was refused."""
        if self.lost or self.doubled:
            raise RuntimeError(f"{name}: lost: {self.lost[:10]}, doubled: {self.doubled[:10]}")
        if self.refused and not may_refuse:
            raise RuntimeError(f"{name}: {len(self.refused)} refused: {next(iter(self.refused.values()))}")


def send(contestants, postfix, sink, messages, per_connection, clients=CLIENTS, is_gathered=False):
    """Sends messages, see Programs/mail_clients.c, and waits until each with reply 250 is a request."""
    mail = postfix.folder / "mail-crlf"
    mail.write_bytes(postfix.mail.read_bytes().replace(b"\n", b"\r\n"))
    response = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    position = sink.position()
    output = subprocess.run(
        [contestants.mail_clients, str(SUBMISSION_PORT), str(clients), str(messages), str(per_connection), response, mail,
         *(["gathered"] if is_gathered else [])],
        check=True, capture_output=True, text=True).stdout.splitlines()
    start, seconds, median, percentile = map(float, output[0].split())
    refused = {int(number): reply for number, reply in (line.split(" ", 1) for line in output[1:])}

    accepted = {f"+1202{number:07}" for number in range(messages) if number not in refused}
    posts = collections.Counter()
    deadline = time.monotonic() + QUIET_LIMIT
    while (lost := accepted - posts.keys()) and time.monotonic() < deadline:
        more, position = sink.posts(position)
        if more:
            posts.update(number for _, number in more)
            seconds = max(seconds, more[-1][0] - start)
            deadline = time.monotonic() + QUIET_LIMIT
        else:
            time.sleep(0.01)
    if lost:
        # Fails with the reason if the queue has to keep a message.
        postfix.sent()
    doubled = sorted(number for number in accepted if posts[number] > 1)
    return Sending(seconds, median, percentile, refused, sorted(lost), doubled)
