"""A private Postfix with postsms and a queue on a disk of its own."""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Postfix retries after a second or two instead of minutes.
SETTINGS = [
    "minimal_backoff_time=1s", "maximal_backoff_time=2s", "queue_run_delay=1s", "transport_retry_time=1s",
    "service_throttle_time=1s", "in_flow_delay=0s", "postsms_time_limit=60s", "notify_classes=",
    "milter_default_action=accept", "anvil_rate_time_unit=1s",
]

# Seconds for which Postfix waits for postsms milter: above smsgate_timeout, and below what a client waits.
CONTENT_TIMEOUT = 4

# Size of the queue's disk. A separate disk can be full without affecting anything else.
QUEUE_SIZE = "32m"


class Host:
    """Mail arrives by submission, and through sendmail(1) for the addresses of an alias service."""

    ALIAS_DOMAIN = "alias.example"

    def __init__(self, folder, executables, url, configuration, milter, make_resident=None):
        """`milter` is the socket of a filter; `make_resident` makes what answers clients, None: nobody does."""
        self.folder = folder
        # The place of the queue, and the one it is moved to next.
        self.queue, self._other_disk = folder / "queue-1", folder / "queue-2"
        # Held to stop and start Postfix, and while the queue must not move.
        self.running = threading.RLock()
        self.disk = threading.RLock()

        folder.mkdir(mode=0o755)
        for disk in [self.queue, self._other_disk]:
            disk.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={QUEUE_SIZE},mode=755", "queue", disk], check=True)
        self.postfix = folder / "postfix"
        self.postfix.mkdir()
        aliases = folder / "aliases"
        aliases.write_text(f"/^phone-([0-9]+)@{self.ALIAS_DOMAIN}$/ +1202555$1@smtp.sms-gate.app\n")
        self._keep_log()
        settings = [
            # The socket of _keep_log, seen from the folder "public" of each queue.
            "postlog_service_name=../../log",
            *SETTINGS, f"queue_directory={self.queue}", f"virtual_alias_maps=regexp:{aliases}",
            *(f"{name}=unix:{milter}" for name in ["smtpd_milters", "non_smtpd_milters"]),
            f"postsms_milters={self._milters(milter, make_resident)}",
        ]
        started = subprocess.run(
            [ROOT / "postfix/instance", "start", *(["--milter"] if make_resident else []), self.postfix,
             executables / "postsms", url, *settings],
            check=True, capture_output=True, text=True)
        self.submission_port = int(started.stdout.split()[0].split("=")[1])
        with open(self.postfix / "etc/postsms.cf", "a") as file:
            file.write(configuration)
        self.resident = make_resident(self.postfix) if make_resident else None

    def _milters(self, milter, has_resident):
        """The filter, and behind it postsms milter as milter.cf has it."""
        milters = [f"unix:{milter}"]
        if has_resident:
            settings = (ROOT / "postfix/milter.cf").read_text()
            own = re.search("^postsms_milters = (.*)$", settings, re.MULTILINE)[1]
            own = own.replace("/run/postsms/milter.sock", f"{self.postfix}/postsms/milter.sock")
            milters.append(re.sub(r"content_timeout=\w+", f"content_timeout={CONTENT_TIMEOUT}s", own))
        return ", ".join(milters)

    def set_credentials(self, text):
        (self.postfix / "credentials").write_text(text)

    def end(self):
        try:
            self.command("stop")
            if self.resident:
                self.resident.end()
        finally:
            for disk in [self.queue, self._other_disk]:
                subprocess.run(["umount", "--lazy", disk], check=True)

    def command(self, *command):
        done = subprocess.run(["postfix", "-c", self.postfix / "etc", *command], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"postfix {' '.join(command)}: {done.stderr}\n{self._log_of_master()}")

    def _keep_log(self):
        """Writes the log in place of postlogd(8).

        That ends at each reload, and only master(8) can start it again. If others have filled its socket, which takes
        ten lines, before master(8) logs something itself, master(8) waits until its watchdog ends it after 1,000 seconds.
        """
        path = self.folder / "log"
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.bind(str(path))
        path.chmod(0o666)
        file = open(self.postfix / "maillog", "ab", buffering=0)

        def write():
            while True:
                file.write(receiver.recv(65536) + b"\n")

        threading.Thread(target=write, daemon=True).start()

    def _log_of_master(self):
        """The last lines about Postfix as a whole, and what ended a process of it."""
        lines = [line for line in self.log().splitlines() if re.search("/(postfix-script|master)\\[|fatal:|panic:", line)]
        return "\n".join(lines[-20:])

    def move_queue(self):
        """Moves it to another disk, where its files get other inodes, and so other names and queue ids."""
        with self.disk, self.running:
            self.command("stop")
            subprocess.run(["cp", "-a", f"{self.queue}/.", self._other_disk], check=True)
            for entry in self.queue.iterdir():
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
            self.queue, self._other_disk = self._other_disk, self.queue
            subprocess.run(
                ["postconf", "-c", self.postfix / "etc", "-e", f"queue_directory={self.queue}"], check=True)
            self.command("start")

    def set_flags(self, flags):
        """Changes the flags of the transport: pipe(8) then writes other fields before the header."""
        with self.running:
            file = self.postfix / "etc/master.cf"
            # Postfix may read it at the same time, since the reload before this one has only sent a signal, and master(8)
            # ends without a word when it reads half of a file.
            changed = file.with_name("master.cf.new")
            changed.write_text(re.sub(r"flags=\w+ null_sender", f"flags={flags} null_sender", file.read_text()))
            changed.replace(file)
            self.command("reload")

    def sendmail(self, mail, sender, recipients):
        """Whether it was accepted."""
        with self.disk:
            return subprocess.run(
                ["sendmail", "-C", self.postfix / "etc", "-i", "-f", sender, *recipients], input=mail,
                capture_output=True).returncode == 0

    def postqueue(self, option):
        return subprocess.run(
            ["postqueue", "-c", self.postfix / "etc", option], capture_output=True, text=True).stdout

    def list_queue(self):
        # While it moves, postqueue(1) may look at the old place, which is empty then.
        with self.disk:
            return self.postqueue("-p")

    def deliveries(self):
        """Ids of the running `postsms pipe`."""
        return processes(f"{self.postfix}/bin/postsms pipe ")

    def log(self):
        return (self.postfix / "maillog").read_text(errors="replace")

    def notices(self):
        return [file.read_bytes() for file in (self.postfix / "mail").iterdir()]


def processes(command):
    """Ids of the processes whose command line begins with `command`."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if command_line(entry.name).startswith(command):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def command_line(process):
    """With spaces between the arguments."""
    return pathlib.Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
