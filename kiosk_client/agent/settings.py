"""Where the box keeps its things, and how a file gets there whole in spite of a power cut."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT_FOLDER = Path("/var/lib/watchbell-kiosk")


AGENT_WAIT_S = 0.5  # `status` looks by taking the lock for a moment; that must not stop an agent.
LOCK_STEP_S = 0.01


class Taken(Exception):
    """Another process holds the lock."""


class Folder:
    """The one folder that the box writes to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.identity = path / "device.json"  # Who the box is, with its key; mode 0600.
        self.enrolling = path / "enrolling.json"  # The key of an enrolment without an answer yet.
        self.spool = path / "spool.db"
        self.spool_lock = path / "spool.lock"
        self.agent_lock = path / "agent.lock"
        self.identity_lock = path / "device.lock"
        self.notes = path / "agent.json"  # What `status` tells of the running agent.

    def make(self) -> None:
        """The folder, for its owner alone."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def sync(self) -> None:
        """Make renames in the folder last."""
        handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def write(self, path: Path, text: str, *, lasting: bool = True) -> None:
        """Put a file in place in one step, mode 0600: a reader sees the old text or the new.

        Not lasting means without fsync: for what is told anew every half minute, on a flash disk.
        """
        draft = path.with_name(path.name + ".new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        self.give_to_owner(draft)
        draft.replace(path)
        if lasting:
            self.sync()

    def give_to_owner(self, path: Path) -> None:
        """What root writes belongs to the folder's owner, or the service could not read it."""
        owner = self.path.stat()
        if os.geteuid() == 0 and owner.st_uid != 0:
            os.chown(path, owner.st_uid, owner.st_gid)

    @contextmanager
    def lock(self, path: Path, *, shared: bool = False, wait_s: float) -> Iterator[None]:
        """Hold the kernel's lock on a file of the folder; it goes when the process dies.

        Raises Taken when another holds it for longer than wait_s.
        """
        handle = os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)
        try:
            _take(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, wait_s)
            self.give_to_owner(path)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only agent of this folder. Raises Taken."""
        with self.lock(self.agent_lock, wait_s=AGENT_WAIT_S):
            yield

    def is_running(self) -> bool:
        """Whether an agent runs on this folder."""
        try:
            with self.lock(self.agent_lock, wait_s=0):
                return False
        except Taken:
            return True


def _take(handle: int, how: int, wait_s: float) -> None:
    until = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise Taken from error
            time.sleep(LOCK_STEP_S)
        else:
            return


def default_folder() -> Path:
    """/var/lib for root, the user's state folder for anybody else."""
    if os.geteuid() == 0:
        return ROOT_FOLDER
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "watchbell-kiosk"
