"""Secrets at rest: camera passwords, keys of small devices, phone numbers; and token signing.

One master key in a file of the operator; a purpose gets its own key from it, so that a token
key can never open a column.
"""

import base64
import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_VERSION = b"\x01"


class KeyUnusable(Exception):
    """The key file is missing, readable by others, or does not hold a key."""


class SealBroken(Exception):
    """Sealed bytes were altered, or sealed with another key or for another purpose."""


class Seal:
    """Keys for each purpose, from one master key."""

    def __init__(self, master: bytes) -> None:
        assert len(master) == 32, "the master key has 32 bytes"
        self._master = master
        self._column = AESGCM(self.key_for("column"))

    def key_for(self, purpose: str) -> bytes:
        """32 bytes that only this purpose knows."""
        return HKDF(SHA256(), 32, salt=None, info=b"watchbell:" + purpose.encode()).derive(
            self._master
        )

    def close(self, plain: str, purpose: str) -> bytes:
        """Seal text for a column; purpose names table and column, and is checked on opening."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._column.encrypt(nonce, plain.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """The text that was sealed. Raises SealBroken."""
        if sealed[:1] != _VERSION:
            raise SealBroken("unknown version of sealed bytes")
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._column.decrypt(nonce, body, purpose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken("sealed bytes do not open") from error


def make_key(path: Path) -> None:
    """Write a fresh master key where none is; only its owner may read it.

    It is written under another name first: one that is half written would stand in the way of
    every later start.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(fresh)  # A link, unlike a rename, never takes the place of a key.
    fresh.unlink()


def read_key(path: Path) -> Seal:
    """The master key of a file. Raises KeyUnusable."""
    try:
        mode, text = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"{path}: {error.strerror}") from error
    if mode & 0o077:
        raise KeyUnusable(f"{path}: others may read it; chmod 600")
    try:
        master = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise KeyUnusable(f"{path}: is not base64") from error
    if len(master) != 32:
        raise KeyUnusable(f"{path}: holds {len(master)} bytes, 32 are needed")
    return Seal(master)
