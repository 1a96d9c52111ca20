"""The mails that are sent, and which of them are the same SMS."""
import email.utils
import random

from gateway import ACCOUNTS
from host import Host

DOMAIN = "smtp.sms-gate.app"

# A header field so long that the mail becomes shorter if a milter deletes it, whatever the milter adds.
CONFIDENTIAL = "what only the sender's own house may see, " * 8


class Mail:
    """Message `number` of a run, of a kind that `chance` determines.

    A client cannot always know whether Postfix accepted a message: the connection may break after the final dot. It then
    sends the message again, as clients do. With a Message-ID and a Date of its own it is the same SMS; without them it
    is another one, and its text has the number of the try in it.

    With `is_spelled` some messages name the same number in several spellings or by an alias.
    """

    def __init__(self, number, seed, is_spelled):
        chance = random.Random(f"{seed} mail {number}")
        self.number = number
        self.date = email.utils.formatdate()
        subscriber = f"{number % 10_000:04}"
        spellings = [
            f"+1202555{subscriber}@{DOMAIN}", f"001202555{subscriber}@{DOMAIN}",
            f'"+1 (202) 555-{subscriber}"@{DOMAIN}', f"+1-202-555-{subscriber}@{DOMAIN}",
        ]
        # Through another service of the host, without a login.
        self.is_local = chance.random() < 0.2
        # pickup(8) queues a mail of sendmail(1) twice if it is stopped after queuing and before removing it.
        self.is_dated = self.is_local or chance.random() < 0.4
        self.user, self.password, _ = ACCOUNTS[0 if self.is_local else number % len(ACCOUNTS)]
        self.number_address = spellings[0]
        if self.is_local:
            spellings = [f"phone-{subscriber}@{Host.ALIAS_DOMAIN}", *spellings[:2]]
        self.recipients = chance.sample(spellings, chance.choice([1, 1, 2, 3]) if is_spelled else 1)

    def text(self, tries):
        return str(self.number) if self.is_dated else f"{self.number}.{tries}"

    def sender(self, tries):
        """Unique for each try, so that a notice shows its try."""
        return f"{self.number}.{tries}@sender.example"

    def content(self, tries):
        identity = f"Message-ID: <{self.number}@sender.example>\nDate: {self.date}\n" if self.is_dated else ""
        return f"{identity}Subject: chaos\nX-Mailer: chaos\nX-Confidential: {CONFIDENTIAL}\n\n{self.text(tries)}\n"
