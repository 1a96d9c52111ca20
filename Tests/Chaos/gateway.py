"""The gateway under test: a private Postfix with postsms in it, and the stand-in for SMSGate."""
import os
import pathlib
import signal
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]

# User, password and devices. Nobody names a device, so SMSGate picks one for each request.
ACCOUNTS = [("alice", "correct horse", "phone-1,phone-2"), ("bob", "battery staple", "phone-3,phone-4")]

# Postfix tries again after a second or two instead of minutes.
SETTINGS = [
    "minimal_backoff_time=1s", "maximal_backoff_time=2s", "queue_run_delay=1s", "transport_retry_time=1s",
    "service_throttle_time=1s", "in_flow_delay=0s", "postsms_time_limit=60s", "notify_classes=",
]

# Room for the queue. A disk of its own can be full without harm to anything else.
QUEUE_SIZE = "32m"
# Seconds. They only end a run that has failed.
START_LIMIT = 30
QUEUE_LIMIT = 300


class Gateway:
    def __init__(self, folder, executables, policy, without_ids):
        self.folder = pathlib.Path(folder)
        self.executables = pathlib.Path(executables).resolve()
        self.policy = policy
        self.without_ids = without_ids
        self.postfix = self.folder / "postfix"
        self.queue = self.folder / "queue"
        self.store = self.folder / "store"
        self.gate_log = self.folder / "gate.log"
        # How often something was broken: a run in which nothing broke shows nothing.
        self.events = 0

    def __enter__(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        os.chmod(self.folder, 0o711)
        self.queue.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={QUEUE_SIZE},mode=755", "queue", self.queue], check=True)
        (self.folder / "accounts").write_text("".join(f"{u}:{p}:{d}\n" for u, p, d in ACCOUNTS))
        self.port = 0
        self.start_gate()
        self.postfix.mkdir()
        started = subprocess.run(
            [ROOT / "postfix/instance", "start", self.postfix, self.executables / "postsms", self.url,
             f"queue_directory={self.queue}", *SETTINGS],
            check=True, capture_output=True, text=True)
        self.submission_port = int(started.stdout.split()[0].split("=")[1])
        (self.postfix / "credentials").write_text("".join(f"{u}:{p}\n" for u, p, _ in ACCOUNTS))
        with open(self.postfix / "etc/postsms.cf", "a") as configuration:
            configuration.write(f"smsgate_timeout = 2s\nstatus_policy = {self.policy}\n")
        if self.without_ids:
            self.give_each_try_its_own_id()
        return self

    def __exit__(self, *_):
        self.postfix_command("stop")
        self.end_gate()
        subprocess.run(["umount", "--lazy", self.queue], check=True)

    def give_each_try_its_own_id(self):
        """The queue id is a part of the message id: with another one for each try there is no protection by ids."""
        program = self.postfix / "bin/postsms"
        program.rename(self.postfix / "bin/postsms.real")
        program.write_text(
            '#!/bin/bash\nrole=$1\nshift\n'
            f'if [[ $role == pipe ]]; then set -- --queue-id="$RANDOM$RANDOM$RANDOM" "${{@//--queue-id=*/--sender=}}"; fi\n'
            f'exec {program}.real "$role" "$@"\n')
        program.chmod(0o755)

    # The stand-in

    def start_gate(self):
        log = self.gate_log
        with open(log, "w") as errors:
            self.gate = subprocess.Popen(
                [self.executables / "smsgate-sim", "--port", str(self.port), "--accounts", self.folder / "accounts",
                 "--store", self.store], stdout=subprocess.DEVNULL, stderr=errors)
        deadline = time.monotonic() + START_LIMIT
        while "listening" not in log.read_text():
            if time.monotonic() > deadline or self.gate.poll() is not None:
                raise RuntimeError(f"smsgate-sim does not start: {log.read_text()}")
            time.sleep(0.01)
        self.url = log.read_text().split()[-1]
        # After an end it starts on the same port again.
        self.port = int(self.url.split(":")[2].split("/")[0])

    def end_gate(self):
        self.gate.kill()
        self.gate.wait()

    def answer(self, answer):
        """Tells the stand-in how to answer from now on."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/sim/answer", data=answer.encode(), method="PUT")
        urllib.request.urlopen(request, timeout=START_LIMIT).close()

    # Postfix

    def postfix_command(self, *command):
        subprocess.run(["postfix", "-c", self.postfix / "etc", *command], check=True, capture_output=True)

    def processes(self, command):
        """Ids of the processes whose command line begins with `command`."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if line.startswith(command):
                found.append(int(entry.name))
        return found

    def deliveries(self):
        """Ids of the running `postsms pipe`."""
        program = self.postfix / "bin/postsms"
        return self.processes(f"{program} pipe ") + self.processes(f"{program}.real pipe ")

    def kill(self, process):
        try:
            os.kill(process, signal.SIGKILL)
            self.events += 1
        except ProcessLookupError:
            pass

    def wait_until_queue_is_empty(self):
        self.answer("ok")
        deadline = time.monotonic() + QUEUE_LIMIT
        while True:
            queue = self.postqueue("-p")
            if "Mail queue is empty" in queue:
                return
            if self.gate.poll() is not None:
                raise RuntimeError(f"smsgate-sim has ended with {self.gate.returncode}: {self.gate_log.read_text()}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"the queue does not get empty:\n{queue}\n{self.log()[-4000:]}")
            time.sleep(1)
            # What came in while Postfix was stopped may wait for the queue manager's next look, minutes later.
            self.postqueue("-f")

    def postqueue(self, option):
        return subprocess.run(
            ["postqueue", "-c", self.postfix / "etc", option], capture_output=True, text=True).stdout

    def log(self):
        return (self.postfix / "maillog").read_text(errors="replace")
