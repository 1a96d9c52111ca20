"""Clients that send numbered messages, and remember what Postfix said to each."""
import smtplib
import threading
import time

from gateway import ACCOUNTS

CLIENTS = 8


class Senders:
    """Sends messages 0 to count - 1, each until Postfix has accepted it.

    A client cannot always know whether Postfix took a message: the connection may break after the final dot. It sends
    the message again then, as clients do. So that such a second message is told from a double, each transaction has a
    name of its own, NUMBER.TRY, as text and in the sender's address.
    """

    def __init__(self, gateway, count, rate):
        self.gateway = gateway
        self.count = count
        self.rate = rate
        self.accepted = set()
        self.unknown = set()
        self.refusals = 0
        self._next = 0
        self._lock = threading.Lock()

    def send_all(self):
        self._started = time.monotonic()
        clients = [threading.Thread(target=self._client) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()

    def _client(self):
        while True:
            with self._lock:
                number = self._next
                self._next += 1
            if number >= self.count:
                return
            time.sleep(max(0, self._started + number / self.rate - time.monotonic()))
            tries = 0
            while not self._send(number, f"{number}.{tries}"):
                tries += 1
                time.sleep(0.1)

    def _send(self, number, name):
        """One transaction. Whether Postfix has accepted it."""
        user, password, _ = ACCOUNTS[number % len(ACCOUNTS)]
        sent = False
        try:
            with smtplib.SMTP("127.0.0.1", self.gateway.submission_port, timeout=60) as smtp:
                smtp.login(user, password)
                for code, _ in [
                    smtp.mail(f"{name}@sender.example"),
                    smtp.rcpt(f"+1202555{number % 10_000:04}@smtp.sms-gate.app"),
                    smtp.docmd("DATA"),
                ]:
                    if code >= 400:
                        raise smtplib.SMTPException(code)
                sent = True
                smtp.send(f"Subject: chaos\r\n\r\n{name}\r\n.\r\n")
                code, _ = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            with self._lock:
                self.refusals += 1
                if sent:
                    self.unknown.add(name)
            return False
        with self._lock:
            if code == 250:
                self.accepted.add(name)
            else:
                self.refusals += 1
        return code == 250
