"""Clients that send numbered messages, and record Postfix's reply to each."""
import concurrent.futures
import json
import random
import smtplib
import subprocess
import threading
import time

from mails import Mail

CLIENTS = 8
# How likely a client without a queue of its own, such as a script, gives up after a refusal that is not final.
GIVE_UP = 0.3


class Transaction:
    """One try to send a mail to a host."""

    def __init__(self, mail, tries):
        self.text = mail.text(tries)
        self.sender = mail.sender(tries)
        self.recipients = len(mail.recipients)
        # None: unknown to the client.
        self.is_accepted = False
        # To the end of DATA, e.g. "451 4.4.2 Timeout", and when it came, in seconds since 1970.
        self.reply, self.replied = None, None

    @property
    def is_final(self):
        """Whether the client has nothing more to do: all is well, or will never be."""
        return self.is_accepted is True or (self.reply is not None and self.reply.startswith("5"))


class Senders:
    """Sends messages 0 to count - 1, each until Postfix has accepted or refused it, to any of the hosts."""

    def __init__(self, gateway, count, rate, seed):
        self.gateway = gateway
        self.count = count
        self.rate = rate
        self.seed = seed
        self.transactions = []
        self._next = 0
        self._lock = threading.Lock()

    def send_all(self):
        """Raises the error that ended a client early."""
        self._started = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
            for client in [clients.submit(self._client, number) for number in range(CLIENTS)]:
                client.result()

    def _client(self, client):
        chance = random.Random(f"{self.seed} client {client}")
        while True:
            self.gateway.open.wait()
            with self._lock:
                number = self._next
                self._next += 1
                if number < self.count:
                    self.gateway.under_way += 1
            if number >= self.count:
                return
            time.sleep(max(0, self._started + number / self.rate - time.monotonic()))
            mail = Mail(number, self.seed, self.gateway.is_spelled)
            self.gateway.events += len(mail.recipients) - 1
            if self.gateway.asks_early and mail.is_dated:
                self._ask_early(mail)
            tries = 0
            while not (transaction := self._send(mail, tries, chance)).is_final:
                if transaction.reply and chance.random() < GIVE_UP:
                    break
                tries += 1
                time.sleep(0.1)
            with self._lock:
                self.gateway.under_way -= 1

    def _send(self, mail, tries, chance):
        """One transaction, as far as the client knows."""
        transaction = Transaction(mail, tries)
        with self._lock:
            self.transactions.append(transaction)
        host = chance.choice(self.gateway.hosts)
        if mail.is_local:
            transaction.is_accepted = host.sendmail(
                mail.content(tries).encode(), transaction.sender, mail.recipients)
        else:
            self._submit(mail, tries, transaction, host, chance)
        return transaction

    def _submit(self, mail, tries, transaction, host, chance):
        is_cut = chance.random() < self.gateway.cuts
        try:
            with smtplib.SMTP("127.0.0.1", host.submission_port, timeout=60) as smtp:
                smtp.login(mail.user, mail.password)
                replies = [smtp.mail(transaction.sender), *map(smtp.rcpt, mail.recipients), smtp.docmd("DATA")]
                if any(code >= 400 for code, _ in replies):
                    return
                transaction.is_accepted = None
                smtp.send(mail.content(tries).replace("\n", "\r\n") + ".\r\n")
                if is_cut:
                    self.gateway.events += 1
                    time.sleep(chance.choice([0, 0, 0.002, 0.02]))
                    smtp.close()
                    return
                code, text = smtp.getreply()
                transaction.is_accepted = code == 250
                if code != 250:
                    transaction.reply, transaction.replied = f"{code} {text.decode()}", time.time()
        except (smtplib.SMTPException, OSError):
            pass

    def _ask_early(self, mail):
        """Asks SMSGate for a message before it comes."""
        host = self.gateway.hosts[0]
        dry = subprocess.run(
            [host.postfix / "bin/postsms", "pipe", "--config", host.postfix / "etc/postsms.cf", "--dry-run",
             f"--user={mail.user}", "--", mail.number_address],
            input=mail.content(0).encode(), capture_output=True)
        # A fault may have killed it in place of a delivery.
        if dry.returncode == 0:
            self.gateway.ask_for(json.loads(dry.stdout)["id"], mail.user, mail.password)
