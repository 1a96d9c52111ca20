"""The gateway under test: two hosts with postsms, and two replicas of the stand-in for SMSGate behind one URL."""
import contextlib
import http.client
import os
import pathlib
import signal
import subprocess
import threading
import time
import urllib.request

from host import Host, command_line
from milter import Milter
from resident import Resident, ResidentUnderSystemd

# User, password and devices. postsms.cf names no device.
ACCOUNTS = [
    ("alice", "correct horse", ["phone-1", "phone-2"]), ("bob", "battery staple", ["phone-3", "phone-4"]),
]

# Seconds. They only end a run that has failed.
START_LIMIT = 30
QUEUE_LIMIT = 120
# postqueue(1) misses a message that moves from one part of the queue to another while it looks.
LOOKS = 5
# Seconds. With a persistent fault, the queues may not become empty during the run.
QUIET_LIMIT = 30


class Gateway:
    def __init__(self, folder, executables, policy, gate_options, when_unavailable=None):
        """`when_unavailable`: of postsms milter; None: without it."""
        self.folder = pathlib.Path(folder)
        self.executables = pathlib.Path(executables).resolve()
        self.policy = policy
        self.gate_options = gate_options
        self.when_unavailable = when_unavailable
        # When the stand-in was killed, in seconds since 1970.
        self.gate_ends = []
        self.store = self.folder / "store"
        self.gate_log = self.folder / "gate.log"
        # The number of faults: a run without faults proves nothing.
        self.events = 0
        # The probability that a client loses the reply to its final dot, whether mails spell a number in
        # several ways, and whether somebody asks for messages before they come.
        self.cuts = 0
        self.is_spelled = False
        self.asks_early = False
        # Clear while no new message may be sent.
        self.open = threading.Event()
        self.open.set()
        # Held to set the stand-in's answers, and while it must be running.
        self.answers = threading.RLock()
        self.gate_running = threading.RLock()
        # Messages that clients are handing over, and messages left in the queues at the end.
        self.under_way = 0
        self.waiting = 0

    def __enter__(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        os.chmod(self.folder, 0o711)
        self.port = 0
        self.write_accounts(ACCOUNTS)
        self.start_gate()
        socket = self.folder / "milter"
        self.milter = Milter(socket)
        configuration = f"smsgate_timeout = 2s\nstatus_policy = {self.policy}\ndefault_user = {ACCOUNTS[0][0]}\n"
        if self.when_unavailable:
            configuration += f"when_unavailable = {self.when_unavailable}\n"
        residents = {"mx1": Resident, "mx2": ResidentUnderSystemd} if self.when_unavailable else {}
        self.hosts = [
            Host(self.folder / name, self.executables, self.url, configuration, socket, residents.get(name))
            for name in ["mx1", "mx2"]
        ]
        for host in self.hosts:
            host.set_credentials("".join(f"{u}:{p}\n" for u, p, _ in ACCOUNTS))
        return self

    def __exit__(self, *_):
        with contextlib.ExitStack() as ends:
            ends.callback(self.end_gate)
            for host in self.hosts:
                ends.callback(host.end)

    # The stand-in

    def start_gate(self):
        log = self.gate_log
        with open(log, "w") as errors:
            self.gate = subprocess.Popen(
                [self.executables / "smsgate-sim", "--port", str(self.port), "--accounts", self.folder / "accounts",
                 "--store", self.store, "--replicas=2", "--balance", *self.gate_options],
                stdout=subprocess.DEVNULL, stderr=errors)
        deadline = time.monotonic() + START_LIMIT
        while "listening" not in log.read_text():
            if time.monotonic() > deadline or self.gate.poll() is not None:
                raise RuntimeError(f"smsgate-sim does not start: {log.read_text()}")
            time.sleep(0.01)
        self.url = log.read_text().split()[-1]
        # After a stop it starts on the same port again.
        self.port = int(self.url.split(":")[2].split("/")[0])

    def end_gate(self):
        self.gate_ends.append(time.time())
        self.gate.kill()
        self.gate.wait()

    def answer(self, answer):
        """Sets the answers of the stand-in from now on."""
        self._control("answer", answer)

    def write_accounts(self, accounts):
        text = "".join(f"{user}:{password}:{','.join(devices)}\n" for user, password, devices in accounts)
        (self.folder / "accounts").write_text(text)

    def set_accounts(self, accounts):
        with self.gate_running:
            self.write_accounts(accounts)
            self._control("accounts", "")

    def _control(self, what, body):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/sim/{what}", data=body.encode(), method="PUT")
        urllib.request.urlopen(request, timeout=START_LIMIT).close()

    def ask_for(self, message, user, password):
        """Asks one of the replicas for a message, as a monitoring system may."""
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        passwords.add_password(None, self.url, user, password, is_authenticated=True)
        opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
        try:
            opener.open(f"{self.url}/messages/{message}", timeout=2).close()
        except (http.client.HTTPException, OSError):
            pass
        self.events += 1

    # Postfix

    def deliveries(self):
        return [process for host in self.hosts for process in host.deliveries()]

    def is_answering(self):
        """Whether a client, or one that is gone, has a connection to one of the resident milters."""
        return any(host.resident and host.resident.is_busy() for host in self.hosts)

    @contextlib.contextmanager
    def quiet(self):
        """Waits until the queues are empty and keeps new messages out. Yields False if they did not become empty."""
        with self.answers:
            self.open.clear()
            try:
                deadline = time.monotonic() + QUIET_LIMIT
                while (is_in_time := time.monotonic() < deadline) and (
                        self.under_way or self.is_answering() or self.left_in_queues() or self.deliveries()):
                    for host in self.hosts:
                        host.postqueue("-f")
                    time.sleep(0.2)
                yield is_in_time
            finally:
                self.open.set()

    def left_in_queues(self):
        """The output of postqueue(1) for each host with waiting messages."""
        for _ in range(LOOKS):
            if left := [queue for host in self.hosts if "Mail queue is empty" not in (queue := host.list_queue())]:
                return left
        return []

    def kill(self, process, command):
        """Kills a process that runs `command`, and not another one that has its id by now."""
        try:
            handle = os.pidfd_open(process)
        except ProcessLookupError:
            return
        try:
            if command in command_line(process):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                self.events += 1
        except OSError:
            pass
        finally:
            os.close(handle)

    def wait_until_queues_are_empty(self):
        """Leaves the messages that are still there after a sufficient time in `waiting`."""
        self.answer("ok")
        deadline = time.monotonic() + QUEUE_LIMIT
        while True:
            left = self.left_in_queues()
            if not left:
                return
            if self.gate.poll() is not None:
                raise RuntimeError(f"smsgate-sim has ended with {self.gate.returncode}: {self.gate_log.read_text()}")
            if time.monotonic() > deadline:
                self.waiting = sum(queue.count("sender.example") for queue in left)
                return
            time.sleep(1)
            # Mail that arrived while Postfix was stopped may wait minutes for the queue manager's next scan.
            for host in self.hosts:
                host.postqueue("-f")
