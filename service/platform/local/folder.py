"""The data folder: one owner at a time, and a user that may reach into it."""

import fcntl
import os
import pwd
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

# sockaddr_un holds 108 bytes; PostgreSQL's socket name takes up to 22 of them.
_SOCKET_FOLDER_MOST = 85
# What stands first in the lock of a folder that is ours.
_MARK = "watchbell"
# What may stand in a folder that carries no mark: restored from a backup, made by hand before the
# first start, or left by one that died early.
_OURS = re.compile(
    r"lock|logs|run|blobs|counters|secret\.key.*|postgres.*|valkey-server.*|lost\+found"
)


class CannotStart(Exception):
    """The embedded servers cannot run here; the text says why and what to do."""


@dataclass(frozen=True)
class Runner:
    """The user that the servers run as; None where that is ourselves."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, Any]:
        """What subprocess needs to run a child as this user."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give one path to this user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this user can enter every folder down to path."""
        if self.uid is None:
            return True
        for folder in (path, *path.parents):
            status = folder.stat()
            if status.st_uid == self.uid:
                allowed = status.st_mode & 0o100
            elif status.st_gid == self.gid:
                allowed = status.st_mode & 0o010
            else:
                allowed = status.st_mode & 0o001
            if not allowed:
                return False
        return True


def find_runner() -> Runner:
    """Ourselves, or as root another user: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return Runner()
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(user.pw_uid, user.pw_gid)
    raise CannotStart("there is neither a user 'postgres' nor 'nobody' to run the servers as")


class DataFolder:
    """Folders of one installation, locked while it runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.postgres = root / "postgres"
        self.logs = root / "logs"
        self.blobs = root / "blobs"
        self.counters = root / "counters"
        self.key_file = root / "secret.key"
        self.password_file = root / "postgres.password"
        self._lock: IO[bytes] | None = None

    def open(self, runner: Runner) -> None:
        """Make the folder and take it. Raises CannotStart when it is somebody else's."""
        try:
            self._open(runner)
        except OSError as error:
            self.close()
            raise CannotStart(f"{self.root} cannot be used: {error.strerror}") from error
        except CannotStart:
            self.close()
            raise

    def _open(self, runner: Runner) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self._refuse_foreign()
        self._take()
        self.root.chmod(0o711 if runner.uid is not None else 0o700)
        for folder in (self.logs, self.blobs):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
        if not runner.reaches(self.root):
            raise CannotStart(
                f"{self.root}: the servers do not run as root, and the user they run as cannot"
                " enter this folder; choose another with --data, such as /var/lib/watchbell"
            )

    def _refuse_foreign(self) -> None:
        """Nothing of a folder that is not ours is touched: its mode would be changed first."""
        lock = self.root / "lock"
        if lock.is_file() and lock.read_text(errors="replace").startswith(_MARK):
            return
        foreign = sorted(p.name for p in self.root.iterdir() if not _OURS.fullmatch(p.name))
        if foreign:
            raise CannotStart(
                f"{self.root} holds what is not Watchbell's ({foreign[0]}); choose an empty folder"
                " or a new one with --data"
            )

    def _take(self) -> None:
        """Lock the folder and leave our mark. Raises CannotStart when another process has it."""
        handle = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._lock = os.fdopen(handle, "r+b")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = self._lock.read().decode(errors="replace").removeprefix(_MARK).strip()
            raise CannotStart(
                f"{self.root} is in use by another running Watchbell (process {owner})"
            ) from error
        self._lock.truncate(os.pwrite(handle, f"{_MARK} {os.getpid()}\n".encode(), 0))

    def close(self) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def sockets(self, runner: Runner) -> Path:
        """Where unix sockets live: in the folder, or in /tmp when its name cannot be used.

        A name may be too long; and a comma parts one address from the next in PostgreSQL's.
        """
        folder = self.root / "run"
        if len(os.fsencode(folder)) > _SOCKET_FOLDER_MOST or "," in str(folder):
            status = self.root.stat()
            folder = Path(f"/tmp/watchbell-{status.st_dev:x}-{status.st_ino:x}")  # noqa: S108
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = runner.uid if runner.uid is not None else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid not in (owner, os.geteuid()):
            raise CannotStart(f"{folder} belongs to somebody else")
        folder.chmod(0o700)
        runner.own(folder)
        return folder


def keep_on_disk(folder: Path) -> None:
    """Return when what was renamed in folder would survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
