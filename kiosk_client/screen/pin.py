"""The number that opens the maintenance corner: kept as a hash, and slow to guess."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
import secrets
from enum import StrEnum
from typing import Any

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.settings import Folder

PIN = re.compile(r"[0-9]{6,12}")

# scrypt over a million numbers: 16 MB and some 50 ms for each guess on a small box.
COST = {"n": 2**14, "r": 8, "p": 1}
FREE_TRIES = 5  # A person who mistypes is not made to wait.
BRAKE_S = 30.0
BRAKE_S_MAX = 3600.0
DOUBLINGS_MAX = 10


class Entry(StrEnum):
    """What became of a try."""

    OPEN = "open"
    WRONG = "wrong"
    WAIT = "wait"
    UNSET = "unset"  # Nobody has set a number on this box.


class BadPin(ValueError):
    """The number has six to twelve digits."""


def brake_s(failures: int) -> float:
    """How long nothing is tried after so many failures in a row."""
    if failures < FREE_TRIES:
        return 0.0
    return min(BRAKE_S * float(2 ** min(failures - FREE_TRIES, DOUBLINGS_MAX)), BRAKE_S_MAX)


def set_pin(folder: Folder, pin: str) -> None:
    """Keep a new number, as a hash; whoever was braked may try again. Raises BadPin."""
    if not PIN.fullmatch(pin):
        raise BadPin
    salt = secrets.token_bytes(16)
    kept = {"salt": _text(salt), "hash": _text(_hash(pin, salt)), "failures": 0}
    folder.write(folder.path / "pin.json", json.dumps(kept))


class Lock:
    """Tries the number. One try at a time, and each is counted on disk before it is looked at."""

    def __init__(self, folder: Folder, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._turn = asyncio.Lock()
        # An agent that was started anew has not seen the time pass: the whole wait begins again.
        self._failed_s = clock.monotonic()

    async def enter(self, pin: str) -> tuple[Entry, float]:
        """Try a number: what became of it, and how many seconds nothing will be tried."""
        async with self._turn:
            kept = await asyncio.to_thread(self._read)
            if kept is None:
                return Entry.UNSET, 0.0
            wait_s = brake_s(kept["failures"]) - (self._clock.monotonic() - self._failed_s)
            if wait_s > 0:
                return Entry.WAIT, wait_s
            if not await asyncio.to_thread(self._is_right, kept, pin):
                self._failed_s = self._clock.monotonic()
                return Entry.WRONG, brake_s(kept["failures"] + 1)
            return Entry.OPEN, 0.0

    def _is_right(self, kept: dict[str, Any], pin: str) -> bool:
        self._write(kept | {"failures": kept["failures"] + 1})
        right = hmac.compare_digest(
            _hash(pin, base64.b64decode(kept["salt"])), base64.b64decode(kept["hash"])
        )
        if right:
            self._write(kept | {"failures": 0})
        return right

    def _read(self) -> dict[str, Any] | None:
        try:
            kept = json.loads((self._folder.path / "pin.json").read_text(encoding="utf-8"))
            known = {"salt": str(kept["salt"]), "hash": str(kept["hash"])}
            return known | {"failures": max(int(kept["failures"]), 0)}
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _write(self, kept: dict[str, Any]) -> None:
        self._folder.write(self._folder.path / "pin.json", json.dumps(kept))


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, **COST)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
