"""How Huawei knows us: an access token that its login gives out, or a JWT that we sign."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeGuard
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.push import Answer, Outcome
from service.platform.push.circuit import Sign
from service.platform.push.gate import BROKEN, Told, shown
from service.platform.push.http1 import Poster

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_JWT_LASTS = timedelta(hours=1)
# Renewed this long before its end: on its way a token must not grow old.
_BEFORE_END = timedelta(minutes=5)
_LASTS_MOST_S = 86_400


class HuaweiClient(Struct, frozen=True):
    """An OAuth client of the app, for the interface of HarmonyOS up to 4."""

    client_id: str
    secret: str


class HuaweiAccount(Struct, frozen=True):
    """A service account, for the interface of HarmonyOS 5 and later."""

    key: "RSAPrivateKey"
    key_id: str
    sub_account: str


class Bearer(Struct, frozen=True):
    """What stands behind "Bearer", and until when."""

    text: str
    until: datetime


class Tokens(Protocol):
    """Gives out the token of the moment."""

    async def current(self, refused: Bearer | None = None) -> Bearer | Told:
        """A token, another one than the refused; or what to tell where there is none."""
        ...


class SignedTokens:
    """JWTs after PS256; making one takes no network."""

    def __init__(self, account: HuaweiAccount, audience: str, clock: Clock) -> None:
        self._account = account
        self._audience = audience
        self._clock = clock
        self._signing = asyncio.Lock()
        self._bearer: Bearer | None = None

    async def current(self, refused: Bearer | None = None) -> Bearer | Told:
        """The token of this hour; a new one where that was refused."""
        async with self._signing:
            now = self._clock.now()
            if _usable(self._bearer, now) and self._bearer is not refused:
                return self._bearer
            self._bearer = await asyncio.to_thread(self._make, now)
            return self._bearer

    def _make(self, now: datetime) -> Bearer:
        import jwt

        until = now + _JWT_LASTS
        claims = {
            "iss": self._account.sub_account,
            "aud": self._audience,
            "iat": int(now.timestamp()),
            "exp": int(until.timestamp()),
        }
        headers = {"kid": self._account.key_id}
        text = jwt.encode(claims, self._account.key, algorithm="PS256", headers=headers)
        return Bearer(text, until)


class GivenTokens:
    """Access tokens for client credentials; asked for by one at a time, the others wait for it."""

    def __init__(self, client: HuaweiClient, url: str, poster: Poster, clock: Clock) -> None:
        self._client = client
        self._url = url
        self._poster = poster
        self._clock = clock
        self._asking = asyncio.Lock()
        self._bearer: Bearer | None = None

    async def current(self, refused: Bearer | None = None) -> Bearer | Told:
        """The token that was given last, while it lasts and is not the refused one."""
        async with self._asking:
            if _usable(self._bearer, self._clock.now()) and self._bearer is not refused:
                return self._bearer
            found = await self._ask()
            if isinstance(found, Bearer):
                self._bearer = found
            return found

    async def _ask(self) -> Bearer | Told:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client.client_id,
            "client_secret": self._client.secret,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        posted = await self._poster.post(self._url, headers, urlencode(form).encode())
        if posted is None:
            return BROKEN
        try:
            given = msgspec.json.decode(posted.body, type=_Given)
        except msgspec.MsgspecError:
            given = _Given()
        if posted.status == 200 and given.access_token:
            lasts_s = max(0, min(_LASTS_MOST_S, given.expires_in))
            return Bearer(given.access_token, self._clock.now() + timedelta(seconds=lasts_s))
        reason = shown(f"login: {given.error or posted.status}")
        if posted.status == 429 or posted.status >= 500:
            answer = Answer(Outcome.RETRY_LATER, reason, retry_after_s=posted.retry_after_s)
            return Told(answer, Sign.TROUBLE)
        return Told(Answer(Outcome.CONFIG, reason), Sign.WRONG)


class _Given(Struct):
    access_token: str = ""
    expires_in: int = 3600
    error: int | str = ""


def _usable(bearer: Bearer | None, now: datetime) -> TypeGuard[Bearer]:
    return bearer is not None and now < bearer.until - _BEFORE_END
