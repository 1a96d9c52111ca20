"""The fate of the messages."""
import collections
import datetime
import email
import json
import re

# Seconds from SMSGate's acceptance to the end of the try: smsgate_timeout, a second of rounding for each of
# the two times, and a reserve for a busy machine.
LONGEST_TRY = 6
# The number of texts of a kind that a report lists.
SHOWN = 12


class Count:
    """The text identifies an SMS, whatever the number's spelling, the host or the client's try."""

    HEADING = (
        f"{'fault':26} {'events':>6} {'accepted':>8} {'unsure':>6} {'SMS':>6} {'notices':>7} {'deferred':>8} "
        f"{'waiting':>7} {'lost':>5} {'doubled':>7} {'both':>5}")

    def __init__(self, gateway, senders):
        self.events = gateway.events
        self.waiting = gateway.waiting
        self.transactions = senders.transactions
        self.sms = collections.defaultdict(list)
        for line in gateway.store.read_text().splitlines():
            sms = json.loads(line)
            self.sms[sms["textMessage"]["text"]].append(datetime.datetime.fromisoformat(sms["acceptedAt"]).timestamp())
        # By the sender of a transaction: the recipients in its notices.
        self.notices = collections.defaultdict(list)
        for host in gateway.hosts:
            for notice in host.notices():
                self._read_notice(email.message_from_bytes(notice))
        # By the sender of a transaction: the times when Postfix gave up a recipient.
        self.bounces = collections.defaultdict(list)
        # By the sender of a transaction: the log of its deliveries.
        self.history = collections.defaultdict(list)
        self.deferred = 0
        for host in gateway.hosts:
            self._read_log(host.log())
        self._judge()

    def _read_notice(self, notice):
        for part in notice.walk():
            if "Final-Recipient" in part:
                self.notices[notice["To"]].append((part["Final-Recipient"], part["Original-Recipient"]))

    def _read_log(self, log):
        senders = {}
        for line in log.splitlines():
            # Another queue file may have had the id before.
            if found := re.search(r"qmgr\[\d+\]: (\w+): from=<(.*?)>", line):
                senders[found[1]] = found[2]
            elif (found := re.search(r": (\w+): to=.*relay=postsms.*status=(\w+)", line)) and found[1] in senders:
                self.history[senders[found[1]]].append(line)
                if found[2] == "deferred":
                    self.deferred += 1
                elif found[2] == "bounced":
                    time = datetime.datetime.strptime(line[:15], "%b %d %H:%M:%S")
                    time = time.replace(year=datetime.datetime.now().year)
                    self.bounces[senders[found[1]]].append(time.timestamp())

    def _judge(self):
        self.lost, self.doubled, self.both = set(), set(), set()
        by_text = collections.defaultdict(list)
        for transaction in self.transactions:
            by_text[transaction.text].append(transaction)
        for text, transactions in by_text.items():
            sms = self.sms[text]
            if len(sms) > 1 or any(self._is_noticed_twice(transaction) for transaction in transactions):
                self.doubled.add(text)
            accepted = [transaction for transaction in transactions if transaction.is_accepted]
            if not sms and any(not self._is_all_noticed(transaction) for transaction in accepted):
                self.lost.add(text)
            tried = [transaction for transaction in transactions if transaction.is_accepted is not False]
            if sms and (all(map(self._is_all_noticed, tried)) or self._is_bounced_after(min(sms), tried)):
                self.both.add(text)
        self.foreign = self.sms.keys() - by_text.keys()
        self.foreign |= self.notices.keys() - {transaction.sender for transaction in self.transactions}

    def _is_noticed_twice(self, transaction):
        notices = self.notices[transaction.sender]
        return len(set(notices)) < len(notices)

    def _is_all_noticed(self, transaction):
        return len(self.notices[transaction.sender]) >= transaction.recipients

    def _is_bounced_after(self, accepted, transactions):
        """Whether a recipient was given up although SMSGate already had the message."""
        return any(
            bounced > accepted + LONGEST_TRY for transaction in transactions
            for bounced in self.bounces[transaction.sender])

    def _account(self, text):
        """Everything known about a message."""
        taken = [datetime.datetime.fromtimestamp(time).strftime("%H:%M:%S") for time in self.sms[text]]
        yield f"{text}: taken by SMSGate at {', '.join(taken) or 'no time'}"
        for transaction in self.transactions:
            if transaction.text == text:
                yield f"from {transaction.sender} to {transaction.recipients} recipients: {transaction.is_accepted}"
                yield from self.history[transaction.sender]

    def row(self, fault):
        accepted = sum(transaction.is_accepted is True for transaction in self.transactions)
        unsure = sum(transaction.is_accepted is None for transaction in self.transactions)
        sms = sum(map(len, self.sms.values()))
        notices = sum(map(len, self.notices.values()))
        return (
            f"{fault:26} {self.events:6} {accepted:8} {unsure:6} {sms:6} {notices:7} {self.deferred:8} "
            f"{self.waiting:7} {len(self.lost):5} {len(self.doubled):7} {len(self.both):5}")

    def problems(self, fault):
        kinds = [
            ("lost", self.lost), ("doubled", self.doubled), ("an SMS and a notice", self.both),
            ("never sent", self.foreign),
        ]
        found = []
        for kind, texts in kinds:
            if texts:
                found.append(f"{kind}: {' '.join(sorted(texts)[:SHOWN])}")
                found += [f"    {line}" for text in sorted(texts)[:1] for line in self._account(text)]
        if self.waiting:
            found.append(f"still in a queue at the end: {self.waiting}")
        if not self.events and fault != "nothing":
            found.append("nothing was broken")
        return found
