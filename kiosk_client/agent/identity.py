"""Who the box is: the centre it answers to, its device_id and its keys."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from typing import Literal, get_args

from kiosk_client.agent.settings import Folder

Algorithm = Literal["ed25519", "hmac-sha256"]
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)

HEARTBEAT_S = 30.0  # Where the centre names none.
HEARTBEAT_S_MIN = 5.0
HEARTBEAT_S_MAX = 300.0
CHANGE_WAIT_S = 2.0


class NotEnrolled(Exception):
    """This box is not enrolled; run `watchbell-kiosk enrol`."""


class IdentityDamaged(NotEnrolled):
    """The file device.json of this box is damaged; enrol it anew. What waits is kept."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the box knows of itself. Keys are base64: 32 Ed25519 bytes, or the shared secret.

    next_key is there from before the centre is told of it until its answer is known.
    """

    server: str
    device_id: str
    site_id: str
    site_name: str
    heartbeat_s: float
    algorithm: Algorithm
    key: str
    next_key: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys the centre may know, likeliest first."""
        return (self.key,) if self.next_key is None else (self.key, self.next_key)


class IdentityFile:
    """The identity on disk. Other processes may change it; a change is seen at the next read."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._path = folder.identity
        self._seen: tuple[tuple[int, int, int], Identity] | None = None

    def read(self) -> Identity:
        """The identity as it stands. Raises NotEnrolled or IdentityDamaged."""
        try:
            status = self._path.stat()
        except FileNotFoundError as error:
            raise NotEnrolled from error
        version = (status.st_ino, status.st_mtime_ns, status.st_size)
        if self._seen is None or self._seen[0] != version:
            self._seen = version, _parse(self._path.read_bytes())
        return self._seen[1]

    def save(self, identity: Identity) -> None:
        """Put an identity on disk in one step, for the owner's eyes alone."""
        self._folder.write(self._path, json.dumps(asdict(identity), indent=1))

    def promote(self, key: str) -> None:
        """The centre knows this key: it is the key from now on, and the only one."""
        with self.changing():
            now = self.read()
            if key in now.keys and now.next_key is not None:
                self.save(replace(now, key=key, next_key=None))

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Be the only process that changes the identity."""
        with self._folder.lock(self._folder.identity_lock, wait_s=CHANGE_WAIT_S):
            yield


def _parse(data: bytes) -> Identity:
    known = {field.name for field in fields(Identity)}
    try:
        facts = json.loads(data)
        return Identity(**{name: value for name, value in facts.items() if name in known})
    except (ValueError, TypeError, AttributeError) as error:
        raise IdentityDamaged from error
