"""The programs to compare, and small helper programs for the measurements."""
import dataclasses
import pathlib
import shutil
import subprocess

PROGRAMS = pathlib.Path(__file__).resolve().parents[1] / "Programs"

USER, PASSWORD = "alice", "correct horse"
RECIPIENT = "+12025550123@smtp.sms-gate.app"
C = "C with libcurl"
C_MILTER = "milter in C"


@dataclasses.dataclass
class Contestant:
    name: str
    program: pathlib.Path
    sends: bool = True
    is_postsms: bool = False

    def arguments(self, url, configuration, recipient=RECIPIENT, user=USER, more=()):
        """The arguments of the program."""
        if self.is_postsms:
            # With a device, so that it makes one request, as the others do.
            return ["pipe", "--config", str(configuration), "-o", f"smsgate_url={url}", "-o", "device_id=y",
                    f"--user={user}", *more, "--", recipient]
        return [url, f"{USER}:{PASSWORD}", recipient]

    def milter_arguments(self, url, configuration, socket):
        """The arguments of the milter."""
        if self.is_postsms:
            return ["milter", "--config", configuration, "-o", f"smsgate_url={url}", "-o", "device_id=y",
                    "--socket", socket]
        return [socket, url, f"{USER}:{PASSWORD}"]


class Contestants:
    """Copies and compiles them into `folder`; the first of `builds` is the one under test."""

    def __init__(self, folder, builds):
        self.folder = folder / "programs"
        self.folder.mkdir()
        self.postsms = [
            Contestant("postsms" if number == 0 else f"postsms of {build}",
                       self._copy(pathlib.Path(build) / "postsms", f"postsms{number or ''}"), is_postsms=True)
            for number, build in enumerate(builds)]
        self.c = Contestant(C, self._compile("pipe.c", "-lcurl"))
        self.floor = Contestant("C, only reads", self._compile("floor.c"), sends=False)
        self.scripts = [Contestant("shell with curl", self._copy(PROGRAMS / "pipe.sh")),
                        Contestant("Python", self._copy(PROGRAMS / "pipe.py"))]
        self.c_milter = Contestant(C_MILTER, self._compile("milter.c", "-lcurl", "-pthread"))
        self.accept_all = self._compile("accept_all.c")
        self.auth_clients = self._compile("auth_clients.c")
        self.mail_clients = self._compile("mail_clients.c", "-pthread")
        self.measure = self._compile("measure.c")

    @property
    def all(self):
        return [*self.postsms, self.c, *self.scripts, self.floor]

    def _copy(self, program, name=None):
        return pathlib.Path(shutil.copy(program, self.folder / (name or program.name)))

    def _compile(self, source, *libraries):
        program = self.folder / source.removesuffix(".c")
        subprocess.run(["gcc", "-O2", "-o", program, PROGRAMS / source, *libraries], check=True)
        return program


def mail(size):
    """A mail of `size` bytes like an alert: text in lines."""
    header = ("From: monitoring@example.org\nTo: alert@example.org\nSubject: PROBLEM: disk full\n"
              "Date: Mon, 3 Aug 2026 10:00:00 +0000\nMIME-Version: 1.0\n"
              "Content-Type: text/plain; charset=utf-8\n\n")
    line = "Disk /var on db1 is 97 percent full, limit 95, since 10 minutes.\n"
    return (header + line * (size // len(line) + 1))[:size - 1] + "\n"
