"""A milter that runs next to Postfix."""
import contextlib
import ctypes
import os
import pathlib
import re
import stat
import subprocess
import time

# Seconds.
START_LIMIT, STOP_LIMIT = 10, 40
libc = ctypes.CDLL(None, use_errno=True)


class Resident:
    """Runs `command`, which makes `socket`, as the user postsms."""

    def __init__(self, name, command, socket):
        self.name, self.command, self.socket = name, list(map(str, command)), pathlib.Path(socket)

    def __enter__(self):
        # As under systemd, so that postsms does not repeat its log on standard error. Nobody reads this socket.
        manager = {"NOTIFY_SOCKET": str(self.socket.with_suffix(".notify"))}
        self._process = subprocess.Popen(
            self.command, user="postsms", group="postsms", extra_groups=[], stdin=subprocess.DEVNULL,
            env=os.environ | manager)
        deadline = time.monotonic() + START_LIMIT
        while not (self.socket.exists() and stat.S_ISSOCK(self.socket.stat().st_mode)):
            self.check()
            if time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"{self.name}: no socket appears")
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
                raise RuntimeError(f"{self.name}: does not end on SIGTERM")
        self.socket.unlink(missing_ok=True)

    def check(self):
        """Fails if the process has ended."""
        if self._process.poll() is not None:
            raise RuntimeError(f"{self.name}: ended with {self._process.returncode}")

    def cpu(self):
        """Seconds of CPU time since its start, of all its threads."""
        self.check()
        clock = ctypes.c_int()
        error = libc.clock_getcpuclockid(self._process.pid, ctypes.byref(clock))
        if error:
            raise OSError(error, os.strerror(error))
        return time.clock_gettime(clock.value)

    def memory(self):
        """Resident bytes (VmRSS of proc(5))."""
        self.check()
        status = pathlib.Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s*(\d+) kB$", status, re.MULTILINE)[1]) << 10


class CPU:
    all = milter = 0


@contextlib.contextmanager
def running(postfix, milter):
    """Runs Postfix with the milter, and then gives the seconds of CPU time of both."""
    cpu = CPU()
    postfix.use_milter(milter and milter.socket)
    before = milter.cpu() if milter else 0
    postfix.start()
    yield cpu
    postfix.wait_until_empty()
    cpu.milter = milter.cpu() - before if milter else 0
    cpu.all = postfix.stop() + cpu.milter
