"""One answer over HTTP: none, Basic or Digest login, no redirect, a bound on what is read."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.frames import Endpoint, Frame, NoFrame, Trouble
from service.platform.imaging import Checkers, NotAPicture
from service.platform.reach import OutOfReach, Reach

# An 8-megapixel picture at the best quality is half of it.
FRAME_BYTES_MAX = 8 * 1024 * 1024
_PIECE_BYTES = 65_536
# A file goes on for as long as it comes; one that stands still for so long has ended.
_POURED_BYTES = 1024 * 1024
_POURING = aiohttp.ClientTimeout(total=None, sock_connect=10.0, sock_read=20.0)
_LOGINS_MAX = 10_000
_TOGETHER_MAX, _TOGETHER_PER_HOST_MAX = 256, 32
# How aiohttp says that a head, or a line of it, does not end; it has no type for that.
_HEAD_TOO_LONG = ("Too many headers", "Got more than")
# A camera whose clock was never set counts from its start.
CLOCK_SET = datetime(2015, 1, 1, tzinfo=UTC)


class Reply(Struct, frozen=True):
    """A whole answer, the instant at which it began to arrive, and its header names as sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    arrived_at: datetime

    @property
    def media_type(self) -> str:
        """What the body is said to be."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    def instant(self, header: str) -> datetime | None:
        """A header that is a date, where it is one of a clock that was set."""
        try:
            at = parsedate_to_datetime(self.headers.get(header, ""))
        except (ValueError, TypeError):
            return None
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return at if at >= CLOCK_SET else None


class Fetcher:
    """One session for all cameras: connections, logins and what is read are bounded."""

    def __init__(self, clock: Clock, reach: Reach) -> None:
        self._clock, self._reach = clock, reach
        self._session: aiohttp.ClientSession | None = None
        self._logins: dict[tuple[str, str], aiohttp.DigestAuthMiddleware] = {}

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()

    async def ask(
        self,
        method: str,
        url: str,
        *,
        username: str | None = None,
        password: str | None = None,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        bytes_max: int = FRAME_BYTES_MAX,
    ) -> Reply:
        """The answer, whatever its status, with a login where one is asked for. Raises NoFrame."""
        # A picture is compressed already, and what is packed once more could be a bomb.
        sent = {"Accept-Encoding": "identity", **(headers or {})}
        login = self._login(url, username, password)
        try:
            self._reach.check_url(url)
            middlewares = (login,) if login else ()
            async with self._open().request(
                method, url, headers=sent, data=data, middlewares=middlewares, allow_redirects=False
            ) as answer:
                basic = answer.headers.get("WWW-Authenticate", "").lower().startswith("basic")
                if not (answer.status == 401 and basic and username):
                    return await self._read(answer, bytes_max)
            sent["Authorization"] = aiohttp.encode_basic_auth(username, password or "")
            async with self._open().request(
                method, url, headers=sent, data=data, allow_redirects=False
            ) as answer:
                return await self._read(answer, bytes_max)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NoFrame(_trouble(error)) from error

    async def pour(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        take: Callable[[Reply, bytes], Awaitable[None]],
    ) -> Reply:
        """An answer of any size, handed over piece by piece with its head; it comes back empty.

        Whoever takes the pieces sets the bound. Raises NoFrame, and what `take` raises.
        """
        sent = {"Accept-Encoding": "identity", **headers}
        try:
            self._reach.check_url(url)
            async with self._open().request(
                "GET", url, headers=sent, allow_redirects=False, timeout=_POURING
            ) as answer:
                head = Reply(answer.status, answer.headers, b"", self._clock.now())
                async for piece in answer.content.iter_chunked(_POURED_BYTES):
                    await take(head, piece)
                return head
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise NoFrame(_trouble(error)) from error

    async def _read(self, answer: aiohttp.ClientResponse, bytes_max: int) -> Reply:
        arrived_at = self._clock.now()
        body = bytearray()
        async for piece in answer.content.iter_chunked(_PIECE_BYTES):
            body += piece
            if len(body) > bytes_max:
                # What is raised remembers where it was raised, and may be remembered for a while.
                body.clear()
                raise NoFrame(Trouble.TOO_LARGE)
        return Reply(answer.status, answer.headers, bytes(body), arrived_at)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=_TOGETHER_MAX,
                    limit_per_host=_TOGETHER_PER_HOST_MAX,
                    resolver=_Resolver(self._reach),
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session

    def _login(
        self, url: str, username: str | None, password: str | None
    ) -> aiohttp.DigestAuthMiddleware | None:
        """A kept digest login, so that the second picture needs no second question."""
        if not username:
            return None
        key = (url, username + "\0" + (password or ""))
        if key not in self._logins:
            if len(self._logins) >= _LOGINS_MAX:
                self._logins.pop(next(iter(self._logins)))
            self._logins[key] = aiohttp.DigestAuthMiddleware(username, password or "")
        return self._logins[key]


class _Resolver(aiohttp.ThreadedResolver):
    """Names lead only to addresses within reach; numbers in an address are looked at before."""

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._reach = reach

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[Any]:
        """Where a name leads. Raises OutOfReach."""
        allowed = set(await self._reach.addresses(host, port))
        found = await super().resolve(host, port, family)
        within = [one for one in found if one["host"] in allowed]
        if not within:
            raise OutOfReach(host)
        return within


def _trouble(error: Exception) -> Trouble:
    inner = getattr(error, "os_error", error)
    if isinstance(inner, OutOfReach):
        return Trouble.FORBIDDEN_ADDRESS
    if isinstance(error, aiohttp.ClientConnectorError):
        return Trouble.REFUSED
    if isinstance(error, aiohttp.ClientResponseError) and error.message.startswith(_HEAD_TOO_LONG):
        return Trouble.TOO_LARGE
    return Trouble.HTTP_ERROR


def check_status(reply: Reply) -> None:
    """Raises NoFrame for an answer that is none."""
    if reply.status in (401, 403):
        raise NoFrame(Trouble.WRONG_LOGIN)
    if 300 <= reply.status < 400:
        raise NoFrame(Trouble.REDIRECTED)
    if reply.status != 200:
        raise NoFrame(Trouble.HTTP_ERROR)


class Snapshots:
    """Pictures from an address that answers with one."""

    SOURCE = "http"

    def __init__(self, fetcher: Fetcher, checkers: Checkers) -> None:
        self._fetcher, self._checkers = fetcher, checkers

    async def take(self, endpoint: Endpoint, url: str, source: str = SOURCE) -> Frame:
        """The picture at url, and when the camera says that it was. Raises NoFrame."""
        reply = await self._fetcher.ask(
            "GET", url, username=endpoint.username, password=endpoint.password
        )
        check_status(reply)
        return await self.checked(reply, source)

    async def checked(self, reply: Reply, source: str) -> Frame:
        """An answer as a frame, once it is known to be a picture. Raises NoFrame."""
        try:
            size = await self._checkers.size(reply.body)
        except NotAPicture as error:
            raise NoFrame(Trouble.NOT_A_PICTURE) from error
        said_at = reply.instant("Date")
        return Frame(reply.body, reply.arrived_at, size.width, size.height, source, said_at)
