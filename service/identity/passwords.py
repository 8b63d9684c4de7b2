"""Passwords: hashed slowly, two at a time; those that everybody guesses first are refused."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from service.identity import rules

T = TypeVar("T")

_log = structlog.get_logger()
_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

# Each check takes 64 MiB for a moment, so few run at once; the others wait in line.
_checks = ThreadPoolExecutor(2, thread_name_prefix="password")

# Made by `./dev` out of a package (locks/passwords); one to a line, in lower case.
COMMON = Path(__file__).with_name("common_passwords.txt")


async def hashed(password: str) -> str:
    """What is kept of a password."""
    return await _in_line(_hasher.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; for nobody's it takes as long to say no."""
    known = password_hash if password_hash is not None else _hash_of_nobody()
    right = await _in_line(_matches, known, password)
    return right and password_hash is not None


def check(password: str, name: str) -> None:
    """Raises WeakPassword for one that is guessed first."""
    rules.check_password(password, name, _common())


def fresh() -> str:
    """A password to be given to somebody: easy to read out, 60 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    parts = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
    return "-".join(parts)


@cache
def _common() -> frozenset[str]:
    if not COMMON.exists():
        _log.warning("identity.no_common_passwords")
        return frozenset()
    return frozenset(COMMON.read_text(encoding="utf-8").splitlines())


async def _in_line(work: Callable[..., T], *values: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(_checks, work, *values)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
