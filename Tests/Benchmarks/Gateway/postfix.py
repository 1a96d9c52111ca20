"""The private Postfix that runs the contestants, one after the other."""
import os
import pathlib
import subprocess
import time

from .contestants import PASSWORD, USER, mail

ROOT = pathlib.Path(__file__).resolve().parents[3]
# A service without AUTH, for smtp-source(1).
PORT = 2525
# The service with AUTH, see postfix/instance.
SUBMISSION_PORT = 10587
SUBMISSION = f"127.0.0.1:{SUBMISSION_PORT}/inet"
CLIENTS = 8
# Enough smtpd(8) processes for the milter measurement with 200 connections at once.
PROCESS_LIMIT = 250
# Seconds. They only end a run that has failed.
DELIVERY_LIMIT = 600


class Postfix:
    def __init__(self, folder, contestants, sink):
        self.folder = folder / "postfix"
        self.etc = self.folder / "etc"
        self.log = self.folder / "maillog"
        self.configuration = self.etc / "postsms.cf"
        self.credentials = self.folder / "credentials"
        self.contestants = contestants
        self.sink = sink
        self.is_running = False
        self.mail = folder / "mail-1k"
        self.mail.write_text(mail(1 << 10))

    def __enter__(self):
        self.folder.mkdir()
        subprocess.run(
            [ROOT / "postfix/instance", "start", self.folder, self.contestants.postsms[0].program,
             self.sink.url("http"), "in_flow_delay=0s", "smtpd_client_connection_rate_limit=0"],
            check=True, stdout=subprocess.DEVNULL)
        self.is_running = True
        self.stop()
        self.credentials.write_text(f"{USER}:{PASSWORD}\n")
        self.postconf("-M", f"{PORT}/inet=127.0.0.1:{PORT} inet n - n - - smtpd")
        self.postconf("-F", f"{SUBMISSION}/process_limit={PROCESS_LIMIT}")
        # cleanup(8) would delay mail that a milter discards, because no delivery ever returns its token.
        self.postconf("-P", "postsms-cleanup/unix/in_flow_delay=0s")
        return self

    def __exit__(self, *_):
        if self.is_running:
            self.stop()

    def run_contestant(self, contestant, scheme):
        """Makes pipe(8) run `contestant` from the next start on."""
        arguments = contestant.arguments(
            self.sink.url(scheme), self.configuration, recipient="${recipient}",
            more=["--sender=${sender}", "--queue-id=${queue_id}"])
        # master.cf(5): an argument with white space is in braces.
        words = " ".join("{%s}" % word if " " in word else word for word in arguments)
        self.postconf(
            "-F", f"postsms/unix/command=pipe flags=Rq null_sender= user=postsms argv={contestant.program} {words}")

    def use_milter(self, socket):
        """Makes the service with AUTH use the milter at `socket` from the next start on; None: no milter."""
        milter = (f"{{ unix:{socket}, default_action=accept, connect_timeout=5s, command_timeout=5s, "
                  "content_timeout=60s }") if socket else ""
        self.postconf("-e", f"postsms_milters={milter}")

    def run_responder(self, *command):
        """Makes smtpd(8) ask `command` about AUTH from the next start on."""
        words = " ".join(map(str, command))
        self.postconf("-F", f"postsms-auth/unix/command=spawn user=postsms argv={words}")

    def start(self):
        self.log.unlink(missing_ok=True)
        self._postfix("start")
        self.is_running = True

    def stop(self):
        """Seconds of CPU time of Postfix and all its children since its start."""
        self._postfix("stop")
        self.is_running = False
        # This is the first process of its PID namespace, so it inherits the orphans of master(8).
        seconds = 0
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            # nginx is a child, too, and keeps running.
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended:
                _, _, usage = os.wait4(ended.si_pid, 0)
                seconds += usage.ru_utime + usage.ru_stime
            elif not self._has_processes():
                return seconds
            else:
                time.sleep(0.01)
        raise RuntimeError("Postfix does not stop")

    def _has_processes(self):
        """Whether any process of Postfix is still running."""
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if "postfix" in os.readlink(entry / "exe"):
                    return True
            except OSError:
                pass
        return False

    def send(self, count):
        """Sends `count` messages with 8 clients, and waits until all of them are delivered."""
        subprocess.run(
            ["smtp-source", "-s", str(CLIENTS), "-m", str(count), "-f", "monitoring@example.org",
             "-t", "+12025550123@smtp.sms-gate.app", "-F", self.mail, f"inet:127.0.0.1:{PORT}"],
            check=True)
        deadline = time.monotonic() + DELIVERY_LIMIT
        while (sent := self.sent()) < count:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{sent} of {count} messages are delivered")
            time.sleep(0.02)

    def wait_until_empty(self):
        """Waits until the next start would find nothing to deliver in the queue."""
        queues = [self.folder / "queue" / name for name in ["maildrop", "incoming", "active", "deferred"]]
        deadline = time.monotonic() + DELIVERY_LIMIT
        while any(path.is_file() for queue in queues for path in queue.rglob("*")):
            # Fails immediately if a message stays.
            self.sent()
            if time.monotonic() > deadline:
                raise RuntimeError("the queue does not become empty")
            time.sleep(0.02)

    def sent(self):
        """The number of messages delivered since the start; fails if one needed a second try."""
        text = self.log.read_text()
        if "status=deferred" in text or "status=bounced" in text:
            line = next(line for line in text.splitlines() if "status=deferred" in line or "status=bounced" in line)
            raise RuntimeError(f"a message is not sent: {line}")
        return text.count("status=sent")

    def postconf(self, *arguments):
        subprocess.run(["postconf", "-c", self.etc, *arguments], check=True)

    def _postfix(self, command):
        subprocess.run(["postfix", "-c", self.etc, command], check=True, capture_output=True)
