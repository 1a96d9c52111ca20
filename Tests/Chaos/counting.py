"""The fate of the messages."""
import collections
import datetime
import email
import json
import re

# Seconds from SMSGate's acceptance to the end of the try: smsgate_timeout, a second of rounding for each of
# the two times, and a reserve for a busy machine.
LONGEST_TRY = 6
# Seconds before the end of SMSGate in which it may have taken a message without telling: its times are whole seconds.
GATE_END = 1.2
# Replies that tell that a message was not taken, if SMSGate has answered properly. Timeouts, lost connections and
# Postfix's own troubles tell nothing.
KNOWN_END = re.compile(r"5|45[01] 4\.3\.(0 Temporary failure|5 Local configuration error)")
# The number of texts of a kind that a report lists.
SHOWN = 12


class Count:
    """The text identifies an SMS, whatever the number's spelling, the host or the client's try."""

    # Transactions: accepted, refused and unsure, and answered by postsms milter. Texts: "open" were refused and are an
    # SMS, as nobody could know; wrong are those that are lost, doubled, both SMS and notice, or denied: refused
    # although it could be known that SMSGate had taken them.
    HEADING = (
        f"{'fault':26} {'events':>6} {'accepted':>8} {'refused':>7} {'unsure':>6} {'answered':>8} {'SMS':>6} "
        f"{'notices':>7} {'deferred':>8} {'open':>5} {'waiting':>7} {'lost':>5} {'doubled':>7} {'both':>5} "
        f"{'denied':>6}")

    def __init__(self, gateway, senders):
        self.events = gateway.events
        self.waiting = gateway.waiting
        self.has_milter = gateway.when_unavailable is not None
        self.gate_ends = gateway.gate_ends
        self.transactions = senders.transactions
        self.sms = collections.defaultdict(list)
        # Of each text: which message of which device it was.
        self.places = collections.defaultdict(list)
        # Those that SMSGate took without saying so, as it was told.
        self.unheard = set()
        for line in gateway.store.read_text().splitlines():
            sms = json.loads(line)
            text = sms["textMessage"]["text"]
            self.sms[text].append(datetime.datetime.fromisoformat(sms["acceptedAt"]).timestamp())
            self.places[text].append(f"{sms['id']} on {sms['deviceId']}")
            if sms.get("answerIsLost"):
                self.unheard.add(text)
        # Of each transaction, by its sender: the recipients in its notices.
        self.notices = collections.defaultdict(list)
        for host in gateway.hosts:
            for notice in host.notices():
                self._read_notice(email.message_from_bytes(notice))
        # By the sender of a transaction: the times when Postfix gave up a recipient.
        self.bounces = collections.defaultdict(list)
        # By the sender of a transaction: the log of its deliveries.
        self.history = collections.defaultdict(list)
        self.deferred = self.answered = 0
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
            if re.search(r": milter-(discard|reject): END-OF-MESSAGE ", line):
                self.answered += 1
            # Another file of the queue may have had the id before.
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
        self.lost, self.doubled, self.both, self.denied, self.open = set(), set(), set(), set(), set()
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
            is_noticed = tried and all(map(self._is_all_noticed, tried))
            if sms and (is_noticed or self._is_bounced_after(min(sms), tried)):
                self.both.add(text)
            if sms and self._is_denied(text, min(sms), transactions):
                self.denied.add(text)
            elif sms and not tried:
                self.open.add(text)
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

    def _is_denied(self, text, accepted, transactions):
        """Whether a client heard that a message was not taken although it was, as somebody knew."""
        final = [transaction for transaction in transactions if transaction.is_final and transaction.reply]
        if any(transaction.is_accepted is not False for transaction in transactions):
            # What was refused for good in one try may still have been in a queue from another one.
            return any(transaction.replied > accepted + LONGEST_TRY for transaction in final)
        is_gate_ended = any(0 <= end - accepted < GATE_END for end in self.gate_ends)
        is_heard = text not in self.unheard and not is_gate_ended
        replies = [transaction.reply for transaction in transactions if transaction.reply]
        return bool(final) or not replies or (is_heard and all(map(KNOWN_END.match, replies)))

    def _account(self, text):
        """Everything known about a message."""
        taken = [datetime.datetime.fromtimestamp(time).strftime("%H:%M:%S") for time in self.sms[text]]
        yield f"{text}: taken by SMSGate at {', '.join(taken) or 'no time'}: {', '.join(self.places[text])}"
        for transaction in self.transactions:
            if transaction.text == text:
                end = transaction.reply or transaction.is_accepted
                yield f"from {transaction.sender} to {transaction.recipients} recipients: {end}"
                yield from self.history[transaction.sender]

    def row(self, fault):
        accepted = sum(transaction.is_accepted is True for transaction in self.transactions)
        unsure = sum(transaction.is_accepted is None for transaction in self.transactions)
        refused = sum(transaction.reply is not None for transaction in self.transactions)
        sms = sum(map(len, self.sms.values()))
        notices = sum(map(len, self.notices.values()))
        return (
            f"{fault:26} {self.events:6} {accepted:8} {refused:7} {unsure:6} {self.answered:8} {sms:6} "
            f"{notices:7} {self.deferred:8} {len(self.open):5} {self.waiting:7} {len(self.lost):5} "
            f"{len(self.doubled):7} {len(self.both):5} {len(self.denied):6}")

    def problems(self, fault):
        kinds = [
            ("lost", self.lost), ("doubled", self.doubled), ("an SMS and a notice", self.both),
            ("never sent", self.foreign), ("refused, and an SMS", self.denied),
        ]
        found = []
        for kind, texts in kinds:
            if texts:
                found.append(f"{kind}: {' '.join(sorted(texts)[:SHOWN])}")
                found += [f"    {line}" for text in sorted(texts)[:1] for line in self._account(text)]
        if self.waiting:
            found.append(f"still in a queue at the end: {self.waiting}")
        if self.has_milter and not self.answered:
            found.append("postsms milter answered nothing")
        if not self.events and fault != "nothing":
            found.append("nothing was broken")
        return found
