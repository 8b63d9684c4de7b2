"""A key that signs what others keep: Ed25519, in a file of the operator."""

import base64
import contextlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from service.platform.private_file import read_private


class SignetUnusable(Exception):
    """The file is missing, readable by others, or does not hold such a key."""


class Signet:
    """Signs, and shows its public key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public(self) -> str:
        """The public key: 32 bytes, base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, text: bytes) -> str:
        """A signature: 64 bytes, base64."""
        return base64.b64encode(self._key.sign(text)).decode()


def read_signet(path: Path) -> Signet:
    """The key of a PEM file. Raises SignetUnusable."""
    pem = read_private(path, SignetUnusable)
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SignetUnusable(f"{path}: is not a private key in PEM") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SignetUnusable(f"{path}: is not an Ed25519 key")
    return Signet(key)


def open_signet(path: Path) -> Signet:
    """The key of a file, made where there is none; only its owner may read it.

    It is written under another name first, and takes no other key's place. Raises SignetUnusable.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return read_signet(path)
