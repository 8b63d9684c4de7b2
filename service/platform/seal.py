"""Secrets at rest: camera passwords, keys of small devices, phone numbers; and token signing.

A ring of master keys from outside (`service.platform.keys`): the first closes, all open. Each
purpose gets its own key from a master, so that a token key can never open a column.
"""

import base64
import hmac
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
KEYS_MOST = 16
_NONCE_BYTES = 12
# Before keys had names: any of the ring may have closed it.
_NAMELESS = b"\x01"
_NAMED = b"\x02"
_ID_BYTES = 4
HEAD_BYTES = len(_NAMED) + _ID_BYTES


class KeyUnusable(Exception):
    """A key cannot be had: nothing there, readable by others, or not a key."""


class SealBroken(Exception):
    """Sealed bytes were altered, or sealed with another key or for another purpose."""


def as_text(master: bytes) -> str:
    """A key as its keeper holds it."""
    return base64.b64encode(master).decode()


def as_keys(texts: Iterable[str | bytes]) -> list[bytes]:
    """Keys out of base64. Raises KeyUnusable, which never repeats what was read."""
    keys = []
    for text in texts:
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError as error:
            raise KeyUnusable("is not base64") from error
        if len(key) != KEY_BYTES:
            raise KeyUnusable(f"holds {len(key)} bytes, {KEY_BYTES} are needed")
        keys.append(key)
    if len(set(keys)) != len(keys) or not 0 < len(keys) <= KEYS_MOST:
        raise KeyUnusable(f"holds {len(keys)} keys, or one of them twice")
    return keys


def derived(master: bytes, purpose: str) -> bytes:
    """32 bytes that only this purpose knows."""
    info = b"watchbell:" + purpose.encode()
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(master)


def key_id(master: bytes) -> str:
    """The name of a key, which says nothing about it: eight hexadecimal digits."""
    return derived(master, "key-id")[:_ID_BYTES].hex()


def head(of_key: str) -> bytes:
    """What bytes begin with that this key has sealed."""
    return _NAMED + bytes.fromhex(of_key)


class Seal:
    """Keys for each purpose, from a ring of master keys that may change while we run."""

    def __init__(self, *masters: bytes) -> None:
        self.take(masters)

    def take(self, masters: Sequence[bytes]) -> None:
        """Use these from now on: the first closes, all open."""
        assert masters, "a ring has a key"
        assert all(len(master) == KEY_BYTES for master in masters), "a master key has 32 bytes"
        self._masters = tuple(masters)
        self._columns = {key_id(one): AESGCM(derived(one, "column")) for one in masters}
        assert len(self._columns) == len(self._masters), "no key is twice in a ring"
        self.closing = key_id(masters[0])
        self._derived = lru_cache(64)(self._derive)

    @property
    def key_ids(self) -> list[str]:
        """The names of all keys, the one that closes first."""
        return list(self._columns)

    def key_for(self, purpose: str) -> bytes:
        """32 bytes that only this purpose knows, of the key that closes."""
        return self.keys_for(purpose)[0]

    def keys_for(self, purpose: str) -> tuple[bytes, ...]:
        """The same of all keys, the one that closes first: what another one signed still holds."""
        return self._derived(purpose)

    def _derive(self, purpose: str) -> tuple[bytes, ...]:
        return tuple(derived(master, purpose) for master in self._masters)

    def index(self, text: str, purpose: str) -> bytes:
        """A keyed digest: equal texts are found by it, and none can be guessed from it."""
        return self.indexes(text, purpose)[0]

    def indexes(self, text: str, purpose: str) -> list[bytes]:
        """The digests that a row may have, while not every row has the newest key's."""
        return [hmac.digest(key, text.encode(), "sha256") for key in self.keys_for(purpose)]

    def close(self, plain: str, purpose: str) -> bytes:
        """Seal text for a column; purpose names table and column, and is checked on opening."""
        return self.close_data(plain.encode(), purpose)

    def close_data(self, plain: bytes, purpose: str) -> bytes:
        """The same for bytes that are no text: a picture."""
        nonce, begin = os.urandom(_NONCE_BYTES), head(self.closing)
        said = begin + purpose.encode()
        return begin + nonce + self._columns[self.closing].encrypt(nonce, plain, said)

    def open(self, sealed: bytes, purpose: str) -> str:
        """The text that was sealed. Raises SealBroken."""
        try:
            return self.open_data(sealed, purpose).decode()
        except UnicodeDecodeError as error:
            raise SealBroken("sealed bytes are no text") from error

    def open_data(self, sealed: bytes, purpose: str) -> bytes:
        """The bytes that were sealed. Raises SealBroken."""
        if sealed[:1] == _NAMELESS:
            for column in self._columns.values():
                try:
                    return _opened(column, sealed[1:], purpose.encode())
                except SealBroken:
                    continue
            raise SealBroken("sealed bytes do not open")
        begin = sealed[:HEAD_BYTES]
        known = self._columns.get(begin[1:].hex())
        if sealed[:1] != _NAMED or known is None:
            raise SealBroken("sealed by a key that is not known here")
        return _opened(known, sealed[HEAD_BYTES:], begin + purpose.encode())


def _opened(column: AESGCM, sealed: bytes, said: bytes) -> bytes:
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return column.decrypt(nonce, body, said)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("sealed bytes do not open") from error
