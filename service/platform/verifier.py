"""Who somebody is, by a service that knows: the token of a network identity, or a trial's.

The service is asked `POST {url}` with `{"token"}` and answers `{"name", "id_number"}`, or 401,
403 or 404 where the token is none. A counter needs no verifier: there a person looks at the card.
"""

import asyncio
import re
from enum import StrEnum
from typing import Annotated, Protocol

import aiohttp
import msgspec
from msgspec import Meta, Struct

_MOST_S = 5.0
_ANSWER_BYTES_MAX = 64 * 1024
_TRIAL = re.compile(r"test:([0-9A-Za-z]{5,30}):(.{1,60})")


class VerifierKind(StrEnum):
    """Who is asked."""

    TOKEN = "token"  # noqa: S105
    TEST = "test"


class Verified(Struct, frozen=True):
    """Whose token it is."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    id_number: Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{5,30}$(?!\n)")]

    def __repr__(self) -> str:
        return "Verified(...)"


class NotVerified(Exception):
    """The token is nobody's, or has been used."""


class VerifierAway(Exception):
    """The service does not answer as it should."""


class Verifier(Protocol):
    """One way to know who somebody is."""

    kind: VerifierKind

    async def verify(self, token: str) -> Verified:
        """Whose token it is. Raises NotVerified, VerifierAway."""
        ...


class TrialVerifier:
    """Believes `test:<number>:<name>`; only where a demonstration runs."""

    kind = VerifierKind.TEST

    async def verify(self, token: str) -> Verified:
        """Whose token it says that it is. Raises NotVerified."""
        found = _TRIAL.fullmatch(token)
        if found is None:
            raise NotVerified
        return Verified(found[2], found[1])


class TokenVerifier:
    """A network identity service."""

    kind = VerifierKind.TOKEN

    def __init__(self, url: str) -> None:
        self._url = url

    async def verify(self, token: str) -> Verified:
        """Ask it, with a deadline; no redirect is followed. Raises NotVerified, VerifierAway."""
        try:
            async with asyncio.timeout(_MOST_S), aiohttp.ClientSession(trust_env=False) as session:
                asked = session.post(self._url, json={"token": token}, allow_redirects=False)
                async with asked as answer:
                    data = await answer.content.read(_ANSWER_BYTES_MAX)
                    if answer.status in (401, 403, 404):
                        raise NotVerified
                    if answer.status != 200:
                        raise VerifierAway
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise VerifierAway from error
        try:
            return msgspec.json.decode(data, type=Verified)
        except msgspec.MsgspecError as error:
            raise VerifierAway from error


def open_verifier(kind: str, url: str, *, demo: bool) -> Verifier | None:
    """The verifier that the settings name, or none. Raises ValueError for a trial's in earnest."""
    if kind == VerifierKind.TEST:
        if not demo:
            raise ValueError("the test verifier believes anybody: it is for demonstrations alone")
        return TrialVerifier()
    return TokenVerifier(url) if kind == VerifierKind.TOKEN and url else None
