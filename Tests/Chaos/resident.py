"""The `postsms milter` of a host, which is ended in every way and started again."""
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

# Seconds in which it begins, and ends when it is told to. They only end a run that has failed.
LIMIT = 30
# As postfix/instance starts it.
USER = "postsms"


class Resident:
    """Takes the place of the one that postfix/instance has started, so that its end is seen.

    Each process makes the socket anew, and nobody listens in between.
    """

    def __init__(self, folder):
        process = int((folder / "milter.pid").read_text())
        self._command = pathlib.Path(f"/proc/{process}/cmdline").read_text().split("\0")[:-1]
        self._descriptors = []
        self._path = self._command[self._command.index("--socket") + 1]
        self._log = folder / "milter.log"
        # Held while it does not run.
        self._running = threading.RLock()
        os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + LIMIT
        while pathlib.Path(f"/proc/{process}").exists():
            self._wait("end", deadline)
        self._prepare()
        self._start()
        while not self._listens():
            self._wait("listen", deadline)

    def _prepare(self):
        """What is done before the first process starts."""

    def _start(self):
        with open(self._log, "a") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=USER, group=USER,
                extra_groups=[], pass_fds=self._descriptors)

    def _wait(self, what, deadline):
        if time.monotonic() > deadline:
            raise RuntimeError(f"postsms milter does not {what}: {self._log.read_text()}")
        time.sleep(0.01)

    def _listens(self):
        self.check()
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(self._path) == 0

    def check(self):
        """Raises if it has ended by itself."""
        if self._process.poll() is not None:
            raise RuntimeError(f"postsms milter has ended with {self._process.returncode}: {self._log.read_text()}")

    def restart(self, how, pause):
        """Ends it with a signal, and starts it after a pause. It may not listen yet then."""
        with self._running:
            self.check()
            self._process.send_signal(how)
            self._process.wait(LIMIT)
            time.sleep(pause)
            self._start()

    def hold_up(self, seconds):
        with self._running:
            self.check()
            self._process.send_signal(signal.SIGSTOP)
            time.sleep(seconds)
            self._process.send_signal(signal.SIGCONT)

    def end(self):
        with self._running:
            self.check()
            self._process.terminate()
            self._process.wait(LIMIT)

    def is_busy(self):
        """Whether it has a connection: Postfix keeps one for as long as a client's own."""
        # Type, state (03: connected), inode, and the name that it had before it was put in its place.
        connected = re.compile(rf" 0001 03 +\d+ {re.escape(self._path)}")
        return connected.search(pathlib.Path("/proc/net/unix").read_text()) is not None


class ResidentUnderSystemd(Resident):
    """The socket is ours, as it is systemd's: who connects while no process runs waits for the next one."""

    def _prepare(self):
        """As sd_listen_fds(3) has it: the socket is descriptor 3."""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(self._path)
        os.chmod(self._path, 0o660)
        self._socket.listen(128)
        self._descriptors = [self._socket.fileno()]
        option = self._command.index("--socket")
        del self._command[option:option + 2]
        given = 'exec 3<&"$0" && LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
        self._command = ["bash", "-c", given, str(self._socket.fileno()), *self._command]
