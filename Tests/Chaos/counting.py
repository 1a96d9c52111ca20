"""What became of the messages."""
import collections
import email
import json


class Count:
    HEADING = (
        f"{'fault':24} {'events':>6} {'accepted':>8} {'refused':>7} {'unsure':>6} {'SMS':>6} {'notices':>7} {'deferred tries':>14} "
        f"{'lost':>5} {'doubled':>7} {'both':>5}")

    def __init__(self, gateway, senders):
        self.accepted = senders.accepted
        self.unknown = senders.unknown
        self.refusals = senders.refusals
        self.events = gateway.events
        lines = gateway.store.read_text().splitlines()
        self.sms = collections.Counter(json.loads(line)["textMessage"]["text"] for line in lines)
        self.notices = collections.Counter(
            email.message_from_bytes(file.read_bytes())["To"].split("@")[0]
            for file in (gateway.postfix / "mail").iterdir())
        self.deferred = sum("relay=postsms" in line and "status=deferred" in line for line in gateway.log().splitlines())

        names = self.accepted | self.unknown
        self.lost = {name for name in self.accepted if not self.sms[name] and not self.notices[name]}
        self.doubled = {name for name in names if self.sms[name] > 1 or self.notices[name] > 1}
        self.both = {name for name in names if self.sms[name] and self.notices[name]}
        self.foreign = (self.sms.keys() | self.notices.keys()) - names

    def row(self, fault):
        return (
            f"{fault:24} {self.events:6} {len(self.accepted):8} {self.refusals:7} {len(self.unknown):6} {self.sms.total():6} {self.notices.total():7} "
            f"{self.deferred:14} {len(self.lost):5} {len(self.doubled):7} {len(self.both):5}")

    def problems(self):
        kinds = [
            ("lost", self.lost), ("doubled", self.doubled), ("an SMS and a notice", self.both),
            ("never sent", self.foreign),
        ]
        return [f"{kind}: {' '.join(sorted(names))}" for kind, names in kinds if names]
